import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkoutOf, PROJECT } from "./checkout.ts";

const { name: NAME, version: VERSION, optionalDependencies } = readJson(join(PROJECT, "package.json"));
const PACKED = ["bin", "lib", "lambdas", "cdk.json", "package.json", "package-lock.json", "tsconfig.json"].concat(
  ...["CHANGELOG.md", "LICENSE", "README.md"],
);

const root = mkdtempSync(join(tmpdir(), "sweeper-package-"));
afterAll(() => rmSync(root, { recursive: true }));

/** As a stranger has it: a folder with a space in its name, no terminal, nothing of this project's packages about. */
const folder = join(root, "a stranger");
const installed = join(folder, "node_modules", NAME);
let tarball: string;
let saidByInstall: string;
let files: readonly string[];

beforeAll(() => {
  const home = join(root, "home");
  for (const one of [folder, home, join(root, "checkout")]) mkdirSync(one);
  const checkout = checkoutOf(PACKED, join(root, "checkout"));
  // A checkout has more than belongs into the package.
  for (const extra of ["test", ".sweeper", "dist"]) {
    mkdirSync(join(checkout, extra));
    writeFileSync(join(checkout, extra, "sweeper-of-yesterday.mjs"), "");
  }
  const [packed] = JSON.parse(inFolder(checkout, "npm", "pack", "--json", "--pack-destination", root).out);
  files = packed.files.map(({ path }: { path: string }) => path);
  tarball = join(root, packed.filename);
  // The CDK is all that would have to be fetched; it comes from this project's packages below.
  saidByInstall = inFolder(folder, "npm", "install", "--offline", "--omit=optional", "--no-audit", tarball).err;
});

function readJson(path: string) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function inFolder(cwd: string, file: string, ...args: readonly string[]) {
  const PATH = [join(folder, "node_modules/.bin"), dirname(process.execPath), "/usr/bin", "/bin"].join(":");
  const env = { PATH, HOME: join(root, "home"), CDK_DOCKER: "/bin/false" };
  const { status, stdout, stderr } = spawnSync(file, args, { cwd, env, encoding: "utf8", input: "" });
  return { code: status, out: stdout, err: stderr };
}

const sweeper = (...args: readonly string[]) => inFolder(folder, "npx", "--no-install", "sweeper", ...args);

describe("the packed package", () => {
  it("has what is needed to run, its licences, and nothing else", () => {
    const others = files.filter((path) => !/^(dist\/(lambdas\/|prebuilds\/|[\w-]+\.mjs$)|lib\/.*\.md$)/.test(path));

    expect(others.sort()).toEqual([
      ...["CHANGELOG.md", "LICENSE", "README.md", "bin/app.mjs", "bin/compiled.mjs", "bin/sweeper.mjs", "cdk.json"],
      ...["dist/THIRD-PARTY-LICENSES.txt", "dist/template.json", "lib/local/bundles/host.mjs", "package.json"],
    ]);
    // What the letters of the alarms lead to.
    expect(files).toContain("lib/infra/RUNBOOK.md");
    expect(files).not.toContain("dist/sweeper-of-yesterday.mjs");
    expect(files.filter((path) => /^dist\/sweeper-/.test(path))).toHaveLength(1);
    const licences = readFileSync(join(installed, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    for (const bundled of ["zod", "undici", "classic-level", "dynalite", "fauxqs", "commander"]) {
      expect(licences).toMatch(new RegExp(`^${bundled} \\d+\\.\\d+\\.\\d+ \\((MIT|ISC|Apache-2\\.0)\\)$`, "m"));
    }
  });

  it("is installed without a warning, and brings nothing along but the CDK", () => {
    expect(saidByInstall).not.toMatch(/warn/i);
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([dirname(NAME)]);
    expect(Object.keys(optionalDependencies).sort()).toEqual(["aws-cdk", "aws-cdk-lib", "constructs"]);
  });

  it("has every function as it is deployed, and Node loads it", () => {
    const names = readdirSync(join(PROJECT, "lambdas")).filter((name) => name !== "wiring");

    expect(readdirSync(join(installed, "dist/lambdas"))).toEqual(names);
    for (const name of names) {
      const url = pathToFileURL(join(installed, "dist/lambdas", name, "index.mjs")).href;
      const script = `const { handler } = await import("${url}"); await handler({}, {}).catch((e) => console.log(e.message));`;

      const { code, out } = inFolder(folder, process.execPath, "--input-type=module", "-e", script);

      expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^missing in the environment: /) });
    }
  });
});

