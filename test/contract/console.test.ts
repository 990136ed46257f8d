import { describe, expect, it } from "vitest";
import { consoleHost } from "../../lib/contract/console.ts";

describe("the console of a region", () => {
  it.each([
    ["us-east-1", "us-east-1.console.aws.amazon.com"],
    ["us-west-2", "us-west-2.console.aws.amazon.com"],
    ["cn-north-1", "cn-north-1.console.amazonaws.cn"],
    ["us-gov-west-1", "us-gov-west-1.console.amazonaws-us-gov.com"],
    ["eusc-de-east-1", "eusc-de-east-1.console.amazonaws-eusc.eu"],
  ])("%s is the one of its partition", (region, host) => {
    expect(consoleHost(region)).toBe(host);
  });
});
