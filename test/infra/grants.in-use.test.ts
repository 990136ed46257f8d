import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { onCleanupMessages } from "../../lib/cleanup/on-messages.ts";
import { cleanupMessages, startCleanup } from "../../lib/cleanup/start-cleanup.ts";
import type { Collaborators } from "../../lib/collaborators.ts";
import {
  CLEANUP_FUNCTION,
  type DeployedFunctionName,
  DIGEST_FUNCTION,
  FUNCTION_NAMES,
  REQUEST_FUNCTION,
  ROLL_UP_FUNCTION,
} from "../../lib/contract/functions.ts";
import { INVITATIONS, TABLES } from "../../lib/contract/tables.ts";
import { sendDigest } from "../../lib/digest/send-digest.ts";
import type { ChosenInvitation } from "../../lib/domain/cleanup.ts";
import { later, SECOND_MS } from "../../lib/domain/time.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import {
  CLEANUP_GRANTS,
  DIGEST_GRANTS,
  GRANTS,
  type Grant,
  REQUEST_GRANTS,
  ROLL_UP_GRANTS,
} from "../../lib/infra/grants.ts";
import type { DayLedger } from "../../lib/ledger/day-ledger.ts";
import { CLEANUPS } from "../../lib/ledger/dynamo-cleanups.ts";
import { DAYS } from "../../lib/ledger/dynamo-day-item.ts";
import { WORKSPACE } from "../../lib/ledger/dynamo-identity-item.ts";
import { ID_TRIALS } from "../../lib/ledger/dynamo-ids.ts";
import { createDynamoDayLedger, createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { LISTERS } from "../../lib/ledger/dynamo-listers.ts";
import { createDynamoStops, STOPS } from "../../lib/ledger/dynamo-stops.ts";
import { addressSubject } from "../../lib/ledger/flag-subject.ts";
import { profileKeyOf } from "../../lib/ledger/profile-key.ts";
import type { StopLedger } from "../../lib/ledger/stop-ledger.ts";
import { type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { runOnce } from "../../lib/local/run.ts";
import { toSqsRecord } from "../../lib/local/to-sqs-record.ts";
import { openWorkspace, type Workspace } from "../../lib/local/workspace.ts";
import { onRequest } from "../../lib/requests/on-request.ts";
import { rollUp } from "../../lib/roll-up/roll-up.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import { personFor, profileUrl } from "../../lib/sandbox/people.ts";
import { findLiveOrder } from "../../lib/settings/find-live-order.ts";
import { stoppedPolicy } from "../../lib/settings/stopped-policy.ts";
import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { sweep } from "../../lib/sweep/sweep.ts";
import { connect, freshTables } from "../helpers/dynamo-emulator.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { ANA, account, idOf, NOBODY_ANSWERS, policyOf } from "../helpers/test-bed.ts";

/** Which function is running: every request to a table is made in somebody's name. */
const running = vi.hoisted(() => ({ as: undefined as unknown as AsyncLocalStorage<DeployedFunctionName> }));
running.as = new AsyncLocalStorage();

vi.mock("../../lib/start-run/on-schedule.ts", async (original) => {
  const { onSchedule } = await original<typeof import("../../lib/start-run/on-schedule.ts")>();
  return {
    onSchedule: (...given: Parameters<typeof onSchedule>) => running.as.run("start-run", () => onSchedule(...given)),
  };
});
vi.mock("../../lib/sweep/on-messages.ts", async (original) => {
  const { onSweepMessages } = await original<typeof import("../../lib/sweep/on-messages.ts")>();
  return {
    onSweepMessages: (...given: Parameters<typeof onSweepMessages>) =>
      running.as.run("sweep", () => onSweepMessages(...given)),
  };
});
vi.mock("../../lib/sweep/sweep-together.ts", async (original) => {
  const { sweepTogether } = await original<typeof import("../../lib/sweep/sweep-together.ts")>();
  return {
    sweepTogether: (...given: Parameters<typeof sweepTogether>) =>
      running.as.run("sweep", () => sweepTogether(...given)),
  };
});
vi.mock("../../lib/withdraw/on-messages.ts", async (original) => {
  const { onWithdrawMessages } = await original<typeof import("../../lib/withdraw/on-messages.ts")>();
  return {
    onWithdrawMessages: (...given: Parameters<typeof onWithdrawMessages>) =>
      running.as.run("withdraw", () => onWithdrawMessages(...given)),
  };
});

/** What each function has sent, one line a kind of request: `table Runs dynamodb:PutItem`. */
const used: Record<DeployedFunctionName, Set<string>> = {
  "start-run": new Set(),
  sweep: new Set(),
  withdraw: new Set(),
  digest: new Set(),
  request: new Set(),
  cleanup: new Set(),
  "roll-up": new Set(),
};

let server: LocalDynamo;
beforeAll(async () => {
  server = await startDynalite();
});
afterAll(() => server.close());

interface Recorded extends Workspace {
  readonly days: DayLedger;
  readonly stops: StopLedger;
}

const open: Workspace[] = [];
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.close();
});

