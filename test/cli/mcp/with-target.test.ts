import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Call } from "../../../lib/cli/mcp/tool.ts";
import { toRead, toWrite, toWriteHere } from "../../../lib/cli/mcp/with-target.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";

function callOn(data: string, signal: AbortSignal): Call {
  const io = {
    ...{ env: {}, interactive: false, columns: null, rows: null, out() {}, err() {}, progress() {} },
    confirm: async () => false,
    ask: async () => "",
    onInterrupt: () => () => {},
  };
  const options = { data, edges: "sandbox", target: "sandbox", again: "" } as const;
  return { options, io, signal, ask: async () => ({ status: "given", why: "" }) };
}

it.each([
  ["on any target", toWrite],
  ["in this machine's folder", toWriteHere],
] as const)("what was taken back after a person's yes writes nothing %s, and opens nothing", async (_, write) => {
  const data = join(temporaryFolder(), "not-there-yet");
  let written = false;

  const ended = write(callOn(data, AbortSignal.abort()), async () => {
    written = true;
  });

  await expect(ended).rejects.toThrow("aborted");
  expect(written).toBe(false);
  expect(existsSync(data)).toBe(false);
});

it("a target is closed after a call that failed, for the next one to open", async () => {
  const call = callOn(temporaryFolder(), new AbortController().signal);
  const failing = toWrite(call, async () => {
    throw new Error("its own");
  });

  await expect(failing).rejects.toThrow("its own");
  await expect(toRead(call, async ({ ledger }) => (await ledger.runs.latest(1)).length)).resolves.toBe(0);
});
