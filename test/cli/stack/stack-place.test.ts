import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { stackPlace } from "../../../lib/cli/stack/stack-place.ts";

const cloudFormation = mockClient(CloudFormationClient);
const described = (StackId?: string) =>
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: "staging", StackId, CreationTime: new Date(0), StackStatus: "CREATE_COMPLETE" }],
  });

beforeEach(() => {
  cloudFormation.reset();
  vi.stubEnv("AWS_REGION", "us-east-1");
});
afterEach(() => vi.unstubAllEnvs());

it.each(["aws", "aws-cn"])(
  "region and account are those of the stack's ARN, not of the environment: %s",
  async (partition) => {
    const arn = `arn:${partition}:cloudformation:eu-central-1:111122223333:stack/staging/6a0e2f80-0001-11f1-8000-0a0000000000`;
    described(arn);

    const [byName, byArn] = [await stackPlace("staging"), await stackPlace(arn)];

    const place = { kind: "stack", stack: "staging", region: "eu-central-1", account: "111122223333" };
    expect([byName, byArn]).toEqual([place, place]);
  },
);

it.each([undefined, "", "staging"])(
  "without an ARN (%j) the region that was asked is all that is known",
  async (id) => {
    described(id);

    expect(await stackPlace("staging")).toEqual({
      kind: "stack",
      stack: "staging",
      region: "us-east-1",
      account: null,
    });
  },
);

it("of a stack that is not there is an error that names it", async () => {
  const missing = Object.assign(new Error("Stack with id nowhere does not exist"), { name: "ValidationError" });
  cloudFormation.on(DescribeStacksCommand).rejects(missing);

  await expect(stackPlace("nowhere")).rejects.toThrow("there is no stack nowhere in us-east-1");
});
