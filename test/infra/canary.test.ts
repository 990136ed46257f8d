import { describe, expect, it } from "vitest";
import { readLocalSystem } from "../../lib/local/template/local-system.ts";
import { synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const EVERYTHING = { alarmEmail: "ops@example.com", digest: { email: "sales@example.com" } };
const { template: plain } = synth(EVERYTHING);
const { template } = synth({ ...EVERYTHING, rollout: "canary" });

const FUNCTIONS = ["StartRun", "Sweep", "Withdraw", "Request", "Cleanup", "Digest"];

const refersTo = (value: unknown, id: string) => JSON.stringify(value).includes(`{"Ref":"${id}"}`);

describe("a rollout by steps", () => {
  it("gives every function an alias, which CodeDeploy moves in two steps and back when the function's errors ring", () => {
    expect(Object.keys(resourcesOf(template, "AWS::Lambda::Alias")).sort()).toEqual(
      FUNCTIONS.map((name) => `${name}Alias`).sort(),
    );
    const alarms = resourcesOf(template, "AWS::CloudWatch::Alarm");
    for (const name of FUNCTIONS) {
      const { UpdatePolicy } = resource(template, `${name}Alias`) as unknown as {
        readonly UpdatePolicy: {
          readonly CodeDeployLambdaAliasUpdate: { readonly DeploymentGroupName: { Ref: string } };
        };
      };
      const group = resource(template, UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName.Ref).Properties;
      expect(group).toMatchObject({
        DeploymentConfigName: expect.stringContaining("Canary10Percent15Minutes"),
        AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(["DEPLOYMENT_STOP_ON_ALARM"]) },
        AlarmConfiguration: { Enabled: true },
      });
      const { Alarms } = group.AlarmConfiguration as { readonly Alarms: readonly { readonly Name: { Ref: string } }[] };
      expect(Alarms.map(({ Name }) => alarms[Name.Ref]?.Properties)).toEqual([
        expect.objectContaining({
          MetricName: "Errors",
          Dimensions: [{ Name: "FunctionName", Value: { Ref: `${name}Function` } }],
        }),
      ]);
    }
  });

  it("has schedules, queues and the rule call the aliases: a function called by itself would skip the steps", () => {
    for (const [id, { Properties }] of Object.entries(resourcesOf(template, "AWS::Scheduler::Schedule"))) {
      const { Arn } = Properties.Target as { readonly Arn: unknown };
      // Nobody waits for the packing of days, so that it is not rolled out by steps.
      if (id.startsWith("RollUp")) expect(Arn).toEqual({ "Fn::GetAtt": ["RollUpFunction", "Arn"] });
      else expect(Arn).toEqual({ Ref: `${id.startsWith("Digest") ? "Digest" : "StartRun"}Alias` });
    }
    const fed = Object.values(resourcesOf(template, "AWS::Lambda::EventSourceMapping")).map(
      ({ Properties }) => Properties,
    );
    expect(fed.map(({ EventSourceArn }) => readable(EventSourceArn))).toEqual(
      Object.values(resourcesOf(plain, "AWS::Lambda::EventSourceMapping")).map(({ Properties }) =>
        readable(Properties.EventSourceArn),
      ),
    );
    for (const { FunctionName } of fed) expect(JSON.stringify(FunctionName)).toMatch(/"Ref":"\w+Alias".*:live/);
    const [rule] = Object.values(resourcesOf(template, "AWS::Events::Rule"));
    expect(rule?.Properties.Targets).toMatchObject([{ Arn: { Ref: "RequestAlias" } }]);
    const [permission] = Object.values(resourcesOf(template, "AWS::Lambda::Permission"));
    expect(permission?.Properties.FunctionName).toEqual({ Ref: "RequestAlias" });
  });

  it("lets the schedules call the aliases and nothing else", () => {
    const policies = Object.values(resourcesOf(template, "AWS::IAM::Policy"));
    const invoked = policies.flatMap(({ Properties }) =>
      (
        Properties.PolicyDocument as { readonly Statement: readonly { Action: unknown; Resource: unknown }[] }
      ).Statement.flatMap(({ Action, Resource }) => (Action === "lambda:InvokeFunction" ? [Resource] : [])),
    );

    const ofSteps = invoked.filter((one) => !JSON.stringify(one).includes('"RollUpFunction"'));
    expect(ofSteps).toEqual([{ Ref: "StartRunAlias" }, { Ref: "DigestAlias" }]);
  });

  it("tries a run once by its alias too: Lambda's own retries would start it half-done", () => {
    const retried = Object.values(resourcesOf(template, "AWS::Lambda::EventInvokeConfig")).map(
      ({ Properties }) => Properties,
    );

    const ofAlias = retried.filter(({ Qualifier }) => refersTo(Qualifier, "StartRunAlias"));
    expect(ofAlias).toEqual([expect.objectContaining({ MaximumRetryAttempts: 0 })]);
  });

  it("names the aliases in the outputs, so that a person's call meets what a schedule's meets", () => {
    const { Outputs } = template.toJSON();

    for (const name of ["StartRun", "Sweep", "Withdraw", "Digest"]) {
      const { Value } = Outputs[`${name}FunctionName`];
      expect(refersTo(Value, `${name}Alias`) && JSON.stringify(Value).includes(":live")).toBe(true);
    }
  });

  it("is read by local mode as the same system", () => {
    expect(readLocalSystem(template.toJSON())).toEqual(readLocalSystem(plain.toJSON()));
    expect(readLocalSystem(template.toJSON()).functions.withdraw.source?.queue).toBe("WithdrawQueue");
  });

  it("replaces nothing of a stack that was deployed without: the same ids of what was there", () => {
    const ids = Object.keys(template.toJSON().Resources);

    expect(ids).toEqual(expect.arrayContaining(Object.keys(plain.toJSON().Resources)));
  });

  it("leaves nothing of itself in the template where it is not asked for", () => {
    expect(JSON.stringify(plain.toJSON())).not.toMatch(/CodeDeploy|AWS::Lambda::(Alias|Version)/);
  });
});
