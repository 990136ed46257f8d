import { BatchGetCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";
import {
  aMark,
  anInvitation,
  appeared,
  aRun,
  aSweep,
  collect,
  daysBefore,
  ended,
  minutesAfter,
  NOW,
} from "../helpers/dynamo-records.ts";
import { onInput } from "../helpers/dynamo-wire.ts";

const tables = { invitations: "I", identities: "D", runs: "R", flags: "F" };

describe("reading page by page", () => {
  let server: LocalDynamo;
  let ledger: Ledger;
  const requests: string[] = [];
  beforeAll(async () => {
    server = await startDynalite();
    const connection = connect(server.url);
    ({ ledger } = await freshLedger(connection, { now: () => NOW }));
    onInput(connection.documentClient, (command, input) => {
      requests.push(command);
      return /^(Query|Scan)/.test(command) ? { ...input, Limit: 2 } : input;
    });
  });
  afterAll(async () => {
    await server.close();
  });
  const seven = ["1", "2", "3", "4", "5", "6", "7"];

  it("tells all open invitations, in order", async () => {
    for (const id of seven)
      await appeared(ledger, { identityId: "paged", invitationId: id, sentAt: daysBefore(-Number(id)) });
    requests.length = 0;

    const open = await collect(ledger.invitations.open("paged"));

    expect(open.map(({ invitationId }) => invitationId)).toEqual(seven);
    expect(requests).toHaveLength(4);
  });

  it("tells all invitations to a person, in order", async () => {
    const [first = "", ...rest] = seven;
    for (const id of [...rest, first]) {
      await appeared(ledger, { identityId: `of ${id}`, personId: "paged", sentAt: daysBefore(-Number(id)) });
    }

    const all = await collect(ledger.invitations.ofPerson("paged"));

    expect(all.map(({ identityId }) => identityId)).toEqual(seven.map((id) => `of ${id}`));
  });

  it("tells all outcomes that fit, also past pages on which none did", async () => {
    for (const id of seven) {
      const outcome = id === "7" ? "failed" : "gone";
      await ended(ledger, { identityId: "ending", invitationId: id }, { endedAt: minutesAfter(Number(id)), outcome });
    }
    const span = { since: NOW, until: minutesAfter(60) };

    const all = await collect(ledger.invitations.outcomes(span));
    const failed = await collect(ledger.invitations.outcomes({ ...span, outcome: "failed" }));

    expect(all.map(({ invitationId }) => invitationId)).toEqual(seven);
    expect(failed.map(({ invitationId }) => invitationId)).toEqual(["7"]);
  });

  it("tells all sweeps of a run, past items that are none", async () => {
    await ledger.runs.begin(aRun());
    for (const id of seven) {
      await ledger.runs.recordDeferral("run-1", `deferred ${id}`, "1", "off");
      await ledger.runs.recordSweep(aSweep({ identityId: id }));
    }

    const sweeps = await collect(ledger.runs.sweeps("run-1"));

    expect(sweeps.map(({ identityId }) => identityId)).toEqual(seven);
  });

  it("tells the latest runs, as many as wanted", async () => {
    for (const id of seven) await ledger.runs.begin(aRun({ runId: id, startedAt: minutesAfter(Number(id)) }));

    expect((await ledger.runs.latest(5)).map(({ runId }) => runId)).toEqual(["7", "6", "5", "4", "3"]);
  });

  it("tells all identities and all flags", async () => {
    for (const id of seven) {
      await ledger.identities.recordListing(id, { at: NOW, count: 0, trust: "believed" });
      await ledger.flags.add(id, aMark());
    }

    const identities = await collect(ledger.identities.all());
    const flags = await collect(ledger.flags.all());

    expect(identities.map(({ identityId }) => identityId).sort()).toEqual(seven);
    expect(flags.map(({ subject }) => subject).sort()).toEqual(seven);
  });
});

describe("a batch read of which DynamoDB leaves keys unread", () => {
  const item = (personId: string) => ({ personId, customer: { by: "crm", at: NOW.toISOString(), note: null } });
  const setUp = () => {
    const { documentClient } = connect("http://127.0.0.1:9");
    const mock = mockClient(documentClient);
    const waits: number[] = [];
    const sleep = async (ms: number) => {
      waits.push(ms);
    };
    return { mock, waits, ledger: createDynamoLedger({ documentClient, tables, now: () => NOW, sleep }) };
  };
  const people = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `p${from + index}`);

  it("asks for those again, later and later, until it has all", async () => {
    const { mock, waits, ledger } = setUp();
    mock
      .on(BatchGetCommand)
      .resolvesOnce({
        Responses: { F: [item("p0")] },
        UnprocessedKeys: { F: { Keys: [{ personId: "p1" }, { personId: "p2" }] } },
      })
      .resolvesOnce({ Responses: {}, UnprocessedKeys: { F: { Keys: [{ personId: "p1" }, { personId: "p2" }] } } })
      .resolvesOnce({ Responses: { F: [item("p2")] }, UnprocessedKeys: { F: { Keys: [{ personId: "p1" }] } } })
      .resolves({ Responses: { F: [item("p1")] } });

    const found = await ledger.flags.findMany(people(0, 3), { consistent: false });

    expect(new Set(found.keys())).toEqual(new Set(["p0", "p1", "p2"]));
    expect(mock.commandCalls(BatchGetCommand).map(({ args }) => keysOf(args[0].input))).toEqual([
      ["p0", "p1", "p2"],
      ["p1", "p2"],
      ["p1", "p2"],
      ["p1"],
    ]);
    expect(waits).toHaveLength(3);
    for (const [round, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(25 * 2 ** round);
      expect(wait).toBeLessThanOrEqual(50 * 2 ** round);
    }
  });

  it("is a fault when they stay unread: nobody is taken to be without a flag", async () => {
    const { mock, waits, ledger } = setUp();
    const unread = { UnprocessedKeys: { F: { Keys: [{ personId: "p0" }] } } };
    mock.on(BatchGetCommand).resolves(unread);

    await expect(ledger.flags.findMany(["p0"], { consistent: false })).rejects.toThrow(
      "F: 1 keys still unread after 8 rounds",
    );

    expect(waits).toHaveLength(7);
  });

  it("never asks for more than 100 at a time, nor for anybody twice", async () => {
    const { mock, ledger } = setUp();
    mock.on(BatchGetCommand).resolves({ Responses: {} });

    await ledger.flags.findMany([...people(0, 250), ...people(0, 50)], { consistent: false });

    const asked = mock.commandCalls(BatchGetCommand).map(({ args }) => keysOf(args[0].input));
    expect(asked.map((keys) => keys.length)).toEqual([100, 100, 50]);
    expect(asked.flat()).toEqual(people(0, 250));
  });
});

describe("what a decision hangs on", () => {
  it("is read consistently, the invitations to a person too", async () => {
    const { documentClient } = connect("http://127.0.0.1:9");
    const mock = mockClient(documentClient);
    const { identityId, invitationId } = anInvitation();
    mock.onAnyCommand().resolves({});
    mock.on(QueryCommand).resolves({ Items: [{ identityId, invitationId }] });
    const ledger = createDynamoLedger({ documentClient, tables, now: () => NOW });

    await ledger.invitations.find("a", "1");
    await ledger.identities.find("a");
    await ledger.identities.workspaceBlock();
    await ledger.runs.find("run-1");
    await ledger.runs.findSweep("run-1", "a");
    await ledger.runs.loadProgress("run-1", "a");
    await ledger.flags.any();
    await collect(ledger.invitations.ofPerson("1"));

    const reads = mock.commandCalls(GetCommand).map(({ args }) => args[0].input);
    expect(reads).toHaveLength(7);
    for (const read of reads) expect(read.ConsistentRead, `${read.TableName}`).toBe(true);
    const [batch] = mock.commandCalls(BatchGetCommand);
    expect(batch?.args[0].input.RequestItems?.I).toEqual({
      Keys: [{ identityId, invitationId }],
      ConsistentRead: true,
    });
  });
});

function keysOf(input: BatchGetCommand["input"]): string[] {
  return (input.RequestItems?.F?.Keys ?? []).map(({ personId }) => String(personId));
}

it("has no answer copied for the log of a client", async () => {
  const server = await startDynalite();
  const connection = connect(server.url);
  const logged: unknown[] = [];
  const log = (entry: unknown) => void logged.push(entry);
  Object.assign(connection.documentClient.config, { logger: { debug: log, info: log, warn: log, error: log } });
  const { ledger } = await freshLedger(connection, { now: () => NOW });
  logged.length = 0;

  await appeared(ledger, { invitationId: "1" });

  expect(logged).toEqual([]);
  await server.close();
});
