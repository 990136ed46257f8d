import * as z from "zod/mini";
import { readProfileAddress } from "../core/profile-address.ts";
import { FLAG_KINDS } from "../core/rule.ts";
import { EVENTS_IN } from "./events.ts";
import { MessageError } from "./messages.ts";

/** Whom a wish is about: a person by LinkedIn's id, whoever has an address, or the one invitation. */
export type Whom =
  | { readonly personId: string }
  | { readonly profileAddress: string }
  | { readonly invitationId: string };

export type Wish =
  | {
      readonly kind: "withdraw";
      readonly eventId: string;
      readonly at: Date;
      readonly whom: Whom;
      /** This identity's invitation only; null for whoever invited them. */
      readonly identityId: string | null;
      readonly why: string;
      readonly by: string;
    }
  | {
      readonly kind: "flag";
      readonly eventId: string;
      readonly at: Date;
      readonly whom: Exclude<Whom, { readonly invitationId: string }>;
      readonly as: (typeof FLAG_KINDS)[number];
      readonly note: string | null;
      readonly by: string;
    };

const text = (most: number) => z.string().check(z.minLength(1), z.maxLength(most));
const envelope = z.object({
  id: text(200),
  source: text(256),
  "detail-type": z.enum(EVENTS_IN),
  time: z.iso.datetime({ offset: true }),
});

const withdrawalRequested = z.strictObject({
  invitationUrn: z.optional(z.string().check(z.regex(/^urn:li:(?:fsd_)?invitation:\d{1,30}$/))),
  profileUrl: z.optional(text(2_000)),
  personId: z.optional(z.string().check(z.regex(/^\d{1,30}$/))),
  identityId: z.optional(text(100)),
  reason: text(100),
  requestedBy: text(200),
});

const personFlagged = z.strictObject({
  profileUrl: z.optional(text(2_000)),
  personId: z.optional(z.string().check(z.regex(/^\d{1,30}$/))),
  as: z.enum(FLAG_KINDS),
  note: z.optional(text(500)),
  flaggedBy: text(200),
});

/** @throws MessageError naming every field that does not fit, and no value */
export function parseWish(event: unknown): Wish {
  const { id: eventId, time, "detail-type": detailType } = fit(envelope, "event", event);
  const at = new Date(time);
  const detail = event instanceof Object ? Reflect.get(event, "detail") : undefined;
  if (detailType === EVENTS_IN.personFlagged) {
    const { as, note = null, flaggedBy: by, ...who } = fit(personFlagged, detailType, detail);
    const whom = whomOf(detailType, { personId: who.personId, profileUrl: who.profileUrl });
    if ("invitationId" in whom) throw new MessageError(`not a "${detailType}": it names an invitation`);
    return { kind: "flag", eventId, at, whom, as, note, by };
  }
  const { reason: why, requestedBy: by, identityId = null, ...who } = fit(withdrawalRequested, detailType, detail);
  return { kind: "withdraw", eventId, at, whom: whomOf(detailType, who), identityId, why, by };
}

function whomOf(
  detailType: string,
  given: { invitationUrn?: string | undefined; profileUrl?: string | undefined; personId?: string | undefined },
): Whom {
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  if (named.length !== 1) {
    throw new MessageError(
      `not a "${detailType}": it needs one of ${Object.keys(given).join(", ") || "profileUrl, personId"}, and has ${named.length}`,
    );
  }
  if (given.personId !== undefined) return { personId: given.personId };
  if (given.invitationUrn !== undefined)
    return { invitationId: given.invitationUrn.slice(given.invitationUrn.lastIndexOf(":") + 1) };
  const reading = readProfileAddress(given.profileUrl ?? "");
  if (!reading.ok) throw new MessageError(`not a "${detailType}": profileUrl: ${reading.fault}`);
  return { profileAddress: reading.address };
}

function fit<Schema extends z.ZodMiniType>(schema: Schema, kind: string, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Paths only: a value may be anybody's name, and this text goes to the log and to the dead letters.
  const faults = result.error.issues.map(({ path, code }) => `${path.join(".") || "detail"} (${code})`);
  throw new MessageError(`not a "${kind}": ${faults.join(", ")}`);
}
