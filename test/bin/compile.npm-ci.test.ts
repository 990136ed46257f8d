import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../helpers/command-line.ts";
import { NODES } from "../helpers/lambda-node.ts";
import { PROJECT } from "./checkout.ts";

describe.each(NODES)("npm ci on $title", ({ node }) => {
  it.skipIf(node === null)("warns of nothing: no engine, no install script, no deprecated package", () => {
    const folder = temporaryFolder();
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(PROJECT, file), join(folder, file));

    // npm runs on the first Node of the path, and judges by that one.
    const PATH = [dirname(node ?? ""), process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH, HOME: folder, npm_config_loglevel: "warn" };
    const { status, stdout, stderr } = spawnSync("npm", ["ci", "--dry-run", "--offline", "--no-audit", "--no-fund"], {
      ...{ cwd: folder, env, encoding: "utf8" },
    });

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("aws-cdk-lib");
  });
});