/** A workspace whose ledger keeps a record of who asked for what. */
async function recordedWorkspace(
  backlog: number,
  faults: readonly FaultSpec[] = [],
  edges: (real: EdgesClient) => EdgesClient = (real) => real,
): Promise<Recorded> {
  const opened = await openWorkspace({
    root: join(tmpdir(), `sweeper-grants-${randomUUID()}`),
    edges: { kind: "sandbox", options: { identities: [account({ backlog })], fates: NOBODY_ANSWERS, seed: 7, faults } },
    policySeed: { document: {}, where: "the test" },
    traceless: true,
  });
  const { client, documentClient } = connect(server.url);
  const tables = await freshTables(client);
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        const name = running.as.getStore();
        if (name !== undefined) for (const request of requestsOf(commandName, args.input)) used[name].add(request);
        return next(args);
      },
    { step: "initialize", name: "record" },
  );
  const options = { documentClient, tables, now: opened.clock.now };
  const stops = createDynamoStops(documentClient, tables.runs);
  await stops.setMode({ mode: "live", since: opened.clock.now().toISOString(), lease: null });
  const workspace: Recorded = {
    ...opened,
    ledger: createDynamoLedger(options),
    stops,
    days: createDynamoDayLedger(options),
    edges: edges(opened.edges),
    async close() {
      await opened.close();
      client.destroy();
    },
  };
  open.push(workspace);
  return workspace;
}

/** A request as the grants name it; a read or write of an item of our own, which stands for no identity, says so. */
function requestsOf(commandName: string, input: object): string[] {
  const action = `dynamodb:${commandName.replace(/Command$/, "")}`;
  const given = input as Record<string, unknown>;
  const names = "RequestItems" in given ? Object.keys(given.RequestItems as object) : [String(given.TableName)];
  return names.map((name) => {
    const { id } = TABLES.find((table) => name.endsWith(`.${table.id}`)) ?? { id: `unknown ${name}` };
    const on = given.IndexName === undefined ? `table ${id}` : `index ${id}/${String(given.IndexName)}`;
    const key = JSON.stringify(given.Key ?? given.Item ?? given.ExpressionAttributeValues ?? {});
    const own = [WORKSPACE, ID_TRIALS, STOPS, DAYS, CLEANUPS, LISTERS].find((name) => key.includes(`"${name}"`));
    return `${on} ${action}${own === undefined ? "" : ` for ${own}`}`;
  });
}

const LIVE = policyOf({ dailyCap: 3 });
/** As the deployed functions read it; the one of the schedule looks for an order besides. */
function liveOn({ stops, ledger, clock, log }: Recorded, policy = LIVE) {
  const findOrder = findLiveOrder({ runs: ledger.runs, stops, now: clock.now, log });
  const isStartRun = () => running.as.getStore() === "start-run";
  return stoppedPolicy(policy, stops, { bornDry: true, findOrder: async () => (isStartRun() ? findOrder() : null) });
}
const run = (workspace: Recorded, policy = LIVE) =>
  runOnce(workspace, { policy: liveOn(workspace, policy), fastForward: true });
const refusing = (action: "list" | "withdraw" | "identities"): FaultSpec => ({
  kind: "label",
  label: "NO_ACCESS",
  status: 402,
  action,
});

