import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { METRICS } from "../../lib/contract/metrics.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../lib/contract/outputs.ts";
import { HEALTH_PER_IDENTITY, queryText, SAVED_QUERIES } from "../../lib/infra/saved-queries.ts";
import { LOG_FIELDS } from "../../lib/observe/log.ts";
import { synth } from "./synth.ts";
import { readable, resourcesOf } from "./template-queries.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const STACK = "sweeper-staging";
const { template } = synth({ stackName: STACK });

interface Widget {
  readonly type: string;
  readonly properties: { readonly title?: string; readonly metrics?: readonly unknown[]; readonly query?: string };
}

const [dashboard] = Object.values(resourcesOf(template, "AWS::CloudWatch::Dashboard"));
const { widgets }: { widgets: readonly Widget[] } = JSON.parse(readable(dashboard?.Properties.DashboardBody));

describe("the dashboard", () => {
  it("has the stack's name, for a person looks for it, and the region, for dashboards are the whole account's", () => {
    expect(readable(dashboard?.Properties.DashboardName)).toBe(`${STACK}-<AWS::Region>`);
  });

  it("shows whether it works at all, then the funnel, reasons, ages, pace, identities, cost and alarms", () => {
    expect(widgets.map(({ properties }) => properties.title)).toEqual([
      "Is it working at all",
      "The funnel, by day",
      "Held back, by reason",
      "Deferred, by reason",
      "Calls refused or failed, by reason",
      "Days pending at withdrawal",
      "Pace, by hour",
      "Longest wait in the queues, seconds",
      "Health per identity",
      "Cost: table units, by day",
      "Cost: function milliseconds, by day",
      "Cost: queue receives, by day",
      "Alarms",
    ]);
  });

  it("draws this stack's metrics and no other stack's", () => {
    const [, funnel, held] = widgets;

    const lines = funnel?.properties.metrics as readonly (readonly unknown[])[];
    expect(lines.map(([namespace, name, dimension, value]) => [namespace, name, dimension, value])).toEqual(
      [METRICS.pending, METRICS.eligible, METRICS.queued, METRICS.withdrawn, METRICS.accepted].map((name) => [
        "InviteSweeper",
        name,
        "service",
        STACK,
      ]),
    );
    expect(JSON.stringify(held?.properties.metrics)).toContain(
      `SEARCH('{InviteSweeper,service,reason} MetricName=\\"Held\\" service=\\"${STACK}\\"', 'Sum', 86400)`,
    );
  });

  it("counts the units of all four tables", () => {
    const cost = widgets.find(({ properties }) => properties.title === "Cost: table units, by day");

    const tables = new Set(JSON.stringify(cost).match(/<\w+Table>/g));
    expect([...tables]).toEqual(["<InvitationsTable>", "<IdentitiesTable>", "<RunsTable>", "<FlagsTable>"]);
  });
});

/** What the functions log: the first argument of every call of a logger. */
const logged = readdirSync(join(PROJECT, "lib"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => [
    ...readFileSync(join(PROJECT, "lib", name), "utf8").matchAll(/log\.(?:info|warn|error)\("([^"]+)"/g),
  ])
  .map(([, message]) => message);

describe("the saved queries", () => {
  it("are saved under the stack's name, over the logs of all functions", () => {
    const saved = Object.values(resourcesOf(template, "AWS::Logs::QueryDefinition")).map(
      ({ Properties }) => Properties,
    );

    expect(saved.map(({ Name }) => Name)).toEqual(SAVED_QUERIES.map(({ name }) => `${STACK}/${name}`));
    for (const { LogGroupNames } of saved) expect(LogGroupNames).toHaveLength(5);
  });

  it.each([...SAVED_QUERIES, HEALTH_PER_IDENTITY])("$name asks for what the functions log", (query) => {
    const text = queryText(query);

    const messages = [...text.matchAll(/message = "([^"]+)"/g)].map(([, message]) => message);
    expect(logged).toEqual(expect.arrayContaining(messages));
    const words = text.replace(/"[^"]*"/g, "").match(/[a-zA-Z]\w+/g) ?? [];
    const own = [...text.matchAll(/ as (\w+)/g)].map(([, alias]) => alias);
    const known = new Set<string | undefined>([...LOG_FIELDS, ...LANGUAGE, ...own]);
    expect(words.filter((word) => !known.has(word))).toEqual([]);
  });

  it("find the one invitation that is asked for", () => {
    expect(SAVED_QUERIES.some((query) => queryText(query).includes("filter invitationId ="))).toBe(true);
  });
});

describe("the outputs", () => {
  it("are all that the command line looks for", () => {
    expect(Object.keys(template.toJSON().Outputs)).toEqual([
      ...Object.values(OUTPUTS),
      ...Object.values(OPTIONAL_OUTPUTS),
    ]);
  });

  it("lead to the parts they are named for", () => {
    const value = (name: string) => readable(template.toJSON().Outputs[name].Value);

    expect(value(OUTPUTS.invitationsTable)).toBe("<InvitationsTable>");
    expect(value(OUTPUTS.withdrawQueueUrl)).toBe("<WithdrawQueue>");
    expect(value(OUTPUTS.sweepDeadLettersUrl)).toBe("<SweepDeadLetters>");
    expect(value(OUTPUTS.policyParameter)).toBe("<PolicyParameter>");
    expect(value(OUTPUTS.startRunFunction)).toBe("<StartRunFunction>");
  });

  it("say what the functions go by, so that a key reaches no other API than theirs", () => {
    const settings = (inviteSweeper: Record<string, unknown>) => {
      const { Outputs } = synth(inviteSweeper).template.toJSON();
      const { cleanupQueueUrl: _, ...names } = OPTIONAL_OUTPUTS;
      return Object.values(names).map((name) => Outputs[name].Value);
    };
    const own = {
      edgesBaseUrl: "https://edges.example.com/v1",
      retentionDays: 90,
      edgesPlan: "gold",
      removal: "destroy",
    };

    expect(settings({})).toEqual(["https://api.edges.run/v1", "730", "trial", "retain"]);
    expect(settings(own)).toEqual(["https://edges.example.com/v1", "90", "gold", "destroy"]);
  });

  it("have the command that fills the secret, with the key as no argument of anything", () => {
    const command = readable(template.toJSON().Outputs[OUTPUTS.fillInApiKey].Value);

    expect(command).toBe(
      'printf "Edges API key: "; read -rs KEY; printf %s "$KEY" | aws secretsmanager put-secret-value --secret-id <EdgesApiKeySecret> --secret-string file:///dev/stdin; unset KEY',
    );
  });
});

/** Words of the query language, and fields that Logs Insights and the logger add. */
const LANGUAGE = [
  ...["fields", "filter", "sort", "asc", "desc", "limit", "stats", "by", "as", "or", "bin", "count", "max"],
  ...["count_distinct", "latest", "timestamp", "message", "service"],
];
