import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../../project.ts";
import { replaceFile } from "../data-layout.ts";

/** Everything a template is made from. A change of any of them makes it anew. */
const SOURCES = [
  "bin/app.ts",
  "cdk.json",
  "package.json",
  "lib/stack.ts",
  "lib/config.ts",
  "lib/project.ts",
  "lib/config",
  "lib/contract",
  "lib/domain",
  "lib/edges",
  "lib/infra",
];
const CACHE = join(PROJECT, "node_modules/.cache/invite-sweeper");

/**
 * The stack's template, so that local mode runs what is deployed. Synthesized once for a state of the sources, without
 * the bundles; kept under `node_modules/.cache`. Throws with the list of faults when `cdk.json` has any.
 */
export async function synthesizedTemplate(): Promise<unknown> {
  const kept = join(CACHE, `${fingerprint()}.template.json`);
  if (!existsSync(kept)) replaceFile(kept, await synthesize());
  return JSON.parse(readFileSync(kept, "utf8"));
}

async function synthesize(): Promise<string> {
  const cdkJson = JSON.parse(readFileSync(join(PROJECT, "cdk.json"), "utf8"));
  const context = { ...cdkJson.context, "aws:cdk:bundling-stacks": [] };
  const folder = mkdtempSync(join(tmpdir(), "invite-sweeper-synth-"));
  try {
    const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) };
    await promisify(execFile)(process.execPath, ["--import", "tsx", "bin/app.ts"], { cwd: PROJECT, env });
    const template = readdirSync(folder).find((name) => name.endsWith(".template.json"));
    if (template === undefined) throw new Error("the stack was synthesized without a template");
    return readFileSync(join(folder, template), "utf8");
  } catch (error) {
    const told = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    throw told === "" ? error : new Error(told, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesUnder(join(PROJECT, source)))) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 32);
}

function filesUnder(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