describe("what the functions ask of the tables", () => {
  it("in a run, and in the same run delivered twice", async () => {
    const workspace = await recordedWorkspace(12);
    const { runId } = await run(workspace);

    const c = { ...workspace, policy: liveOn(workspace), queues: { sweep: nowhere, withdraw: nowhere } };
    const again = await onSchedule(c, { scheduledTime: runId });

    expect(again.alreadyStarted).toBe(true);
  });

  it("in the first run of a stack that was live before orders were kept", async () => {
    const workspace = await recordedWorkspace(12);
    const { clock, ledger } = workspace;
    const before = later(clock.now(), -24 * 3600 * SECOND_MS);
    const runId = before.toISOString();
    await ledger.runs.begin({ runId, scheduledAt: before, startedAt: before, mode: "live", policyVersion: 1 });
    const withoutOrder: StopLedger = {
      ...workspace.stops,
      read: async () => ({ ...(await workspace.stops.read()), mode: null }),
    };

    const { mode } = await run({ ...workspace, stops: withoutOrder });

    expect(mode).toBe("dry-run");
    expect((await ledger.runs.find(runId))?.mode).toBe("live");
  });

  it.each(["identities", "list", "withdraw"] as const)(
    "when the workspace is refused at %s, and when it is let in again",
    async (action) => {
      const workspace = await recordedWorkspace(12, [refusing(action)]);

      await run(workspace).catch(() => undefined);

      expect(await workspace.ledger.identities.workspaceBlock()).not.toBeNull();
      workspace.clock.advance(later(workspace.clock.now(), 24 * 3600 * SECOND_MS));
      await run(workspace);
      expect(await workspace.ledger.identities.workspaceBlock()).toBeNull();
    },
  );

  it("when a listing goes on in a later receive", async () => {
    const workspace = await recordedWorkspace(150);
    const { clock } = workspace;
    const c: Collaborators = { ...workspace, policy: liveOn(workspace), queues: { sweep: nowhere, withdraw: nowhere } };
    const message = {
      v: 1,
      kind: "sweep",
      runId: "2027-01-04T09:00:00.000Z",
      identityId: ANA,
      connected: true,
    } as const;
    const runs = workspace.ledger.runs;
    const at = clock.now();
    await runs.begin({ runId: message.runId, scheduledAt: at, startedAt: at, mode: "live", policyVersion: 1 });
    const receive = (seconds: number) =>
      running.as.run("sweep", () => workspace.skipWaits(sweep(c, message, later(clock.now(), seconds * SECOND_MS))));

    const first = await receive(60);
    if (first.kind === "retry") clock.advance(first.at);
    const second = await receive(300);

    expect([first.kind, second.kind]).toEqual(["retry", "ack"]);
    expect((await runs.findSweep(message.runId, ANA))?.listed).toBe(150);
  });

  it("when a listing shows an invitation that had been given up", async () => {
    const workspace = await recordedWorkspace(12);
    const { clock, ledger, sandbox } = workspace;
    const [standing] = sandbox?.world.trueStates(ANA, clock.now().getTime()) ?? [];
    if (standing === undefined) throw new Error("the sandbox has no invitation");
    const key = { identityId: ANA, invitationId: idOf(standing.urn) };
    const seen = later(clock.now(), -48 * 3600 * SECOND_MS);
    const person = {
      urn: standing.urn,
      personId: String(standing.profileId),
      profileKey: null,
      kind: "CONNECTION",
      sentAt: seen,
      firstSeenAt: seen,
      unreadableAt: null,
      salesNavigatorKey: null,
      sentFrom: null,
      sentWidthAtFirstSight: null,
      contradictingAt: null,
    };
    await ledger.invitations.insertIfAbsent({ ...key, ...person });
    await ledger.invitations.end(ANA, key.invitationId, gone(seen), clock.now());

    await run(workspace);

    expect((await ledger.invitations.find(ANA, key.invitationId))?.ending?.outcome).not.toBe("gone");
  });

  it("when somebody is flagged by an address that nobody knows yet", async () => {
    const workspace = await recordedWorkspace(12);
    const [standing] = workspace.sandbox?.world.trueStates(ANA, workspace.clock.now().getTime()) ?? [];
    const profileKey = profileKeyOf(profileUrl(personFor(7, standing?.profileId ?? 0))) ?? "";
    await workspace.ledger.flags.add(addressSubject(profileKey), aMark());

    await run(workspace);

    const found = await workspace.ledger.flags.findMany([addressSubject(profileKey)], { consistent: true });
    expect([...found.values()].map(({ belongsTo }) => belongsTo)).toEqual([String(standing?.profileId)]);
  });

  it("when somebody is flagged, before their call, by an address that no listing has claimed", async () => {
    const held: { workspace?: Recorded } = {};
    let calls = 0;
    const workspace = await recordedWorkspace(12, [], (real) => ({
      ...real,
      async withdrawInvitation(order) {
        calls += 1;
        const all = held.workspace?.sandbox?.world.trueStates(ANA, held.workspace.clock.now().getTime()) ?? [];
        for (const { profileId } of calls === 1 ? all : []) {
          const profileKey = profileKeyOf(profileUrl(personFor(7, profileId))) ?? "";
          // In nobody's name: it is not the function that flags.
          await running.as.exit(async () => held.workspace?.ledger.flags.add(addressSubject(profileKey), aMark()));
        }
        return real.withdrawInvitation(order);
      },
    }));
    held.workspace = workspace;

    await run(workspace);

    expect(calls).toBe(1);
  });

  it("when others ask for withdrawals and flag people, by every way there is to name somebody", async () => {
    const workspace = await recordedWorkspace(12);
    await run(workspace);
    const standings = workspace.sandbox?.world.trueStates(ANA, workspace.clock.now().getTime()) ?? [];
    const [one, two, three] = standings.filter(({ state }) => state === "pending");
    if (one === undefined || two === undefined || three === undefined) throw new Error("there are twelve");
    const c = { ...workspace, policy: liveOn(workspace), queues: { sweep: nowhere, withdraw: nowhere } };
    const asked = { reason: "left-the-market", requestedBy: "crm" };
    const whom = [
      { "detail-type": "Withdrawal Requested", detail: { ...asked, invitationUrn: one.urn } },
      { "detail-type": "Withdrawal Requested", detail: { ...asked, personId: String(two.profileId) } },
      {
        "detail-type": "Person Flagged",
        detail: { profileUrl: profileUrl(personFor(7, three.profileId)), as: "customer", flaggedBy: "crm" },
      },
    ];

    for (const [index, wish] of whom.entries()) {
      const event = { id: `event-${index}`, source: "crm", time: workspace.clock.now().toISOString(), ...wish };
      const { invitations } = await running.as.run("request", () => onRequest(c, event));
      expect(invitations).toHaveLength(1);
    }
  });

  it.each(["work off", "refuse"] as const)("in a clean-up by hand whose runs Edges will %s", async (how) => {
    const refusal: FaultSpec = { kind: "label", label: "NO_ACCESS", status: 402, action: "start-run" };
    const workspace = await recordedWorkspace(12, how === "refuse" ? [refusal] : []);
    await run(workspace);
    const { clock, ledger } = workspace;
    clock.advance(later(clock.now(), 24 * 3600 * SECOND_MS));
    const chosen: ChosenInvitation[] = [];
    for await (const { invitationId } of ledger.invitations.open(ANA)) chosen.push({ invitationId, reason: "stale" });
    const cleanupId = await startCleanup({ ...workspace, newId: randomUUID }, new Map([[ANA, chosen.slice(0, 3)]]));
    // Addresses that no listing has claimed yet: before a claim it is looked up who else is known under it.
    for (const { profileId } of workspace.sandbox?.world.trueStates(ANA, clock.now().getTime()) ?? []) {
      const profileKey = profileKeyOf(profileUrl(personFor(7, profileId))) ?? "";
      await ledger.flags.add(addressSubject(profileKey), aMark({ kind: "customer" }));
    }
    const [{ body } = { body: "" }] = cleanupMessages(cleanupId, [ANA]);
    const hidden: number[] = [];
    const cleanup = {
      send: async () => {},
      hide: async (_handle: string, seconds: number) => void hidden.push(seconds),
    };
    const c = { ...workspace, policy: liveOn(workspace), pollMs: 300 * SECOND_MS, queues: { cleanup } };
    const event = { Records: [toSqsRecord({ MessageId: "m", ReceiptHandle: "r", Body: body })] };

    for (let looks = 0; looks < 10; looks += 1) {
      const { batchItemFailures } = await running.as.run("cleanup", () => onCleanupMessages(c, event));
      if (batchItemFailures.length === 0) break;
      clock.advance(later(clock.now(), (hidden.at(-1) ?? 0) * SECOND_MS));
    }

    const part = await ledger.cleanups.findPart(cleanupId, ANA);
    expect(part).toMatchObject(
      how === "refuse"
        ? { state: "over", withdrawn: 0, stoppedBy: "workspace-stopped" }
        : { state: "over", withdrawn: 3 },
    );
  });

  it("when a digest is sent", async () => {
    const workspace = await recordedWorkspace(12);
    await run(workspace);
    workspace.clock.advance(later(workspace.clock.now(), 24 * 3600 * SECOND_MS));
    const { runId, identities } = await run(workspace, policyOf({ dailyCap: 3, noticeDays: 2 }));
    // More than a run's own item tells.
    const leftOut = Array.from({ length: 201 }, (_, index) => `identity-${index}`);
    await workspace.ledger.runs.markStarted(runId, identities.length, leftOut);
    const due = later(workspace.clock.now(), SECOND_MS);
    workspace.clock.advance(due);
    const mails: string[] = [];
    const stored = { bucket: "b", key: "k", region: "r", link: "l", endsAt: due, endIsSure: true, deletedAt: due };

    await running.as.run("digest", () =>
      sendDigest(
        {
          ...workspace,
          policy: liveOn(workspace),
          previous: () => later(due, -7 * 24 * 3600 * SECOND_MS),
          page: () => "",
          reports: { store: async () => stored },
          mail: { publish: async (subject) => void mails.push(subject) },
          stackName: "test",
        },
        due,
      ),
    );

    expect(mails).toEqual([expect.stringMatching(/^test: 3 withdrawn, 0 accepted, \d announced$/)]);
  });

  it("when days are packed and, weeks later, held against the index", async () => {
    const workspace = await recordedWorkspace(12);
    await run(workspace);
    const { clock, days } = workspace;
    for (const weeks of [1, 5]) {
      clock.advance(later(clock.now(), weeks * 7 * 24 * 3600 * SECOND_MS));
      const c = { ...workspace, ledger: { days, runs: workspace.ledger.runs } };
      const { packed, failed } = await running.as.run("roll-up", () => rollUp(c, later(clock.now(), SECOND_MS)));
      expect([packed > 0, failed]).toEqual([true, 0]);
    }
  });

  // Last: it looks at what all the others have used.
  it.each<DeployedFunctionName>([
    ...FUNCTION_NAMES,
    REQUEST_FUNCTION,
    CLEANUP_FUNCTION,
    DIGEST_FUNCTION,
    ROLL_UP_FUNCTION,
  ])("is what %s is granted, neither more nor less", (name) => {
    const grants: readonly Grant<string>[] = {
      ...GRANTS,
      ...REQUEST_GRANTS,
      ...CLEANUP_GRANTS,
      ...DIGEST_GRANTS,
      ...ROLL_UP_GRANTS,
    }[name];
    const granted = grants.flatMap(({ on, actions, partitionKeys }) =>
      on.startsWith("table ") || on.startsWith("index ")
        ? actions.map((action) => `${on} ${action}${partitionKeys === undefined ? "" : ` for ${partitionKeys}`}`)
        : [],
    );
    // A grant for the whole table covers the workspace's item too.
    const needed = [...used[name]].map((request) => {
      const [general = request] = request.split(" for ");
      return granted.includes(general) ? general : request;
    });

    expect([...new Set(needed)].sort()).toEqual(granted.sort());
  });
});

it("knows every table and index of the ledger", () => {
  expect(TABLES.map(({ id }) => id)).toEqual(["Invitations", "Identities", "Runs", "Flags"]);
  expect(INVITATIONS.indexes[0].name).toBe("pending");
});

const nowhere = { send: async () => {}, hide: async () => {} };

function gone(endedAt: Date) {
  return {
    outcome: "gone",
    endedAt,
    withdrawnAt: null,
    daysPending: 1,
    reason: null,
    thresholdDays: 21,
    policyVersion: 1,
    confirmed: true,
    heldOut: false,
    reinviteAfter: null,
    runId: "before",
  } as const;
}
