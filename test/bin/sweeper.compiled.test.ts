import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkoutOf, PROJECT } from "./checkout.ts";

/** `bin/sweeper.mjs` of that project as a process; `said` is all it printed on both outputs. */
async function start(project: string, ...argv: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(project, "bin/sweeper.mjs"), ...argv], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  await once(child, "close");
  return { code: child.exitCode, said };
}

const checkout = () => checkoutOf(["bin", "lib", "package.json", "cdk.json"]);
const VERSION: string = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")).version;
const entriesIn = (project: string) => readdirSync(join(project, "dist")).filter((name) => name.startsWith("sweeper-"));

const inOneLine = (text: string) => text.replace(/\s+/g, " ");

/** Puts other words, as many letters, into the list of commands. */
function reword(project: string, from: string, to: string): void {
  const path = join(project, "lib/cli/command-list.ts");
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  expect(to).toHaveLength(from.length);
  writeFileSync(path, text.replace(from, to));
}

describe("the command line in a checkout", () => {
  it("is compiled once by processes that start at the same time, and each says the same", async () => {
    const project = checkout();
    const all = await Promise.all([1, 2].map(() => start(project, "--version")));

    expect(all).toEqual(all.map(() => ({ code: 0, said: `${VERSION}\n` })));
    expect(entriesIn(project)).toHaveLength(1);
    expect(readdirSync(join(project, "dist")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("never runs what was compiled before a source was changed", async () => {
    const project = checkout();
    const before = await start(project, "--help");
    reword(project, "sends nothing", "sends no mail");
    const after = await start(project, "--help");

    expect(inOneLine(before.said)).toContain("what the scheduled digest would say; sends nothing");
    expect(inOneLine(after.said)).toContain("what the scheduled digest would say; sends no mail");
    expect(entriesIn(project)).toHaveLength(2);
  });

  it("runs its sources where nothing can be compiled, and says nothing of it", async () => {
    const project = checkout();
    writeFileSync(join(project, "dist"), "in the way");

    expect(await start(project, "--version")).toEqual({ code: 0, said: `${VERSION}\n` });
  });
});
