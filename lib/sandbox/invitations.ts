import { createCalendar } from "./calendar.ts";
import { type IdentitySpec, SENT_DATE_FORMATS, type SentDateFormat, type WorldSpec } from "./identity-spec.ts";
import { createIdMint } from "./mint-id.ts";
import { pick, type Rng, seededRng } from "./rng.ts";
import { DAY_MS } from "./time.ts";
import { drawFate, type Fate } from "./truth.ts";

/** An invitation with its fate, both drawn once and never changed. Instants are epoch milliseconds. */
export interface Invitation {
  /** Nineteen digits. */
  readonly id: string;
  readonly urn: string;
  readonly identityId: string;
  readonly profileId: number;
  readonly sentAt: number;
  readonly fate: Fate;
  readonly dateFormat: SentDateFormat;
  readonly unreadable: boolean;
  /** `CONNECTION`, unless the identity sends others too. */
  readonly kind: InvitationKind;
}

export const INVITATION_KINDS = ["CONNECTION", "EVENT", "PAGE", "NEWSLETTER", "FOLLOWER"] as const;
export type InvitationKind = (typeof INVITATION_KINDS)[number];
const OTHER_KINDS = ["EVENT", "PAGE", "NEWSLETTER"] as const;

/** Everything one identity ever sends. */
export interface Outbox {
  /** All invitations sent at or before `now`, oldest first. Days are drawn when first asked for and kept. */
  sentBy(now: number): readonly Invitation[];
  /** One of them by its urn; undefined when it is not known or not sent yet. */
  find(urn: string, now: number): Invitation | undefined;
}

/** Ids of people, a range for each identity; range 0 is for people that several identities invite. */
const PEOPLE_PER_RANGE = 10_000_000;

/** `slot` is the identity's place in the world, from 0. Nothing is drawn before it is asked for. */
export function createOutbox(world: WorldSpec, identity: IdentitySpec, slot: number): Outbox {
  const epoch = Date.parse(world.epoch);
  const calendar = createCalendar(identity.timezone, epoch);
  const mintId = createIdMint(world, identity);
  const isUnreadable = evenly(identity.unreadableShare, seededRng(world.seed, identity.uid, "unreadable"));
  const byUrn = new Map<string, Invitation>();
  let sent: Invitation[] | null = null;
  let afterBacklog = 0;
  let nextDay = 0;
  let sends = 0;

  /** From a stream of its own, so that worlds that differ in the share alone differ in the kinds alone. */
  function kindOf(sequence: number): InvitationKind {
    const rng = seededRng(world.seed, identity.uid, "kind", sequence);
    return rng() < identity.otherKindShare ? pick(rng, OTHER_KINDS) : "CONNECTION";
  }

  /** The `sequence` alone decides everything: which day it falls on is the only thing the caller adds. */
  function draw(sequence: number, dayOf: (rng: Rng) => number): Omit<Invitation, "unreadable"> {
    const rng = seededRng(world.seed, identity.uid, "invitation", sequence);
    const sentAt = calendar.workingInstant(dayOf(rng), rng);
    const fate = drawFate(rng, sentAt, world.fates);
    const id = mintId(sentAt, sequence, rng);
    const drawn = pick(rng, SENT_DATE_FORMATS);
    const dateFormat = identity.sentDateFormat === "mixed" ? drawn : identity.sentDateFormat;
    // The same sequence is shared in every identity, so their people of range 0 are the same ones.
    const shared = seededRng(world.seed, "shared", sequence)() < world.sharedPeopleShare;
    const profileId = PEOPLE_PER_RANGE * (shared ? 1 : slot + 2) + sequence;
    const urn = `urn:li:fsd_invitation:${id}`;
    return { id, urn, identityId: identity.uid, profileId, sentAt, fate, dateFormat, kind: kindOf(sequence) };
  }

  /**
   * Invitations are drawn evenly over the days before the epoch until `backlog` of them are pending at the epoch. The
   * answered ones stay as history, so ages, acceptances and connections look as they would on a real account.
   */
  function drawBacklog(): Invitation[] {
    const drawn: Invitation[] = [];
    let pending = 0;
    while (pending < identity.backlog) {
      const invitation = draw(afterBacklog, (rng) => -Math.floor(rng() * (identity.backlogDays + 1)));
      afterBacklog += 1;
      const { sentAt, fate } = invitation;
      if (sentAt >= epoch || sentAt < epoch - identity.backlogDays * DAY_MS) continue;
      const isPending = fate.at > epoch;
      drawn.push({ ...invitation, unreadable: isPending && isUnreadable(pending) });
      if (isPending) pending += 1;
    }
    return drawn.sort(bySending);
  }

  function drawDay(day: number): Invitation[] {
    const count = Math.floor(identity.sendsPerDay + seededRng(world.seed, identity.uid, "day", day)());
    const first = afterBacklog + day * Math.ceil(identity.sendsPerDay);
    return (
      Array.from({ length: count }, (_, index) => draw(first + index, () => day))
        // The epoch may fall into the first day; what that day held before it belongs to no one.
        .filter(({ sentAt }) => sentAt >= epoch)
        .sort(bySending)
        .map((invitation) => {
          sends += 1;
          return { ...invitation, unreadable: isUnreadable(identity.backlog + sends - 1) };
        })
    );
  }

  function drawUntil(now: number): readonly Invitation[] {
    if (sent === null) keep(drawBacklog());
    while (identity.sendsPerDay > 0 && calendar.workdayStart(nextDay) <= now) {
      keep(drawDay(nextDay));
      nextDay += 1;
    }
    return sent ?? [];
  }

  function keep(invitations: readonly Invitation[]): void {
    sent ??= [];
    sent.push(...invitations);
    for (const invitation of invitations) byUrn.set(invitation.urn, invitation);
  }

  return {
    sentBy(now) {
      const drawn = drawUntil(now);
      const last = drawn.at(-1);
      return last !== undefined && last.sentAt > now ? drawn.filter(({ sentAt }) => sentAt <= now) : drawn;
    },
    find(urn, now) {
      drawUntil(now);
      const invitation = byUrn.get(urn);
      return invitation !== undefined && invitation.sentAt <= now ? invitation : undefined;
    },
  };
}

const bySending = (a: { sentAt: number; id: string }, b: { sentAt: number; id: string }): number =>
  a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1);

/** True for `share` of the numbers 0, 1, 2, …, at even distances from a drawn start. */
function evenly(share: number, rng: Rng): (index: number) => boolean {
  const start = rng();
  return (index) => Math.floor((index + 1) * share + start) > Math.floor(index * share + start);
}
