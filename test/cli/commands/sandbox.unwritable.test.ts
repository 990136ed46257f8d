import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { main } from "../../../lib/cli/program.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import type { Refusal } from "../../helpers/unwritable.ts";

const disk = vi.hoisted((): { refusal: Refusal | null } => ({ refusal: null }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  const { unwritableFs } = await import("../../helpers/unwritable.ts");
  return { ...fs, ...unwritableFs(fs, () => disk.refusal) };
});
afterEach(() => {
  disk.refusal = null;
});

it("a sandbox whose file cannot be written any more ends with one line", async () => {
  const file = join(temporaryFolder(), "state.ndjson");
  const err: string[] = [];
  let at = (_url: string) => {};
  const listening = new Promise<string>((resolve) => {
    at = resolve;
  });
  const running = main(["sandbox", "--port", "0", "--file", file], {
    ...{
      env: {},
      interactive: false,
      columns: null,
      rows: null,
      confirm: async () => false,
      ask: async () => "",
      progress: () => {},
      onInterrupt: () => () => {},
    },
    out: (text) => at(/http:\S+(?=\/v1)/.exec(text)?.[0] ?? ""),
    err: (text) => void err.push(text),
  });
  const url = await listening;
  disk.refusal = { file: "state.ndjson", code: "ENOSPC" };

  const answer = await fetch(`${url}/admin/advance`, { method: "POST", body: JSON.stringify({ hours: 1 }) });

  expect(answer.status).toBe(500);
  expect(await running).toBe(1);
  expect(err).toEqual([
    `${file} cannot be written: the disk is full (ENOSPC). Free some space and start the command again; what is recorded is kept.`,
  ]);
});
