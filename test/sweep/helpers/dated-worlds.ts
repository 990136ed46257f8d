import fc from "fast-check";
import type { SentInvitation } from "../../../lib/domain/invitation.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../../lib/domain/time.ts";
import type { EdgesClient } from "../../../lib/edges/client.ts";

/** Nine in the morning; every later run comes a day after the one before. */
export const BEGIN = new Date("2026-11-02T09:00:00.000Z");
export const RUNS = 4;

const FORMS = [
  ...["iso", "iso-date", "epoch-s", "written", "rfc-2822", "relative", "short", "german", "french", "unreadable"],
] as const;
type Form = (typeof FORMS)[number];

export interface DatedInvitation {
  readonly identity: number;
  readonly person: number;
  /** True sending instant, in milliseconds from `BEGIN`. */
  readonly sentMs: number;
  readonly form: Form;
  readonly sequence: number;
}

/** How the world's ids come to be: by the sending instant, by chance, or by an instant so many hours off. */
export type Minting = "in-order" | "out-of-order" | { readonly hours: number };

export interface DatedWorld {
  readonly identities: number;
  readonly invitations: readonly DatedInvitation[];
  readonly minting: Minting;
  /** Trials that earlier runs have counted. */
  readonly trials: number;
  /** Pages round down, or to the nearest. */
  readonly rounds: "down" | "nearest";
  readonly policy: {
    readonly thresholdDays: number;
    readonly keepPendingBelow: number | null;
    readonly ageFromIds: "auto" | "off";
  };
}

const invitations = (identities: number) =>
  fc.uniqueArray(
    fc.record({
      identity: fc.nat({ max: identities - 1 }),
      person: fc.nat({ max: 4 }),
      sentMs: fc.oneof(
        fc.integer({ min: -75 * DAY_MS, max: 0 }),
        // Around the floor and the thresholds, and after the first lists.
        fc.integer({ min: -23 * DAY_MS, max: -5 * DAY_MS }),
        fc.integer({ min: 0, max: RUNS * DAY_MS }),
      ),
      form: fc.constantFrom(...FORMS),
      sequence: fc.nat({ max: 4_194_303 }),
    }),
    { selector: (one) => `${one.identity}/${one.person}`, minLength: 2, maxLength: 10 },
  );

export const datedWorlds: fc.Arbitrary<DatedWorld> = fc.integer({ min: 2, max: 3 }).chain((identities) =>
  fc
    .record({
      identities: fc.constant(identities),
      invitations: invitations(identities),
      minting: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Minting>("in-order") },
        { weight: 1, arbitrary: fc.constant<Minting>("out-of-order") },
        { weight: 1, arbitrary: fc.constantFrom(-30, 30, 100, -1_000).map((days): Minting => ({ hours: days * 24 })) },
      ),
      trials: fc.constantFrom(0, 19, 20, 500),
      rounds: fc.constantFrom("down" as const, "nearest" as const),
      policy: fc.record({
        thresholdDays: fc.constantFrom(7, 14, 21),
        keepPendingBelow: fc.option(fc.integer({ min: 1, max: 4 })),
        ageFromIds: fc.constantFrom("auto" as const, "auto" as const, "off" as const),
      }),
    })
    // Ids that were believed once were minted in order then.
    .map((world) => (world.minting === "in-order" ? world : { ...world, trials: 0 })),
);

export const identityOf = (index: number): string => `${String(index + 1).repeat(8)}-1111-4111-8111-111111111111`;
export const sentAtOf = ({ sentMs }: DatedInvitation): number => BEGIN.getTime() + sentMs;

export function idOf({ minting }: DatedWorld, one: DatedInvitation): string {
  const sent = sentAtOf(one);
  const byChance = BEGIN.getTime() - ((one.sequence * 7_919) % 700) * DAY_MS;
  const ms = minting === "in-order" ? sent : minting === "out-of-order" ? byChance : sent + minting.hours * HOUR_MS;
  // Unique in a world: identity and person are.
  const low = ((one.sequence >> 8) << 8) | (one.identity * 8 + one.person);
  return String((BigInt(ms) << 22n) | BigInt(low));
}

