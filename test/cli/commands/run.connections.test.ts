import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import type { FieldConnection, FieldInvitation } from "../../helpers/field-state.ts";
import { ledgerIn } from "../../helpers/memory-folders.ts";
import { ANA } from "../../helpers/test-bed.ts";

const ago = (ms: number): string => later(new Date(), -ms).toISOString();
const six: readonly FieldInvitation[] = Array.from({ length: 6 }, (_, index) => ({
  ...{ id: 7_500_000_000_000_003_000n + BigInt(index), sent_date: ago(10 * DAY_MS + index), profile_id: 7_000 + index },
}));
const connected = (profile_id: number, ms: number): FieldConnection => ({ profile_id, connected_at: ago(ms) });
const older = (count: number) =>
  Array.from({ length: count }, (_, index) => connected(9_000 + index, (90 + index) * DAY_MS));
const state = (left: number, connections: readonly FieldConnection[] = []) => ({
  identities: { [ANA]: { name: "Ana", invitations: six.slice(left), connections } },
});

/** A data folder after a run over all six; `next` lets so many leave the list and lifts the gap since the last call. */
async function afterFirstRun() {
  const api = await fieldApi(state(0));
  api.become(() => state(0));
  const root = temporaryFolder();
  const command = (line: string, ...more: readonly string[]) =>
    sweeper([...line.split(" "), ...more, "--edges", "real", "--data", root], { env: api.env });
  const next = async (left: number, connections: readonly FieldConnection[]) => {
    api.become(() => state(left, connections));
    const { ledger: place } = dataLayout(root, api.env.EDGES_BASE_URL);
    const { ledger, close } = await ledgerIn(place);
    const { version } = await ledger.identities.find(ANA);
    await ledger.identities.replaceGate(ANA, version, FRESH_GATE);
    await close();
  };
  await command("run");
  return { command, next };
}

describe("who left the list and is in the connections without a date", () => {
  it("is in the table as unresolved, with what that means and what comes of it, until a run can tell", async () => {
    const { command, next } = await afterFirstRun();
    await next(2, [{ ...connected(7_000, 0), extra: { connected_at: "__absent__" } }, ...older(2)]);
    const run = await command("run");
    const runs = await command("runs");
    const json = JSON.parse((await command("runs --json")).out);

    await next(2, [connected(7_000, HOUR_MS), ...older(2)]);
    const later = await command("run");

    // Who `run` has just listed has a name; `runs` asks nobody for one.
    const shown = ANA.slice(0, 8);
    for (const [{ out }, who] of [
      [run, `Ana (${shown})`],
      [runs, shown],
    ] as const) {
      expect(out).toContain(
        `${who}: 1 invitation left the list and is unresolved: the connections could not be read to `,
      );
      expect(out).toContain("the next run looks again");
    }
    expect(run.out).toMatch(/ gone {2,}unresolved {2,}held back .*\n.* 1 {2,}1\n/);
    expect(runs.out).toMatch(/ queued {2,}unresolved {2,}held back .*\n.* 0 {2,}1\n/);
    expect(json[0].sweeps).toMatchObject([{ unresolved: 1, gone: 1 }]);
    expect(later.out).not.toContain("unresolved");
    expect((await command("outcomes")).out).toMatch(/7500000000000003000 +accepted/);
  });
});

describe("an acceptance that was taken for gone", () => {
  it("is mended by a later run, which says so, in an event too; then nobody may invite the person", async () => {
    const { command, next } = await afterFirstRun();
    await next(1, older(2));
    await command("run");
    const before = { outcomes: await command("outcomes"), canInvite: await command("can-invite 7000") };
    await next(2, [...older(2), connected(7_000, HOUR_MS)]);
    const told = `${temporaryFolder()}/told.ndjson`;

    const { out } = await command("run --on-event", `cat >> ${told}`);

    expect(before.outcomes.out).toMatch(/7500000000000003000 +gone/);
    expect(before.canInvite.code).toBe(0);
    expect(out).toContain(
      `Ana (${ANA.slice(0, 8)}): 1 invitation taken for gone by an earlier run: the person is connected, so accepted`,
    );
    expect((await command("outcomes")).out).toMatch(/7500000000000003000 +accepted/);
    const after = await command("can-invite 7000");
    expect([after.code, after.out]).toEqual([3, expect.stringContaining("is connected to them since")]);
    const events = readFileSync(told, "utf8").trim().split("\n");
    const details = events.map((line) => JSON.parse(line).detail).filter(({ personId }) => personId === "7000");
    expect(details).toMatchObject([{ outcome: "accepted", replaces: "gone" }]);
  });

  it("is mended by `reconcile`, and shown among what it mended", async () => {
    const { command, next } = await afterFirstRun();
    await next(1, older(2));
    await command("run");
    await next(2, [connected(7_000, HOUR_MS), ...older(2)]);

    const { out, code } = await command(`reconcile ${ANA} --yes`);

    expect(code).toBe(0);
    expect(out).toMatch(/7500000000000003000 +gone +accepted/);
    expect(out).toMatch(/7500000000000003001 +pending +gone/);
    expect(out).toContain("2 invitations mended, as run reconcile-");
  });
});
