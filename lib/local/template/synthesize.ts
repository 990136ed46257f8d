import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, promisify } from "node:util";
import { isPublished, PROJECT } from "../../project.ts";
import { replaceFile } from "../data-layout.ts";

/** Everything a template is made from beside the context. A change of any of them makes it anew. */
const SOURCES = [
  "bin/app.ts",
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
const PUBLISHED_SOURCES = ["package.json", "dist/app.mjs"];
const CACHE = join(PROJECT, "node_modules/.cache/invite-sweeper");

const WITHOUT_CDK =
  "the cdk.json of this folder differs from the package's own, and the CDK, which reads it, is not installed: run `npm install` without --omit=optional";

/**
 * The stack's template, so that local mode runs what is deployed. Synthesized once for a state of the sources and the
 * context, without the bundles; kept under `node_modules/.cache`. Throws with the list of faults when `cdk.json` has any.
 * The published package brings along that of its own cdk.json, and looks first for one in the current folder.
 */
export async function synthesizedTemplate(): Promise<unknown> {
  const given = contextIn(PROJECT);
  const own = isPublished() ? contextIn(process.cwd()) : undefined;
  const isOwn = own?.inviteSweeper !== undefined && !isDeepStrictEqual(own.inviteSweeper, given?.inviteSweeper);
  if (isPublished() && !isOwn) return JSON.parse(readFileSync(join(PROJECT, "dist/template.json"), "utf8"));
  const context = { ...given, ...(isOwn ? own : {}), "aws:cdk:bundling-stacks": [] };
  const kept = join(CACHE, `${fingerprint(context)}.template.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  const template = await synthesize(context);
  try {
    replaceFile(kept, template);
  } catch (error) {
    // A package may lie where its user cannot write: the next start makes it anew.
    if (!isPublished()) throw error;
  }
  return JSON.parse(template);
}

function contextIn(folder: string): Readonly<Record<string, unknown>> | undefined {
  const path = join(folder, "cdk.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).context : undefined;
}

async function synthesize(context: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "invite-sweeper-synth-"));
  try {
    const env = { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(context) };
    await promisify(execFile)(process.execPath, ["bin/app.mjs"], { cwd: PROJECT, env });
    const template = readdirSync(folder).find((name) => name.endsWith(".template.json"));
    if (template === undefined) throw new Error("the stack was synthesized without a template");
    return readFileSync(join(folder, template), "utf8");
  } catch (error) {
    const told = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    if (/Cannot find package '(aws-cdk-lib|constructs)'/.test(told)) throw new Error(WITHOUT_CDK, { cause: error });
    throw told === "" ? error : new Error(told, { cause: error });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fingerprint(context: Readonly<Record<string, unknown>>): string {
  const hash = createHash("sha256").update(JSON.stringify(context)).update("\0");
  for (const file of (isPublished() ? PUBLISHED_SOURCES : SOURCES).flatMap((source) =>
    filesUnder(join(PROJECT, source)),
  )) {
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
