import { describe, expect, it } from "vitest";
import { CONSOLE_DOMAINS } from "../../lib/contract/console.ts";
import { synth } from "./synth.ts";
import { readable, resourcesOf } from "./template-queries.ts";

const { template } = synth({ stackName: "staging", digest: { email: "sales@example.com" } });

/** What `Fn::FindInMap` gives in a partition. */
const domainIn = (partition: string): unknown =>
  (template.toJSON().Mappings as Record<string, Record<string, Record<string, unknown>>>).Console?.[partition]?.Domain;

describe("a link to the console", () => {
  it("leads to the console of the stack's own partition", () => {
    for (const [partition, domain] of Object.entries(CONSOLE_DOMAINS)) expect(domainIn(partition)).toBe(domain);
  });

  it("names no partition of its own anywhere in the template", () => {
    const resources = JSON.stringify(template.toJSON().Resources);

    expect(resources).not.toMatch(/console\.(aws\.amazon\.com|amazonaws)/);
    // A service's principal is named alike in every partition; an ARN never is.
    expect(resources).not.toContain("arn:aws");
  });

  it("opens the dashboard by the name it has", () => {
    const [dashboard] = Object.values(resourcesOf(template, "AWS::CloudWatch::Dashboard"));
    const letters = Object.values(resourcesOf(template, "AWS::CloudWatch::Alarm")).map(({ Properties }) =>
      readable(Properties.AlarmDescription),
    );

    const links = letters.flatMap((letter) => /#dashboards\/dashboard\/(\S+)/.exec(letter)?.[1] ?? []);

    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links)).toEqual(new Set([readable(dashboard?.Properties.DashboardName)]));
  });
});

describe("a name that a whole account shares", () => {
  /** Resources whose names are not a region's own: two stacks of one name in two regions would meet. */
  const GLOBAL: Readonly<Record<string, string>> = {
    "AWS::CloudWatch::Dashboard": "DashboardName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::User": "UserName",
    "AWS::IAM::Group": "GroupName",
    "AWS::S3::Bucket": "BucketName",
  };

  it("is made by CloudFormation or has the region in it", () => {
    const named = Object.entries(GLOBAL).flatMap(([type, property]) =>
      Object.values(resourcesOf(template, type)).flatMap(({ Properties }) => Properties[property] ?? []),
    );

    expect(named.map(readable)).toEqual(["staging-<AWS::Region>"]);
  });
});
