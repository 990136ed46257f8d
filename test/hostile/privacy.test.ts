import { inspect } from "node:util";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { SQSEvent } from "aws-lambda";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Collaborators } from "../../lib/collaborators.ts";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS as RUNS_TABLE } from "../../lib/contract/tables.ts";
import { later } from "../../lib/domain/time.ts";
import { createEdgesClient } from "../../lib/edges/client.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import { EMBEDDED_PARTS } from "../../lib/local/parts.ts";
import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { onSweepMessages } from "../../lib/sweep/on-messages.ts";
import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import { sentItem } from "../edges/helpers/edges.ts";
import { constantServer } from "../edges/helpers/scripted-server.ts";
import { collaborators } from "../helpers/hand-delivery.ts";
import { ANA, type TestBed, testBedFor } from "../helpers/test-bed.ts";

const RUNS = 12;
const ITEMS = 6;
const KEY = "MARKERkey5f0e2d9c1b7a";
/** Stands in every field that holds a person's name, title or address, and where it does not belong as well. */
const PERSON = "MARKER-Jane-Roe";
const PERSONAL = [
  "full_name",
  "first_name",
  "last_name",
  "job_title",
  "linkedin_profile_url",
  "sales_navigator_profile_id",
];
const OTHERS = [
  "linkedin_invitation_id",
  "linkedin_invitation_urn",
  "sent_date",
  "linkedin_profile_id",
  "connected_at",
];

const marked = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, `${PERSON} ${field}`]));

/** What each action answers: a status, and for each item the field in which a name stands that does not belong there. */
const answers = fc.record({
  list: fc.constantFrom(200, 200, 200, 424, 500),
  connections: fc.constantFrom(200, 200, 503),
  withdraw: fc.constantFrom(200, 401, 424, 429, 500),
  identities: fc.constantFrom(200, 200, 200, 402),
  misplaced: fc.array(fc.constantFrom(null, null, ...OTHERS), { minLength: ITEMS, maxLength: ITEMS }),
  label: fc.constantFrom("LK_ERROR", "STATUS_404", "BAD_INPUT", "GENERIC_ERROR", `${PERSON} label`, KEY, "NEW_LABEL"),
});
type Answers = typeof answers extends fc.Arbitrary<infer Value> ? Value : never;

function bodyFor(path: string, given: Answers): { status: number; body: unknown } {
  const action = path.includes("sent-invitations")
    ? "list"
    : path.includes("connections")
      ? "connections"
      : path.includes("withdraw")
        ? "withdraw"
        : "identities";
  const status = given[action];
  const error = {
    ...{ error_label: given.label, error_ref: `${KEY}`, error_scope: KEY, message: `${PERSON} ${KEY}` },
    params: { postponed_until: `${PERSON}`, appendix: KEY, person: PERSON },
  };
  if (status !== 200) return { status, body: error };
  if (action === "identities") {
    return {
      status,
      body: [{ uid: ANA, name: PERSON, timezone: PERSON, accounts: [{ status: "connected", ...marked(PERSONAL) }] }],
    };
  }
  if (action === "withdraw") return { status, body: [{ ...marked([...PERSONAL, ...OTHERS]), message: KEY }] };
  const items = given.misplaced.map((field, index) => ({
    ...sentItem(index + 1, { connected_at: "2026-11-01T00:00:00Z" }),
    ...marked(PERSONAL),
    ...(field === null ? {} : { [field]: `${PERSON} ${field}` }),
    [PERSON]: KEY,
  }));
  return { status, body: action === "list" ? items : items.slice(0, 2) };
}

const eventOf = (body: string): SQSEvent =>
  ({ Records: [{ body, messageId: "m", receiptHandle: "h", attributes: { ApproximateReceiveCount: "1" } }] }) as never;

/** Everything that leaves the process but the calls to the API: log, metrics, messages, errors. */
async function traceOfARun(bed: TestBed, baseUrl: string): Promise<string[]> {
  const trace: string[] = [];
  const note = (...what: unknown[]) => void trace.push(what.map((one) => inspect(one, { depth: 9 })).join(" "));
  const edges = createEdgesClient({
    ...{ baseUrl, apiKey: async () => KEY, now: bed.now, sleep: async () => {}, timeoutMs: 5000 },
  });
  const hand = collaborators(bed, { mode: "live" });
  const c: Collaborators = {
    ...hand,
    edges,
    log: { info: note, warn: note, error: note },
    metrics: { count: note },
  };
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      note(await work());
    } catch (error) {
      note(error, inspect(error, { showHidden: true, depth: 9 }), error instanceof Error ? error.stack : "");
    }
  };
  const context = { getRemainingTimeInMillis: () => 300_000 };
  await attempt(() => onSchedule(c, { scheduledTime: bed.now().toISOString() }));
  for (const { body } of [...hand.queues.sweep.sent]) await attempt(() => onSweepMessages(c, eventOf(body), context));
  for (const { body } of [...hand.queues.withdraw.sent]) {
    bed.workspace.clock.advance(later(bed.now(), 600_000));
    await attempt(() => onWithdrawMessages(c, eventOf(body)));
  }
  note(hand.queues.sweep.sent, hand.queues.withdraw.sent);
  await edges.close();
  return trace;
}

async function ledgerItems({ workspace }: TestBed): Promise<string> {
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: workspace.endpoints.dynamo });
  try {
    const scans = [INVITATIONS, IDENTITIES, RUNS_TABLE, FLAGS].map(({ id }) =>
      client.send(new ScanCommand({ TableName: id })),
    );
    return JSON.stringify((await Promise.all(scans)).map(({ Items }) => Items));
  } finally {
    client.destroy();
  }
}

test("no name, title, address or key is in a log line, a metric, a message, an error or the ledger", async () => {
  let given: Answers | null = null;
  const server = await constantServer((response, { target }) => {
    // The bed's clock is another than the machine's, and a date from here would stop the run at its first answer.
    response.sendDate = false;
    const { status, body } = given === null ? { status: 500, body: null } : bodyFor(target, given);
    response.writeHead(status, { "x-name": PERSON, "x-echo": KEY }).end(JSON.stringify(body));
  });
  let withdrawCalls = 0;
  await fc.assert(
    fc.asyncProperty(answers, async (next) => {
      given = next;
      const bed = await testBedFor({ parts: EMBEDDED_PARTS });
      const before = server.requests.length;
      const trace = await traceOfARun(bed, server.baseUrl);
      const items = await ledgerItems(bed);
      withdrawCalls += server.requests.slice(before).filter(({ target }) => target.includes("withdraw")).length;
      expect(server.requests.length).toBeGreaterThan(before);
      expect(trace.filter((line) => line.includes("MARKER"))).toEqual([]);
      expect(items).not.toContain("MARKER");
    }),
    { numRuns: RUNS, examples: [[{ ...ALL_WELL, withdraw: 424 }], [ALL_WELL]] },
  );
  // The examples go the whole way, or there was little to find.
  expect(withdrawCalls).toBeGreaterThanOrEqual(ITEMS);
});

const ALL_WELL: Answers = {
  ...{ list: 200, connections: 200, withdraw: 200, identities: 200, label: "LK_ERROR" },
  misplaced: Array.from({ length: ITEMS }, () => null),
};
