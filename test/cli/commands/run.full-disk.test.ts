import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startSweeper, sweeper } from "../../helpers/command-line.ts";
import { smallFolder } from "../../helpers/small-folder.ts";

/** POSIX counts the limit on a file's size in these. */
const BLOCK = 512;

/** A live run in a process that can let no file become larger: the write that would is refused, as on a full disk. */
const runWithin = (bytes: number, data: string) =>
  startSweeper(["run", "--live", "--data", data], { shell: `ulimit -f ${Math.floor(bytes / BLOCK)}; "$@"` }).ended;

const ledgerIn = (data: string): string => join(data, "sandbox", "ledger");

/** Of the largest file of the ledger, its log of writes; 0 while there is none. */
function logBytes(data: string): number {
  const names = existsSync(ledgerIn(data)) ? readdirSync(ledgerIn(data)) : [];
  return Math.max(
    0,
    ...names.map((name) => statSync(join(ledgerIn(data), name), { throwIfNoEntry: false })?.size ?? 0),
  );
}

/** What really was withdrawn, by the sandbox's own journal. */
function withdrawnIn(data: string): string[] {
  const lines = readFileSync(join(data, "sandbox", "edges.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
  const effects = lines.map((line): { effect: string; urn: string; took: boolean } => JSON.parse(line));
  return effects
    .filter(({ effect, took }) => effect === "withdraw-call" && took)
    .map(({ urn }) => urn.split(":").at(-1) ?? "");
}

async function bookedIn(data: string): Promise<string[]> {
  const { out } = await sweeper(["outcomes", "--json", "--outcome", "withdrawn", "--data", data]);
  return JSON.parse(out).map(({ invitationId }: { invitationId: string }) => invitationId);
}

/** How large the log of a whole run becomes: looked at while it runs, because it is packed when the run ends. */
async function wholeRun(): Promise<{ readonly bytes: number; readonly withdrawn: number }> {
  const data = smallFolder(60);
  let bytes = 0;
  const looking = setInterval(() => {
    bytes = Math.max(bytes, logBytes(data));
  }, 5);
  await startSweeper(["run", "--live", "--data", data]).ended;
  clearInterval(looking);
  return { bytes, withdrawn: withdrawnIn(data).length };
}

// Windows has no such limit.
describe.skipIf(process.platform === "win32")("a run whose ledger can grow no more", () => {
  it("says so in one line, and the next one goes on where it was: nothing lost, nothing withdrawn unbooked", {
    timeout: 120_000,
  }, async () => {
    const whole = await wholeRun();

    // While the lists are recorded, and while withdrawals are booked, which is the last quarter.
    for (const share of [0.3, 0.9]) {
      const data = smallFolder(60);
      const stopped = await runWithin(whole.bytes * share, data);
      const before = withdrawnIn(data);

      expect({ ...stopped, target: null }).toEqual({
        ...{ code: 1, out: "", target: null },
        err: `data folder ${ledgerIn(data)} cannot be written to: the file is as large as the system lets it become (EFBIG). Raise the limit on the size of files (ulimit -f) and start the command again; what is recorded is kept.\n`,
      });
      if (share === 0.9) expect(before.length).toBeGreaterThan(0);
      expect(before.length).toBeLessThan(whole.withdrawn);

      const next = await sweeper(["run", "--live", "--data", data]);
      const after = withdrawnIn(data);
      const booked = await bookedIn(data);

      expect(next.code).toBe(0);
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after.length).toBeGreaterThan(before.length);
      expect(new Set(after).size).toBe(after.length);
      expect(booked.toSorted()).toEqual(after.toSorted());
    }
  });
});
