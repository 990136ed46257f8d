import { describe, expect, it } from "vitest";
import { detailOf, detailTemplate, INVITATION_SETTLED } from "../../lib/contract/events.ts";
import { ACCEPTED_ITEM } from "../../lib/probe/experiment.ts";
import { judgePipe } from "../../lib/probe/pipe-verdict.ts";
import { probeTemplate } from "../../lib/probe/template.ts";

const DETAIL = detailOf(INVITATION_SETTLED, ACCEPTED_ITEM);

describe("what a pipe makes of attributes that are not there", () => {
  it("is what the project says of it where they come as empty strings", () => {
    expect(judgePipe({ kind: "event", detail: DETAIL })).toMatchObject({
      answer: "yes",
      because: "personId, reason, reinviteAfter, replaces came as empty strings",
    });
  });

  it.each([
    ["null", { ...DETAIL, reason: null }, "no", "reason came as null"],
    ["the path itself", { ...DETAIL, replaces: "<$.dynamodb.NewImage.mendedFrom.S>" }, "no", "replaces came as"],
    ["a field left out", { ...DETAIL, reason: undefined }, "no", "reason came as nothing"],
    ["another event", { ...DETAIL, invitationId: "1" }, "unknown", "another one"],
    ["no detail", undefined, "no", "without a detail"],
  ])("is told where it is %s", (_, detail, answer, because) => {
    const verdict = judgePipe({ kind: "event", detail });

    expect(verdict.answer).toBe(answer);
    expect(verdict.because).toContain(because);
  });

  it("is no where the event could not be sent, and not known where nothing came", () => {
    expect(judgePipe({ kind: "undelivered" }).answer).toBe("no");
    expect(judgePipe({ kind: "nothing" }).answer).toBe("unknown");
  });
});

describe("the probe's pipe", () => {
  const { Pipe, PipeRole } = probeTemplate().Resources;

  it("has the template of the stack's own pipe", () => {
    expect(Pipe.Properties.TargetParameters.InputTemplate).toBe(detailTemplate(INVITATION_SETTLED));
  });

  it("may read its stream, send to its bus and to its dead letters, and nothing else", () => {
    const [policy, ...others] = PipeRole.Properties.Policies;

    expect(others).toEqual([]);
    expect(policy.PolicyDocument.Statement.map(({ Resource }) => JSON.stringify(Resource))).toEqual(
      ["Table.StreamArn", "Bus.Arn", "Undelivered.Arn"].map((one) => JSON.stringify({ "Fn::GetAtt": one.split(".") })),
    );
    expect(JSON.stringify(policy)).not.toContain("*");
  });
});
