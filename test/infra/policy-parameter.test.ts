import { describe, expect, it } from "vitest";
import { STOPS } from "../../lib/ledger/dynamo-stops.ts";
import { synth } from "./synth.ts";
import { resource, resourcesOf } from "./template-queries.ts";

const PAUSED = { id: "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601", since: "2026-11-02T09:00:00.000Z" };
const policy = { mode: "live", dailyCap: 9, paused: [PAUSED] };
const { template } = synth({ policy, digest: { email: "ana@example.com" } });

describe("the policy's parameter", () => {
  it("is the policy of cdk.json, which CloudFormation writes at every update of the resource", () => {
    expect(JSON.parse(String(resource(template, "PolicyParameter").Properties.Value))).toEqual(policy);
  });

  it("is the only one, of the tier that a policy may grow in and that can be shrunk again", () => {
    expect(Object.keys(resourcesOf(template, "AWS::SSM::Parameter"))).toEqual(["PolicyParameter"]);
    expect(resource(template, "PolicyParameter").Properties.Tier).toBe("Intelligent-Tiering");
  });
});

describe("what people have stopped", () => {
  it("is in no resource of the template: only that functions may read it is", () => {
    const { Resources } = template.toJSON() as {
      readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
    };
    const naming = Object.values(Resources).filter((one) => JSON.stringify(one).includes(STOPS));

    expect(naming.length).toBeGreaterThan(0);
    expect(new Set(naming.map(({ Type }) => Type))).toEqual(new Set(["AWS::IAM::Policy"]));
  });

  it("is written by nothing that a deployment runs", () => {
    const { Resources } = template.toJSON() as {
      readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
    };
    const types = Object.values(Resources).map(({ Type }) => Type);

    expect(
      types.filter((type) => type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource"),
    ).toEqual([]);
    expect(types).not.toContain("AWS::DynamoDB::GlobalTable");
  });
});
