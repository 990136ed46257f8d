import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { drain, edgesAt } from "../edges/helpers/edges.ts";
import { fieldApi } from "./field-api.ts";
import { fieldBed } from "./field-bed.ts";
import { type FieldInvitation, type FieldState, readFieldState } from "./field-state.ts";
import { ANA, BEN } from "./test-bed.ts";

const invitation = (index: number, more: Partial<FieldInvitation> = {}): FieldInvitation => ({
  id: 7_500_000_000_000_000_000n + BigInt(index),
  sent_date: "2026-10-01T12:00:00.000Z",
  profile_id: 1000 + index,
  ...more,
});
const worldOf = (count: number, more: Partial<FieldState> = {}): FieldState => ({
  identities: { [ANA]: { name: "Ana", invitations: Array.from({ length: count }, (_, index) => invitation(index)) } },
  ...more,
});

async function clientOf(...given: Parameters<typeof fieldApi>) {
  const api = await fieldApi(...given);
  const { client } = edgesAt(api.env.EDGES_BASE_URL, { apiKey: async () => api.env.EDGES_API_KEY, maxPages: 5 });
  return { api, client };
}

describe("the API over a case's world", () => {
  it("lists in pages of a hundred behind cursors, in the order of the state, without those that are not pending", async () => {
    const state = worldOf(250);
    const { client } = await clientOf({
      identities: {
        [ANA]: { name: "Ana", invitations: [invitation(999, { status: "accepted" }), ...invitationsOf(state)] },
      },
    });

    const [pages, end] = await drain(client.listSentInvitations(ANA));

    expect(end).toEqual({ state: "complete" });
    expect(pages.map(({ invitations }) => invitations.length)).toEqual([100, 100, 50]);
    expect(pages.flatMap(({ invitations }) => invitations.map(({ invitationId }) => invitationId))).toEqual(
      invitationsOf(state).map(({ id }) => String(id)),
    );
  });

  it("reads a case's file with every digit of its ids", () => {
    const path = join(import.meta.dirname, "../cli/commands/cases/linkedin-member.json");

    const ids = invitationsOf(readFieldState(path)).map(({ id }) => String(id));

    expect(ids).toEqual([1, 2, 3, 4, 5, 6].map((last) => `750000000000000200${last}`));
  });

  it("moves instants to be as old as they were, and leaves other texts", async () => {
    const now = new Date("2030-01-01T14:00:00.000Z");
    const invitations = [invitation(1, { sent_date: "2026-11-27T14:00:00.000Z" }), invitation(2, { sent_date: "3w" })];
    const { client } = await clientOf({ identities: { [ANA]: { name: "Ana", invitations } } }, { now });

    const [pages] = await drain(client.listSentInvitations(ANA));

    expect(pages[0]?.invitations.map(({ sentDate }) => sentDate)).toEqual([later(now, -DAY_MS).toISOString(), "3w"]);
  });

  it("shows connections in the order of the state, and identities with their connection", async () => {
    const connections = [5, 3, 4].map((day) => ({ profile_id: day, connected_at: `2026-11-0${day}T00:00:00.000Z` }));
    const { client } = await clientOf({
      identities: {
        [ANA]: { name: "Ana", invitations: [], connections },
        [BEN]: { name: "Ben", invitations: [], auth: false },
      },
    });

    const [pages] = await drain(client.listConnectionsSince(ANA, new Date(0)));
    const identities = await client.listIdentities();

    expect(pages.flatMap((page) => page.connections.map(({ personId }) => personId))).toEqual(["5", "3", "4"]);
    expect(identities).toMatchObject({
      identities: [
        { identityId: ANA, connected: true },
        { identityId: BEN, connected: false },
      ],
    });
  });

  it("answers with its faults as often as they say", async () => {
    const urn = "urn:li:fsd_invitation:7500000000000000001";
    const match = { action: "linkedin-withdraw-invitation", urn };
    const bed = await fieldBed(worldOf(2, { faults: [{ match, do: "status:424:STATUS_404", times: 99 }] }));

    const sweeps = await bed.run();

    expect(sweeps.get(ANA)).toMatchObject({ listed: 2, queued: 2 });
    expect(bed.api.calls.filter((call) => call.urn === urn)).toHaveLength(1);
    expect(bed.api.withdrawn).toEqual(["urn:li:fsd_invitation:7500000000000000000"]);
    expect(await bed.outcomes()).toMatchObject([{ outcome: "withdrawn", invitationId: "7500000000000000000" }]);
  });

  it("becomes another world, and the clock goes on alone", async () => {
    const bed = await fieldBed(worldOf(1));
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become((now) => ({
      ...now,
      identities: {
        [ANA]: {
          ...{ name: "Ana", invitations: [] },
          connections: [{ profile_id: 1000, connected_at: bed.workspace.clock.now().toISOString() }],
        },
      },
    }));
    // The first empty list after one that was not is not believed.
    await bed.run();
    bed.advance(1);

    await bed.run();

    expect(await bed.outcomes()).toMatchObject([{ outcome: "accepted" }]);
    expect(bed.warnings.map(({ message }) => message)).toEqual([]);
  });
});

const invitationsOf = (state: FieldState) => state.identities[ANA]?.invitations ?? [];
