import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import { fieldBed } from "../../helpers/field-bed.ts";
import { type FieldInvitation, type FieldState, WRITTEN_AT } from "../../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const daysAgo = (days: number): string => later(WRITTEN_AT, -days * DAY_MS).toISOString();
const state = (...invitations: FieldInvitation[]): FieldState => ({
  identities: { [REP]: { name: "rep", invitations } },
});
/** All of them stale by their dates. */
const usual: FieldInvitation = { id: "7500000000000000001", sent_date: daysAgo(60), profile_id: 1001 };
const event: FieldInvitation = {
  ...{ id: "7500000000000000002", sent_date: daysAgo(60), profile_id: 1002 },
  extra: { linkedin_invitation_type: "EVENT" },
};
const unheardOf: FieldInvitation = {
  ...{ id: "7500000000000000003", sent_date: daysAgo(60), profile_id: 1003 },
  extra: { invitation_type: "HOLIDAY" },
};
const urnOf = ({ id }: FieldInvitation) => `urn:li:fsd_invitation:${id}`;

describe("an invitation of another kind", () => {
  it("is shown by a preview as kept for its kind, and counted", async () => {
    const api = await fieldApi(state(usual, event, unheardOf));
    const argv = ["preview", "--edges", "real", "--data", temporaryFolder()];

    const { out } = await sweeper(argv, api);

    expect(out).toMatch(/keep +other-kind/);
    const json = JSON.parse((await sweeper([...argv, "--json"], api)).out);
    const reasons = json.identities[0].plan.map(({ reason }: { reason: string }) => reason);
    expect(reasons.toSorted()).toEqual(["other-kind", "other-kind", "stale"]);
  });

  it("is never called for, enters no ledger, and ends nothing when it leaves the list", async () => {
    const bed = await fieldBed(state(usual, event, unheardOf));

    const sweeps = await bed.run();

    expect(bed.api.withdrawn).toEqual([urnOf(usual)]);
    expect(sweeps.get(REP)?.byReason).toEqual({ stale: 1, "other-kind": 2 });
    expect(await bed.workspace.ledger.invitations.find(REP, String(event.id))).toBeNull();
    bed.advance(1);
    bed.api.become((now) => ({
      ...now,
      identities: {
        [REP]: { name: "rep", invitations: [], connections: [{ profile_id: 1002, connected_at: daysAgo(1) }] },
      },
    }));
    await bed.run();
    expect((await bed.outcomes()).map(({ outcome }) => outcome)).toEqual(["withdrawn"]);
  });

  it("is withdrawn under its own kind where the policy names it", async () => {
    const bed = await fieldBed(state(event, unheardOf));

    await bed.run({ kinds: ["CONNECTION", "EVENT"] });

    expect(bed.api.withdrawn).toEqual([urnOf(event)]);
    const [call] = bed.api.calls.filter(({ urn }) => urn !== null);
    expect(call?.kind).toBe("EVENT");
  });

  it("is kept before the call, once a list has said so of one that the ledger held for a request to connect", async () => {
    const bed = await fieldBed(state({ ...event, extra: {}, sent_date: daysAgo(10) }));
    await bed.run();
    bed.api.become((now) => ({ ...now, identities: state(event).identities }));
    await bed.run({ mode: "dry-run" });
    expect((await bed.workspace.ledger.invitations.find(REP, String(event.id)))?.kind).toBe("EVENT");
    // A list that says nothing of it any more makes no request to connect of it.
    bed.api.become((now) => ({ ...now, identities: state({ ...event, extra: {} }).identities }));

    await bed.run();

    expect(bed.api.withdrawn).toEqual([]);
  });
});
