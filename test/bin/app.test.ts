import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CDK_JSON } from "../infra/synth.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "sweeper-app-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command with nothing in its environment: no credentials, no region, no home to find any in, no Docker. */
async function bare(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const home = join(folder, "home");
  mkdirSync(home, { recursive: true });
  const own = { PATH: `${dirname(process.execPath)}:/bin:/usr/bin`, HOME: home, CDK_DOCKER: "/bin/false", ...env };
  try {
    const { stdout, stderr } = await run(file, args, { cwd: PROJECT, env: own });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** The app as the CDK's command line starts it; the answer is its folder. */
async function app(
  name: string,
  context: Readonly<Record<string, unknown>>,
): Promise<Ran & { readonly folder: string }> {
  const [command = "", ...args] = CDK_JSON.app.split(" ");
  const out = join(folder, name);
  const env = { CDK_OUTDIR: out, CDK_CONTEXT_JSON: JSON.stringify(context) };
  return { ...(await bare(command === "node" ? process.execPath : command, args, env)), folder: out };
}

/** A function is loaded from its bundle at every cold start. */
const MAX_BUNDLE_BYTES = 900_000;

const WITHOUT_BUNDLES = { ...CDK_JSON.context, "aws:cdk:bundling-stacks": [] };

describe("a configuration with faults", () => {
  it("ends the synthesis with the list of them, and no stack trace", async () => {
    const inviteSweeper = { retentionDays: 0, schedule: { cron: "cron(* * * * ? *)" }, tresholdDays: 21 };

    const { code, out, err } = await app("faulty", { ...WITHOUT_BUNDLES, inviteSweeper });

    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err.trimEnd().split("\n")).toEqual([
      "cdk.json has faults:",
      expect.stringMatching(/^ {2}inviteSweeper\.schedule\.cron: found .*; accepted: a single minute/),
      expect.stringMatching(/^ {2}inviteSweeper\.retentionDays: found 0; accepted: /),
      expect.stringMatching(/^ {2}inviteSweeper\.tresholdDays: found an unknown key; accepted: /),
    ]);
  });
});

describe("a name on the command line", () => {
  it("makes a second stack of the same configuration, and is held to the same rules", async () => {
    const named = await app("named", { ...WITHOUT_BUNDLES, stackName: "sweeper-staging" });
    const misnamed = await app("misnamed", { ...WITHOUT_BUNDLES, stackName: "sweeper staging" });

    expect(named.code).toBe(0);
    expect(readdirSync(named.folder)).toContain("sweeper-staging.template.json");
    expect(misnamed.err).toContain('inviteSweeper.stackName: found "sweeper staging"');
  });
});

describe("the whole app, bundles included", () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  const read = (from: string, name: string) => readFileSync(join(from, name), "utf8");
  const bundles = () => readdirSync(first).filter((name) => name.startsWith("asset."));

  let ran: Ran;
  beforeAll(async () => {
    ran = await app("first", CDK_JSON.context);
    await app("second", CDK_JSON.context);
    // Each starts the CDK and esbuild three times, which a busy machine takes its time for.
  }, 300_000);

  it("is synthesized without credentials, region, network or Docker", () => {
    const manifest = JSON.parse(read(first, "manifest.json"));

    expect({ code: ran.code, err: ran.code === 0 ? "" : ran.err }).toEqual({ code: 0, err: "" });
    // A context value that had to be looked up in an account would be listed as missing.
    expect(manifest.missing).toBeUndefined();
    expect(manifest.artifacts["invite-sweeper"].environment).toBe("aws://unknown-account/unknown-region");
  });

  it("is the same to the byte the second time, functions included", () => {
    expect(readdirSync(second)).toEqual(readdirSync(first));
    for (const name of ["invite-sweeper.template.json", "invite-sweeper.assets.json", "manifest.json"]) {
      expect(read(second, name)).toBe(read(first, name));
    }
    expect(bundles()).toHaveLength(6);
    for (const name of bundles()) expect(read(second, `${name}/index.mjs`)).toBe(read(first, `${name}/index.mjs`));
  });

  it("bundles functions that Node loads and that run as far as their environment lets them", async () => {
    for (const name of bundles()) {
      const url = pathToFileURL(join(first, name, "index.mjs")).href;
      const script = `const { handler } = await import("${url}"); await handler({}, {}).catch((e) => console.log(e.message));`;

      const { code, out } = await bare(process.execPath, ["--input-type=module", "-e", script]);

      expect({ code, out }).toEqual({
        code: 0,
        out: expect.stringMatching(/^missing in the environment: INVITATIONS_TABLE/),
      });
    }
  });

  it("bundles what the functions need and no more", () => {
    let callers = 0;
    for (const name of bundles()) {
      const { sources }: { sources: string[] } = JSON.parse(read(first, `${name}/index.mjs.map`));
      const packages = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
      const zod = sources.filter((source) => /node_modules\/zod\/(?!v4\/(mini|core)\/)/.test(source));

      expect(packages).toEqual(expect.arrayContaining(["zod", "@aws-sdk/client-dynamodb"]));
      callers += packages.includes("undici") ? 1 : 0;
      expect(packages.filter((one) => /^(aws-cdk-lib|constructs|commander|dynalite|fauxqs|tsx)$/.test(one))).toEqual(
        [],
      );
      // Of undici the parts that are called, and of credentials those of the environment.
      expect(sources.filter((source) => /undici\/(index|lib\/(web\/websocket|mock|cache)\/)/.test(source))).toEqual([]);
      expect(packages).not.toContain("@aws-sdk/nested-clients");
      // The small build of zod alone; the other one would come on top of it, not in its place.
      expect(zod).toEqual([]);
      expect(statSync(join(first, name, "index.mjs")).size).toBeLessThanOrEqual(MAX_BUNDLE_BYTES);
    }
    // All but the one that packs days, which asks nobody but DynamoDB.
    expect(callers).toBe(5);
  });
});

describe("cdk.json", () => {
  it("keeps the command line from asking home", () => {
    expect(CDK_JSON).toMatchObject({ versionReporting: false, notices: false, context: { "cli-telemetry": false } });
  });

  it("has the feature flags that this version of the CDK recommends", () => {
    const recommended: Record<string, unknown> = JSON.parse(
      readFileSync(join(PROJECT, "node_modules/aws-cdk-lib/recommended-feature-flags.json"), "utf8"),
    );

    expect(CDK_JSON.context).toMatchObject(recommended);
  });
});
