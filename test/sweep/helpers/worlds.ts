import fc from "fast-check";
import type { SentInvitation } from "../../../lib/domain/invitation.ts";
import { DAY_MS, HOUR_MS } from "../../../lib/domain/time.ts";
import type { EdgesClient } from "../../../lib/edges/client.ts";
import type { EdgesFailure } from "../../../lib/edges/errors.ts";
import type { MalformedItem } from "../../../lib/edges/sent-invitations.ts";
import { readSentInvitation } from "../../../lib/edges/sent-invitations.ts";

/** Nine in the morning, so that no bare date comes of age within the hours that a world is played for. */
export const BEGIN = new Date("2026-11-02T09:00:00.000Z");

export type DateForm = "iso" | "iso-date" | "epoch-s" | "epoch-ms" | "relative" | "unreadable";

export interface WorldInvitation {
  readonly identity: number;
  readonly person: number;
  readonly ageDays: number;
  /** Hours beyond the whole days: far from the edge of a day. */
  readonly hours: number;
  readonly form: DateForm;
  /** What the ledger holds of it before the first preview. */
  readonly before: "nothing" | "open" | "gone" | "withdrawn" | "withdrawn-unconfirmed";
}

export interface World {
  readonly identities: number;
  readonly invitations: readonly WorldInvitation[];
  readonly flags: readonly {
    readonly person: number;
    readonly kind: "protected" | "do-not-contact" | "customer" | "icp-mismatch";
    readonly by: "id" | "address";
  }[];
  /** Identities whose list breaks off after its first half. */
  readonly partial: readonly number[];
  /** Identities that need a person: for a lost connection, which is back, or for answers nobody knows. */
  readonly needsPerson: readonly { readonly identity: number; readonly why: "AUTH_EXPIRED" | "outcomes-not-known" }[];
  readonly policy: {
    readonly dailyCap: number;
    readonly runCap: number;
    readonly keepPendingBelow: number | null;
    readonly holdout: { readonly share: number; readonly maxAgeDays: number } | null;
    readonly maxUnreadableShare: number;
  };
}

const PEOPLE = 8;

export const worlds: fc.Arbitrary<World> = fc.integer({ min: 2, max: 4 }).chain((identities) => {
  const identity = fc.nat({ max: identities - 1 });
  const person = fc.nat({ max: PEOPLE - 1 });
  return fc.record({
    identities: fc.constant(identities),
    invitations: fc.uniqueArray(
      fc.record({
        identity,
        person,
        ageDays: fc.nat({ max: 60 }),
        hours: fc.integer({ min: 5, max: 12 }),
        form: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom<DateForm>("iso", "iso-date", "epoch-s", "epoch-ms", "relative") },
          { weight: 1, arbitrary: fc.constant<DateForm>("unreadable") },
        ),
        before: fc.oneof(
          { weight: 4, arbitrary: fc.constant("nothing" as const) },
          { weight: 2, arbitrary: fc.constant("open" as const) },
          {
            weight: 1,
            arbitrary: fc.constantFrom("gone" as const, "withdrawn" as const, "withdrawn-unconfirmed" as const),
          },
        ),
      }),
      { selector: (one) => `${one.identity}/${one.person}`, minLength: 2, maxLength: 24 },
    ),
    flags: fc.array(
      fc.record({
        person,
        kind: fc.constantFrom("protected", "do-not-contact", "customer", "icp-mismatch"),
        by: fc.constantFrom("id", "address"),
      }),
      { maxLength: 4 },
    ),
    partial: fc.uniqueArray(identity, { maxLength: 1 }),
    needsPerson: fc.uniqueArray(fc.record({ identity, why: fc.constantFrom("AUTH_EXPIRED", "outcomes-not-known") }), {
      selector: (one) => one.identity,
      maxLength: 1,
    }),
    policy: fc.record({
      dailyCap: fc.integer({ min: 1, max: 6 }),
      runCap: fc.oneof(fc.constant(500), fc.integer({ min: 1, max: 8 })),
      keepPendingBelow: fc.option(fc.integer({ min: 1, max: 6 })),
      holdout: fc.option(fc.record({ share: fc.constantFrom(0.2, 0.5), maxAgeDays: fc.constant(45) })),
      maxUnreadableShare: fc.constantFrom(0.01, 1),
    }),
  });
});

export const identityOf = (index: number): string => `${String(index + 1).repeat(8)}-1111-4111-8111-111111111111`;
export const personOf = (index: number): string => String(30_000_001 + index);
export const addressOf = (index: number): string => `https://www.linkedin.com/in/person-${index}`;
export const sentAtOf = ({ ageDays, hours }: WorldInvitation): Date =>
  new Date(BEGIN.getTime() - ageDays * DAY_MS - hours * HOUR_MS);
export const invitationIdOf = ({ identity, person }: WorldInvitation): string =>
  String(7_400_000_000_000_000_000n + BigInt(identity) * 1_000n + BigInt(person));

function sentDate(one: WorldInvitation): string | number {
  const at = sentAtOf(one);
  switch (one.form) {
    case "iso":
      return at.toISOString();
    case "iso-date":
      return at.toISOString().slice(0, 10);
    case "epoch-s":
      return Math.floor(at.getTime() / 1_000);
    case "epoch-ms":
      return at.getTime();
    case "relative":
      return one.ageDays >= 30 ? `${Math.floor(one.ageDays / 30)} months ago` : `${one.ageDays} days ago`;
    case "unreadable":
      return "a while back";
  }
}

const itemOf = (one: WorldInvitation) => ({
  linkedin_invitation_id: invitationIdOf(one),
  linkedin_invitation_urn: `urn:li:fsd_invitation:${invitationIdOf(one)}`,
  linkedin_profile_id: Number(personOf(one.person)),
  linkedin_profile_url: addressOf(one.person),
  sent_date: sentDate(one),
  full_name: `Person ${one.person}`,
});

/** The API over a world, in this process; `calls` are the invitations it was asked to withdraw, in order. */
export function apiOf(world: World): EdgesClient & { readonly calls: string[] } {
  const gone = new Set<string>();
  const calls: string[] = [];
  const listed = (identityId: string) =>
    world.invitations.filter(
      (one) => identityOf(one.identity) === identityId && one.before !== "gone" && !gone.has(invitationIdOf(one)),
    );
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
      const items = listed(identityId).map((one) => readSentInvitation(itemOf(one)));
      const breaks = world.partial.some((index) => identityOf(index) === identityId);
      const shown = breaks ? items.slice(0, Math.ceil(items.length / 2)) : items;
      const isFit = (item: SentInvitation | MalformedItem): item is SentInvitation => !("faults" in item);
      yield { invitations: shown.filter(isFit), repeated: [], malformed: [], repeats: 0, next: null };
      return breaks ? { state: "partial", failure: BROKEN_OFF } : { state: "complete" };
    },
    // biome-ignore lint/correctness/useYield: nobody has connected
    async *listConnectionsSince() {
      return { state: "complete" };
    },
    async withdrawInvitation({ identityId, invitationId }) {
      calls.push(`${identityId}/${invitationId}`);
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

const BROKEN_OFF: EdgesFailure = {
  ...{ effect: "maybe", sent: true },
  ...{ reaction: "not-known", label: null, ref: null, status: 502, scope: null, until: null, unlisted: false },
  ...{ endsBy: null, method: "POST", address: "http://edges.test/list", why: "status 502" },
};