describe("a stranger who has installed it", () => {
  it("asks for its version and for help", () => {
    expect(sweeper("--version")).toEqual({ code: 0, out: `${VERSION}\n`, err: "" });
    expect(sweeper("--help")).toMatchObject({ code: 0, out: expect.stringContaining("preview [options]"), err: "" });
    expect(sweeper("preview", "--help")).toMatchObject({ code: 0, err: "" });
  });

  it("runs the command line without installing it: npx finds it by the package's name", () => {
    const fetched = ["npx", "--yes", "--offline", "--omit=optional", `file:${tarball}`] as const;

    expect(inFolder(root, ...fetched, "--version")).toMatchObject({ code: 0, out: `${VERSION}\n` });
  });

  it("plays the demo and looks at its result, and at the sandbox, without the CDK", () => {
    const demo = sweeper("demo", "--days", "3");
    const onDemo = sweeper("preview", "--data", ".sweeper/demo");
    const onSandbox = sweeper("preview", "--limit", "1");

    expect({ ...demo, out: "" }).toMatchObject({ code: 0, err: expect.not.stringMatching(/error|warn/i) });
    for (const { code, out } of [onDemo, onSandbox]) {
      expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^\d+ pending: \d+ to withdraw/m) });
    }
  });

  it("is told what is missing when an own configuration is to be read without the CDK", () => {
    const own = join(root, "without cdk");
    mkdirSync(own);
    writeFileSync(join(own, "cdk.json"), JSON.stringify({ context: { inviteSweeper: { edgesPlan: "growth" } } }));

    const { code, err } = inFolder(own, "sweeper", "preview");

    expect(code).toBe(1);
    expect(err).toContain("the CDK, which reads it, is not installed: run `npm install` without --omit=optional");
  });
});

describe("a stranger who deploys it", () => {
  beforeAll(() => {
    for (const name of ["aws-cdk", "aws-cdk-lib", "constructs", "@aws-cdk"]) {
      symlinkSync(join(PROJECT, "node_modules", name), join(folder, "node_modules", name));
    }
    symlinkSync("../aws-cdk/bin/cdk", join(folder, "node_modules/.bin/cdk"));
  });
  const template = (out: string, stack: string) => readJson(join(folder, out, `${stack}.template.json`));

  it("synthesizes the stack with its functions", () => {
    const { code } = inFolder(folder, "npx", "--no-install", "cdk", "synth", "-q", "--app", "sweeper-cdk-app");

    expect(code).toBe(0);
    const { Resources } = template("cdk.out", "invite-sweeper");
    const path: string = Resources.SweepFunction.Metadata["aws:asset:path"];
    const bundle = readFileSync(join(folder, "cdk.out", path, "index.mjs"));
    expect(bundle.equals(readFileSync(join(installed, "dist/lambdas/sweep/index.mjs")))).toBe(true);
    expect(Resources.SweepFunction.Properties.Handler).toBe("index.handler");
    // With the CDK's feature flags of the package: else its resources would have other names.
    expect(Object.keys(Resources).sort()).toEqual(
      Object.keys(readJson(join(installed, "dist/template.json")).Resources).sort(),
    );
  });

  it("synthesizes and previews a configuration of the own, from the folder that has it", () => {
    const inviteSweeper = { stackName: "mine", policy: { thresholdDays: 30 }, alarmEmail: "none" };
    writeFileSync(
      join(folder, "cdk.json"),
      JSON.stringify({ app: "npx sweeper-cdk-app", context: { inviteSweeper, "cli-telemetry": false } }),
    );

    const synth = inFolder(folder, "npx", "--no-install", "cdk", "synth", "-q");
    const preview = sweeper("preview", "--data", "mine", "--limit", "1");

    expect({ ...synth, out: "" }).toMatchObject({ code: 0, err: expect.not.stringContaining("nobody-is-told") });
    const parameter = Object.values<{ Type: string; Properties: { Value: string } }>(
      template("cdk.out", "mine").Resources,
    ).find(({ Type }) => Type === "AWS::SSM::Parameter");
    expect(JSON.parse(parameter?.Properties.Value ?? "")).toMatchObject({ thresholdDays: 30 });
    expect(preview).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ pending: /m) });
  });
});
