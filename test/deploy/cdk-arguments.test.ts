import { describe, expect, it } from "vitest";
import { readCdkArguments } from "../../lib/deploy/cdk-arguments.ts";

describe("cdk's arguments", () => {
  it.each([
    [["-c", "stackName=staging"], "staging"],
    [["--context", "stackName=staging", "--hotswap"], "staging"],
    [["--context=stackName=staging"], "staging"],
    [["-c=stackName=staging"], "staging"],
    [["-c", "a=b", "-c", "stackName=one", "-c", "stackName=two"], "two"],
    [["-c", "other=stackName=x"], undefined],
    [[], undefined],
  ])("%j name the stack %s", (args, stackName) => {
    expect(readCdkArguments(args).stackName).toBe(stackName);
  });

  it.each([
    [["--profile", "work"], "work"],
    [["--require-approval", "never", "--profile=work"], "work"],
    [["--verbose"], null],
  ])("%j name the profile %s", (args, profile) => {
    expect(readCdkArguments(args).profile).toBe(profile);
  });

  it.each([
    [["--parameters", "ProtectTables=true"], true],
    [["--parameters", "Other=1", "--parameters", "staging:ProtectTables=false"], true],
    [["--parameters", "Other=ProtectTables"], false],
    [[], false],
  ])("%j say whether the tables are protected: %s", (args, says) => {
    expect(readCdkArguments(args).saysProtection).toBe(says);
  });
});
