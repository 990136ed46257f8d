import { IANAZone } from "luxon";
import { z } from "zod";
import { EXPIRY_DAYS, type FateModel, PUBLISHED_FATES } from "./truth.ts";

/** How `sent_date` is written. The API states no format, so the sandbox can do each; `mixed` draws one per invitation. */
export const SENT_DATE_FORMATS = ["iso", "iso-date", "epoch-ms", "epoch-s", "relative"] as const;
export type SentDateFormat = (typeof SENT_DATE_FORMATS)[number];

const share = z.number().min(0).max(1);

/** Eleven years: with an epoch from 1990 to 2033 ids keep their nineteen digits. */
export const MAX_ID_SHIFT_HOURS = 100_000;

/**
 * What the time in an id has to do with when the invitation was sent. LinkedIn's ids say that instant, `in-order`, but
 * nobody promises it. Those `out-of-order` say any time in the two years before the epoch; the others are off by a
 * constant, later where `shiftedHours` is positive.
 */
const idMintingSchema = z.union(
  [
    z.enum(["in-order", "out-of-order"]),
    z.strictObject({ shiftedHours: z.number().min(-MAX_ID_SHIFT_HOURS).max(MAX_ID_SHIFT_HOURS) }),
  ],
  { error: 'not "in-order", "out-of-order" or { "shiftedHours": number }' },
);
export type IdMinting = Readonly<z.output<typeof idMintingSchema>>;

/** One LinkedIn account of the sandbox and what it has sent. */
const identitySpecSchema = z.strictObject({
  uid: z.guid(),
  name: z.string().min(1),
  timezone: z
    .string()
    .refine((name) => IANAZone.isValidZone(name), "not an IANA time zone")
    .default("Europe/Zurich"),
  connected: z.boolean().default(true),
  /** Invitations pending at the epoch, exactly. Those answered before it come on top and are history. */
  backlog: z.int().min(0).max(100_000).default(0),
  /** The oldest of the backlog was sent at most so many days before the epoch. */
  backlogDays: z
    .int()
    .min(1)
    .max(EXPIRY_DAYS - 1)
    .default(60),
  /** New invitations a day, for ever. A fraction is the chance of one more that day. */
  sendsPerDay: z.number().min(0).max(1_000).default(0),
  sentDateFormat: z.enum([...SENT_DATE_FORMATS, "mixed"]).default("iso"),
  /** Share of invitations whose `sent_date` is nonsense, spread evenly: of 200 with 0.01 there are two, not "about" two. */
  unreadableShare: share.default(0),
  /** Share of invitations that are none to connect but to an event, a page or a newsletter. Their items say so. */
  otherKindShare: share.default(0),
  /** Smart Limit on withdraw calls in a rolling 24 hours. The vendor publishes no number. */
  withdrawLimitPerDay: z.int().min(0).default(100),
  idMinting: idMintingSchema.default("in-order"),
});

/** What a caller writes; everything but `uid` and `name` may be left out. */
export type WorldIdentitySpec = Readonly<z.input<typeof identitySpecSchema>>;
/** The same with its defaults filled in. */
export type IdentitySpec = Readonly<z.output<typeof identitySpecSchema>>;

const fateModelSchema = z
  .strictObject({
    acceptedShare: share,
    declinedShare: share,
    declinesOverDays: z.number().positive().max(EXPIRY_DAYS),
  })
  // A backlog is drawn until enough are still pending; when next to nobody stays pending that would never end.
  .refine((model) => model.acceptedShare + model.declinedShare <= 0.95, "at least 5% must be left unanswered");

/** Everything the past and the future of a world follow from. Plain data: it is the first line of a journal. */
export const worldSpecSchema = z
  .strictObject({
    seed: z.int(),
    /** Instant at which the backlog stands as specified and from which on invitations are sent. ISO 8601. */
    epoch: z.iso.datetime(),
    identities: z.array(identitySpecSchema),
    /** Share of invitations whose recipient another identity invites too, so that there are duplicates to find. */
    sharedPeopleShare: share.default(0),
    fates: fateModelSchema.default(PUBLISHED_FATES),
  })
  .refine(({ identities }) => new Set(identities.map(({ uid }) => uid)).size === identities.length, {
    path: ["identities"],
    message: "the same uid twice",
  });

/** How a world is asked for. `seed` is any whole number. */
export interface WorldRequest {
  readonly seed: number;
  readonly epoch: Date;
  readonly identities: readonly WorldIdentitySpec[];
  /** Default 0. */
  readonly sharedPeopleShare?: number | undefined;
  /** Default: the published curve with an assumed 6% of declines over 60 days. */
  readonly fates?: FateModel | undefined;
}

export type WorldSpec = Readonly<z.output<typeof worldSpecSchema>>;

/** Checks a request and fills in its defaults. Throws one line naming every fault by its path. */
export function resolveWorld(request: WorldRequest): WorldSpec {
  const { epoch, ...rest } = request;
  const result = worldSpecSchema.safeParse({ ...rest, epoch: epoch.toISOString() });
  if (!result.success) throw new RangeError(`The sandbox cannot make this world: ${faultsOf(result.error)}.`);
  return result.data;
}

/** Every fault on one line, such as `identities.0.timezone: not an IANA time zone`. */
export function faultsOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
    .join("; ");
}
