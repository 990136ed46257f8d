import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readClockLead } from "../../lib/local/clock-lead.ts";
import { dataLayout } from "../../lib/local/data-layout.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { openLocalLedger } from "../../lib/local/local-ledger.ts";
import { startSweeper, temporaryFolder } from "../helpers/command-line.ts";
import { idOf } from "../helpers/test-bed.ts";

interface WithdrawEffect {
  readonly identityId: string;
  readonly urn: string;
  readonly took: boolean;
}

/** Withdraw calls that LinkedIn saw, from the sandbox's journal; an unfinished last line does not count. */
function effectsIn(journal: string): WithdrawEffect[] {
  if (!existsSync(journal)) return [];
  const whole = readFileSync(journal, "utf8").split("\n").slice(0, -1);
  return whole.slice(1).flatMap((line) => {
    const effect = JSON.parse(line) as WithdrawEffect & { readonly effect: string };
    return effect.effect === "withdraw-call" ? [effect] : [];
  });
}

/** Resolves once the journal holds so many withdraw calls, or the process has ended. */
async function effectsReach(journal: string, count: number, ended: Promise<unknown>): Promise<void> {
  mkdirSync(join(journal, ".."), { recursive: true });
  await new Promise<void>((resolve) => {
    const watcher = watch(join(journal, ".."), () => {
      if (effectsIn(journal).length >= count) finish();
    });
    const finish = () => {
      watcher.close();
      resolve();
    };
    void ended.then(finish);
  });
}

async function statesIn(data: string, effects: readonly WithdrawEffect[]) {
  const folder = dataLayout(data, null);
  const clock = createFastForwardClock(readClockLead(folder));
  const { ledger, close } = await openLocalLedger(folder.ledger, clock, 730);
  try {
    const states = new Map<string, string>();
    for (const { identityId, urn } of effects) {
      states.set(urn, (await ledger.invitations.find(identityId, idOf(urn)))?.state ?? "unknown");
    }
    let withdrawn = 0;
    const query = { since: new Date(clock.now().getTime() - 40 * 86_400_000), until: clock.now() };
    for await (const { outcome } of ledger.invitations.outcomes(query)) if (outcome === "withdrawn") withdrawn += 1;
    return { states, withdrawn };
  } finally {
    await close();
  }
}

describe("a live run that is killed", () => {
  it.each([1, 6])("after effect %i: the next run heals the ledger and calls nobody twice", async (count) => {
    const data = temporaryFolder();
    const { sandbox: journal } = dataLayout(data, null);
    const first = startSweeper(["run", "--live", "--data", data]);
    await effectsReach(journal, count, first.ended);
    first.child.kill("SIGKILL");
    await first.ended;
    const killed = first.child.signalCode;
    const before = effectsIn(journal);

    const again = await startSweeper(["run", "--live", "--data", data]).ended;

    const effects = effectsIn(journal);
    const took = effects.filter((one) => one.took).map(({ urn }) => urn);
    const calls = (urn: string) => effects.filter((one) => one.urn === urn).length;
    const { states, withdrawn } = await statesIn(data, effects);
    expect(killed).toBe("SIGKILL");
    expect(again.code).toBe(0);
    expect(effects.length).toBeGreaterThan(before.length);
    expect(new Set(took).size).toBe(took.length);
    // Of each identity one answer can have been lost with the process: that one may be asked about once more.
    expect(took.filter((urn) => calls(urn) > 2)).toEqual([]);
    expect(took.filter((urn) => calls(urn) > 1).length).toBeLessThanOrEqual(3);
    expect([...states].filter(([urn, state]) => took.includes(urn) && state !== "withdrawn")).toEqual([]);
    expect(withdrawn).toBe(took.length);
  });
});

describe("Ctrl-C in a live run", () => {
  it("lets the call under way end and be settled, keeps the rest pending and ends with 130", async () => {
    const data = temporaryFolder();
    const { sandbox: journal } = dataLayout(data, null);
    const run = startSweeper(["run", "--live", "--data", data]);
    await effectsReach(journal, 3, run.ended);
    run.child.kill("SIGINT");
    if (run.child.exitCode === null) await once(run.child, "exit");
    const { code, out, err } = await run.ended;

    const effects = effectsIn(journal);
    const { states } = await statesIn(data, effects);
    expect(code).toBe(130);
    expect(err).toContain("Stopping");
    expect(out).toContain("Interrupted");
    expect(effects.length).toBeLessThan(50);
    expect(new Set(states.values())).toEqual(new Set(["withdrawn"]));
  });
});
