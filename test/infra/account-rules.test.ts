import { TagManager } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { synth } from "./synth.ts";
import { resource, resourcesOf } from "./template-queries.ts";

const EVERYTHING = { alarmEmail: "ops@example.com", digest: { email: "sales@example.com" }, rollout: "canary" };
const TAGS = { team: "growth", "cost-center": "42" };

const { stack, template } = synth({ ...EVERYTHING, tags: TAGS });

describe("tags", () => {
  it("are on every resource that takes any, but on the policy's parameter", () => {
    const taggable = stack.node.findAll().filter((one) => TagManager.of(one) !== undefined && one !== stack);

    const untagged = taggable
      .map((one) => String(stack.resolve((one as unknown as { readonly logicalId: string }).logicalId)))
      .filter((id) => !JSON.stringify(resource(template, id).Properties.Tags ?? "").includes("growth"));

    expect(taggable.length).toBeGreaterThan(50);
    expect(untagged).toEqual(["PolicyParameter"]);
  });

  it("are no tags of the stack: CloudFormation would hand them down, and write the template's policy over the one in force", () => {
    const { app } = synth({ ...EVERYTHING, tags: TAGS });

    expect(app.synth().getStackArtifact(stack.artifactId).tags).toEqual({});
  });

  it("leave the policy's parameter as it is, whatever they are", () => {
    const parameter = (tags: object) => resource(synth({ ...EVERYTHING, tags }).template, "PolicyParameter");

    expect(parameter(TAGS)).toEqual(parameter({}));
  });
});

describe("a permissions boundary", () => {
  const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";

  it("is on every role", () => {
    const roles = Object.values(
      resourcesOf(synth({ ...EVERYTHING, permissionsBoundaryArn }).template, "AWS::IAM::Role"),
    );

    expect(roles.length).toBeGreaterThanOrEqual(11);
    for (const { Properties } of roles) expect(Properties.PermissionsBoundary).toBe(permissionsBoundaryArn);
  });

  it("is on none where none is configured", () => {
    for (const { Properties } of Object.values(resourcesOf(synth(EVERYTHING).template, "AWS::IAM::Role"))) {
      expect(Properties).not.toHaveProperty("PermissionsBoundary");
    }
  });
});
