import { describe, expect, it } from "vitest";
import { WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { EXPERIMENT } from "../../lib/probe/experiment.ts";
import { probeTemplate } from "../../lib/probe/template.ts";

const sent = () => JSON.parse(JSON.stringify(probeTemplate()));

describe("the probe's template", () => {
  it("survives JSON whole and refers only to its own resources", () => {
    const text = JSON.stringify(probeTemplate());
    const referred = [...text.matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g)].map(([, ref, got]) => ref ?? got);

    expect(JSON.parse(text)).toEqual(probeTemplate());
    expect(referred.length).toBeGreaterThan(5);
    expect(referred.filter((id) => !Object.hasOwn(probeTemplate().Resources, id ?? ""))).toEqual([]);
  });

  it("maps the queue as the real stack does", () => {
    expect(sent().Resources.Messages.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  it("has the withdraw queue's numbers, which the hiding can be told from", () => {
    expect(sent().Resources.Queue.Properties).toMatchObject({
      FifoQueue: true,
      VisibilityTimeout: WITHDRAW_QUEUE.visibilitySeconds,
    });
    expect(WITHDRAW_QUEUE.visibilitySeconds).toBeGreaterThan(EXPERIMENT.watchSeconds);
  });

  it("lets the role touch its two queues and nothing else", () => {
    const [policy, ...others] = sent().Resources.Role.Properties.Policies;
    const statements: { Action: string[]; Resource: unknown }[] = policy.PolicyDocument.Statement;

    expect(others).toEqual([]);
    expect(sent().Resources.Role.Properties.ManagedPolicyArns).toBeUndefined();
    expect(statements.map(({ Resource }) => Resource)).toEqual([
      { "Fn::GetAtt": ["Queue", "Arn"] },
      { "Fn::GetAtt": ["Results", "Arn"] },
    ]);
    expect(statements.flatMap(({ Action }) => Action).join()).not.toContain("*");
  });

  it("retains nothing and names nothing, so that it can always be deleted and created", () => {
    const text = JSON.stringify(probeTemplate());

    expect(text).not.toMatch(/DeletionPolicy|QueueName|RoleName|LogGroup/);
  });
});
