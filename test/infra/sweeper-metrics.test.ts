import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { withRuntime } from "../../lambdas/wiring/runtime.ts";
import type { Collaborators } from "../../lib/collaborators.ts";
import { METRICS, NEVER_MISSING } from "../../lib/contract/metrics.ts";
import { startSettingsServer } from "../../lib/local/bundles/settings-server.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { fieldApi } from "../helpers/field-api.ts";
import { policyOf } from "../helpers/test-bed.ts";
import { synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

/** Metrics of ours as CloudWatch tells them apart: `Name service=…`. */
type Identity = string;

const STACK = "sweeper-staging";
const { template } = synth({ stackName: STACK });

let written: string[];
beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  const { Variables } = resource(template, "WithdrawFunction").Properties.Environment as { Variables: object };
  for (const [name, value] of Object.entries(Variables)) {
    if (name !== "NODE_OPTIONS") vi.stubEnv(name, readable(value));
  }
  vi.stubEnv("AWS_REGION", "eu-central-1");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Runs a use case as Lambda would, with the environment that the template gives; answers what it has emitted. */
async function emitted(use: (c: Collaborators) => Promise<void>): Promise<Map<Identity, number>> {
  await withRuntime(use)({}, {}).catch(() => undefined);
  const totals = new Map<Identity, number>();
  for (const line of written
    .join("")
    .split("\n")
    .filter((text) => text.includes('"_aws"'))) {
    const entry: Record<string, unknown> = JSON.parse(line);
    const { CloudWatchMetrics } = entry._aws as {
      CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
    };
    for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
      for (const { Name } of Metrics) {
        for (const set of Dimensions) {
          const dimensions = set.map((name) => `${name}=${String(entry[name])}`).sort();
          const sum = [entry[Name]].flat().reduce<number>((total, value) => total + Number(value), 0);
          totals.set([Namespace, Name, ...dimensions].join(" "), sum);
        }
      }
    }
  }
  return totals;
}

/** Every metric of ours that an alarm reads. */
function read(): Identity[] {
  interface Stat {
    readonly MetricStat?: {
      readonly Metric: {
        readonly Namespace: string;
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
      };
    };
  }
  return Object.values(resourcesOf(template, "AWS::CloudWatch::Alarm"))
    .flatMap(({ Properties }) => (Properties.Metrics ?? []) as readonly Stat[])
    .flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Metric]))
    .map(({ Namespace, MetricName, Dimensions }) =>
      [Namespace, MetricName, ...Dimensions.map(({ Name, Value }) => `${Name}=${Value}`)].join(" "),
    );
}

describe("the metrics that the functions emit", () => {
  it("are those that the alarms read, by namespace, name and dimensions", async () => {
    const all = await emitted(async ({ metrics }) => {
      for (const name of Object.values(METRICS)) metrics.count(name);
    });

    // The others are AWS's own: of queues and pipes.
    const ours = read().filter((identity) => identity.startsWith("InviteSweeper "));
    expect(ours.length).toBeGreaterThan(8);
    expect(ours.filter((identity) => !all.has(identity))).toEqual([]);
  });

  it("have a reason beside the stack's name where they are counted by reason", async () => {
    const all = await emitted(async ({ metrics }) => metrics.count(METRICS.held, 3, { reason: "dry-run" }));

    expect(all.get(`InviteSweeper Held reason=dry-run service=${STACK}`)).toBe(3);
    expect(all.has(`InviteSweeper Held service=${STACK}`)).toBe(false);
  });

  it("are 0 and not missing where alarms compare them, and what was counted otherwise", async () => {
    const all = await emitted(async ({ metrics }) => metrics.count(METRICS.queued, 4));

    const sums = NEVER_MISSING.map((name) => [name, all.get(`InviteSweeper ${name} service=${STACK}`)]);
    expect(Object.fromEntries(sums)).toEqual({ Queued: 4, WithdrawCalls: 0, Withdrawn: 0 });
  });

  it("count the answers of an API whose time is another", async () => {
    const { env } = await fieldApi({ identities: {} }, { dateHeader: () => new Date(Date.now() - 600_000) });
    const settings = await startSettingsServer(policyOf({}), env.EDGES_API_KEY);
    onTestFinished(() => settings.close());
    vi.stubEnv("EDGES_BASE_URL", env.EDGES_BASE_URL);
    vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", settings.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "none");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "none");

    const all = await emitted(async ({ edges }) => void (await edges.listIdentities()));

    expect(all.get(`InviteSweeper ${METRICS.clockOff} service=${STACK}`)).toBe(1);
  });

  it("count a policy that nobody caught, and no other failure", async () => {
    const unreadable = `InviteSweeper ${METRICS.policyUnreadable} service=${STACK}`;

    const policy = await emitted(async () => {
      throw new PolicyError("the policy is gone");
    });
    written = [];
    const other = await emitted(async () => {
      throw new Error("something else");
    });

    expect(policy.get(unreadable)).toBe(1);
    expect(other.has(unreadable)).toBe(false);
  });
});
