import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const PROJECT = resolve(import.meta.dirname, "../..");

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sweeper-deploy-"));
});
afterEach(() => rmSync(home, { recursive: true }));

/** In an environment that has nothing of AWS but what is given. */
function deploy(env: Readonly<Record<string, string>>, ...args: string[]) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_") && name !== "CDK_OUTDIR");
  return spawnSync(process.execPath, ["--import", "tsx", join(PROJECT, "bin/deploy.ts"), ...args], {
    cwd: PROJECT,
    encoding: "utf8",
    env: {
      ...Object.fromEntries(own),
      ...{ HOME: home, AWS_EC2_METADATA_DISABLED: "true", CDK_OUTDIR: join(home, "cdk.out"), ...env },
    },
  });
}

describe("npm run deploy", () => {
  it("ends without credentials before anything is built, in one line and with exit code 2", () => {
    const { status, stdout, stderr } = deploy({ AWS_REGION: "eu-central-1" });

    expect(stderr).toMatch(/^no AWS credentials were found: set AWS_PROFILE, .*\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("ends without a region likewise: cdk would take us-east-1", () => {
    const { status, stdout, stderr } = deploy({ AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" });

    expect(stderr).toBe("no AWS region is set: set AWS_REGION, or AWS_PROFILE to a profile that has one\n");
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("looks with the profile that cdk is given", () => {
    mkdirSync(join(home, ".aws"));
    writeFileSync(join(home, ".aws/config"), "[profile work]\nregion = eu-west-3\n");

    expect(deploy({}, "--profile", "work").stderr).toMatch(/^no AWS credentials/);
  });
});