const UNITS = [
  { ms: 30 * DAY_MS, en: "month", short: "mo", de: ["Monat", "Monaten"], fr: ["mois", "mois"] },
  { ms: 7 * DAY_MS, en: "week", short: "w", de: ["Woche", "Wochen"], fr: ["semaine", "semaines"] },
  { ms: DAY_MS, en: "day", short: "d", de: ["Tag", "Tagen"], fr: ["jour", "jours"] },
  { ms: HOUR_MS, en: "hour", short: "h", de: ["Stunde", "Stunden"], fr: ["heure", "heures"] },
  { ms: MINUTE_MS, en: "minute", short: "m", de: ["Minute", "Minuten"], fr: ["minute", "minutes"] },
] as const;

function dateOf({ rounds }: DatedWorld, one: DatedInvitation, now: number): string | number {
  const sent = new Date(sentAtOf(one));
  const iso = sent.toISOString();
  const age = now - sent.getTime();
  const unit = UNITS.find(({ ms }) => age >= ms) ?? UNITS[4];
  const count = Math.max(1, rounds === "down" ? Math.floor(age / unit.ms) : Math.round(age / unit.ms));
  const plural = count === 1 ? 0 : 1;
  switch (one.form) {
    case "iso":
      return iso;
    case "iso-date":
      return iso.slice(0, 10);
    case "epoch-s":
      return Math.floor(sent.getTime() / 1_000);
    case "written":
      return new Intl.DateTimeFormat("en-US", {
        month: "short",
        day: "numeric",
        year: "numeric",
        timeZone: "UTC",
      }).format(sent);
    case "rfc-2822":
      return sent.toUTCString().replace("GMT", "+0000");
    case "relative":
      return `${count} ${unit.en}${plural === 1 ? "s" : ""} ago`;
    case "short":
      return `${count}${unit.short}`;
    case "german":
      return `vor ${count} ${unit.de[plural]}`;
    case "french":
      return `il y a ${count} ${unit.fr[plural]}`;
    case "unreadable":
      return "a while back";
  }
}

export interface Call {
  readonly one: DatedInvitation;
  readonly at: number;
  /** Pending to the same person at that moment, from whichever identity. */
  readonly others: readonly DatedInvitation[];
}

/** The API over a world, in this process, as it stands at `now`. */
export function datedApi(world: DatedWorld, now: () => number): EdgesClient & { readonly calls: Call[] } {
  const gone = new Set<string>();
  const calls: Call[] = [];
  const pending = () => world.invitations.filter((one) => sentAtOf(one) <= now() && !gone.has(idOf(world, one)));
  const itemOf = (one: DatedInvitation): SentInvitation => ({
    ...{ invitationId: idOf(world, one), urn: `urn:li:fsd_invitation:${idOf(world, one)}` },
    ...{
      personId: String(30_000_001 + one.person),
      salesNavigatorId: null,
      kind: "CONNECTION",
      sentDate: dateOf(world, one, now()),
    },
    person: { fullName: null, jobTitle: null, profileUrl: `https://www.linkedin.com/in/person-${one.person}` },
  });
  const everybody = () =>
    Array.from({ length: world.identities }, (_, index) => ({
      ...{ identityId: identityOf(index), name: `Identity ${index}`, connected: true, timezone: "UTC", statuses: [] },
    }));
  return {
    calls,
    async listIdentities() {
      return { ok: true, identities: everybody(), malformed: 0 };
    },
    async *pagesOfIdentities() {
      yield { identities: everybody(), malformed: 0, next: null };
      return { state: "complete" };
    },
    async *listSentInvitations(identityId) {
      const shown = pending().filter((one) => identityOf(one.identity) === identityId);
      yield { invitations: shown.map(itemOf), malformed: [], repeated: [], repeats: 0, next: null } as never;
      return { state: "complete" };
    },
    // biome-ignore lint/correctness/useYield: nobody has connected
    async *listConnectionsSince() {
      return { state: "complete" };
    },
    async withdrawInvitation({ invitationId }) {
      const one = pending().find((other) => idOf(world, other) === invitationId);
      if (one === undefined) throw new Error(`called for ${invitationId}, which is not pending`);
      const others = pending().filter((other) => other !== one && other.person === one.person);
      calls.push({ one, at: now(), others });
      gone.add(invitationId);
      return { kind: "done" };
    },
    startWithdrawRun: () => Promise.reject(new Error("nobody asks")),
    readWithdrawRun: () => Promise.reject(new Error("nobody asks")),
    readWithdrawRunOutputs: () => Promise.reject(new Error("nobody asks")),
    checkApiKey: async () => null,
    clockOffsetMs: () => null,
    async close() {},
  };
}
