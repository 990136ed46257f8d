import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "../../lib/cli/errors.ts";
import { readStackOutputs } from "../../lib/cli/stack/stack-outputs.ts";
import { startRunOnStack } from "../../lib/cli/stack/start-run.ts";
import { OUTPUTS } from "../../lib/contract/outputs.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 150;
const cloudFormation = mockClient(CloudFormationClient);
const lambda = mockClient(LambdaClient);
afterAll(() => {
  cloudFormation.restore();
  lambda.restore();
});

expectPrototypesUntouched();

const output = fc.record(
  {
    OutputKey: fc.oneof(fc.constantFrom(...Object.values(OUTPUTS), ...INHERITED), hostileText),
    OutputValue: hostileText,
  },
  { requiredKeys: [] },
);
const stacks = fc.constantFrom<(outputs: object[]) => unknown>(
  (Outputs) => ({ Stacks: [{ Outputs }] }),
  () => ({ Stacks: [{}] }),
  () => ({ Stacks: [] }),
  () => ({}),
);

test("outputs of any stack are those asked for, each of them there, or a word on which are missing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(output, { maxLength: 8 }), stacks, async (outputs, shape) => {
      cloudFormation.on(DescribeStacksCommand).resolves(shape(outputs) as object);
      const keys = ["runsTable", "policyParameter"] as const;
      try {
        const read = await readStackOutputs(new CloudFormationClient({ region: "x" }), "staging", keys);
        expect(Object.keys(read)).toEqual([...keys]);
        for (const key of keys) {
          expect(outputs).toContainEqual({ OutputKey: OUTPUTS[key], OutputValue: read[key] });
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        expect(error.message).toMatch(/^the stack staging has no output (RunsTableName|PolicyParameterName)/);
      }
    }),
    { numRuns: RUNS },
  );
});

test("whatever the function answers, it is a run that was started or an error that says it is none", async () => {
  const Outputs = [{ OutputKey: OUTPUTS.startRunFunction, OutputValue: "staging-start-run" }];
  cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [{ Outputs }] } as object);
  const run = { runId: "r", mode: "live", identities: ["a"], notConnected: [], alreadyStarted: false };
  // What an earlier version does not say is filled in.
  const told = [...Object.keys(run), "state", "left"].sort();
  const payload = fc.oneof(
    hostileJson.map((value) => JSON.stringify(value)),
    hostileText,
    fc
      .tuple(fc.constantFrom(...Object.keys(run)), hostileJson)
      .map(([key, value]) => JSON.stringify({ ...run, [key]: value })),
    hostileJson.map((errorMessage) => JSON.stringify({ errorMessage })),
  );
  process.env.AWS_REGION ??= "us-east-1";
  await fc.assert(
    fc.asyncProperty(payload, fc.constantFrom(undefined, "Unhandled"), async (text, FunctionError) => {
      lambda.on(InvokeCommand).resolves({ FunctionError, Payload: new TextEncoder().encode(text) } as object);
      try {
        const started = await startRunOnStack("staging", new Date(0));
        expect(FunctionError).toBeUndefined();
        expect(Object.keys(started).sort()).toEqual(told);
        expect([...started.identities, ...started.notConnected].every((id) => typeof id === "string")).toBe(true);
      } catch (error) {
        expect(String(error)).toMatch(
          /^Error: (the run did not start: |staging-start-run gave an answer that cannot be read)/,
        );
      }
    }),
    { numRuns: RUNS, examples: [[JSON.stringify(run), undefined]] },
  );
});
