import type { Cursor, RowKey } from "./cursor.ts";
import { readCursor } from "./cursor.ts";
import type { WorldEffect } from "./effect.ts";
import type { IdentitySpec, WorldSpec } from "./identity-spec.ts";
import { createOutbox, type Invitation, type InvitationKind } from "./invitations.ts";
import { connectionItem, sentInvitationItem } from "./items.ts";
import { byNewest, cutPage } from "./paging.ts";
import { type Reply, refuse } from "./reply.ts";
import { createRollingLimit } from "./rolling-limit.ts";
import { type TrueState, trueStateAt } from "./true-state.ts";

/** Page sizes are the vendor's and fixed. */
const SENT_PAGE_SIZE = 100;
const CONNECTIONS_PAGE_SIZE = 40;

/** One identity's LinkedIn account. Every `now` is epoch milliseconds; the same question twice has the same answer. */
export interface Account {
  readonly spec: IdentitySpec;
  isConnected(): boolean;
  listSent(cursor: string | null, now: number): Reply;
  listConnections(cursor: string | null, now: number): Reply;
  /** `kind` as the call names it; one that is not the invitation's own finds nothing. */
  withdraw(urn: string, kind: InvitationKind, now: number): Reply;
  /** When a withdraw call may be made: `now` unless the limit is reached. */
  freeAt(now: number): number;
  /** What the vendor's `limits` resource shows for the withdraw action. */
  limits(now: number): object;
  trueStateOf(urn: string, now: number): TrueState | null;
  /** Every invitation sent by `now`, oldest first. */
  trueStates(now: number): TrueState[];
  apply(effect: WorldEffect): void;
}

/** `record` sees each effect before it takes hold: when it throws, nothing has happened. */
export function createAccount(
  world: WorldSpec,
  identity: IdentitySpec,
  slot: number,
  record: (effect: WorldEffect) => void,
): Account {
  const outbox = createOutbox(world, identity, slot);
  const withdrawnAt = new Map<string, number>();
  const limit = createRollingLimit(identity.withdrawLimitPerDay);
  let connected = identity.connected;

  const trueState = (invitation: Invitation, now: number): TrueState =>
    trueStateAt(invitation, withdrawnAt.get(invitation.urn) ?? null, now);

  function list<Row extends RowKey>(
    action: Cursor["action"],
    text: string | null,
    now: number,
    { rows, size, item }: { rows: () => Row[]; size: number; item: (row: Row) => object },
  ): Reply {
    if (!connected) return refuse("NO_VALID_ACCOUNT_CONFIGURED");
    const at = { action, identityId: identity.uid };
    const read = text === null ? firstPage(at, now) : readCursor(text, at, now);
    if (read === null) return refuse("BAD_PARAMETERS", { message: "The cursor is not valid or has expired." });
    const self = { ...read, issuedAt: now };
    const page = cutPage(rows().sort(byNewest), self, size);
    const keys = page.rows.map((row) => ({ at: row.at, id: row.id }));
    return {
      ok: true,
      items: page.rows.map(item),
      sheet: { self, keys, next: page.next, previous: page.previous },
    };
  }

  function apply(effect: WorldEffect): void {
    if (effect.effect === "connection") connected = effect.connected;
    if (effect.effect === "connection" || effect.effect === "run") return;
    if (effect.effect === "run-input" && !effect.called) return;
    limit.count(effect.at);
    if (effect.took) withdrawnAt.set(effect.urn, effect.at);
  }

  return {
    spec: identity,
    isConnected: () => connected,
    listSent: (cursor, now) =>
      list("list", cursor, now, {
        rows: () =>
          outbox
            .sentBy(now)
            .filter((invitation) => trueState(invitation, now).state === "pending")
            .map((invitation) => ({ at: invitation.sentAt, id: invitation.id, invitation })),
        size: SENT_PAGE_SIZE,
        item: ({ invitation }) => sentInvitationItem(world.seed, invitation, identity, now),
      }),
    listConnections: (cursor, now) =>
      list("connections", cursor, now, {
        rows: () =>
          outbox.sentBy(now).flatMap((invitation) => {
            const { state, endedAt } = trueState(invitation, now);
            // Who accepts an event or a page is no connection for it.
            return invitation.kind === "CONNECTION" && state === "accepted" && endedAt !== null
              ? [{ at: endedAt, id: invitation.id, profileId: invitation.profileId }]
              : [];
          }),
        size: CONNECTIONS_PAGE_SIZE,
        item: ({ profileId, at }) => connectionItem(world.seed, profileId, at),
      }),
    withdraw(urn, kind, now) {
      if (!connected) return refuse("NO_VALID_ACCOUNT_CONFIGURED");
      const availableAt = limit.availableAt(now);
      if (availableAt > now) {
        // A refusal is the vendor's own and never reaches LinkedIn, so it does not count against the limit.
        const postponed_until = new Date(availableAt).toISOString();
        return refuse("LIMIT_REACHED", { params: { postponed_until, appendix: "daily" } });
      }
      const invitation = outbox.find(urn, now);
      const took =
        invitation !== undefined && invitation.kind === kind && trueState(invitation, now).state === "pending";
      const effect: WorldEffect = { effect: "withdraw-call", identityId: identity.uid, urn, at: now, took };
      record(effect);
      apply(effect);
      if (!took) return refuse("STATUS_404", { message: "The invitation does not exist or is no longer pending." });
      return {
        ok: true,
        items: [{ linkedin_invitation_id: invitation.id, linkedin_invitation_urn: urn }],
      };
    },
    freeAt: limit.availableAt,
    limits(now) {
      const consumed = limit.consumed(now);
      const availableAt = limit.availableAt(now);
      return {
        max_limit: limit.max,
        consumed,
        remaining: Math.max(0, limit.max - consumed),
        has_reached_limit: availableAt > now,
        available_at: availableAt > now ? new Date(availableAt).toISOString() : null,
      };
    },
    trueStateOf(urn, now) {
      const invitation = outbox.find(urn, now);
      return invitation === undefined ? null : trueState(invitation, now);
    },
    trueStates: (now) => outbox.sentBy(now).map((invitation) => trueState(invitation, now)),
    apply,
  };
}

function firstPage(of: Pick<Cursor, "action" | "identityId">, now: number): Cursor {
  return { ...of, from: null, direction: "next", page: 1, issuedAt: now };
}
