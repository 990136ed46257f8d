import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ENVIRONMENT } from "../../lib/contract/environment.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import { startSandbox } from "../../lib/sandbox/server.ts";
import { connect } from "../helpers/dynamo-emulator.ts";
import { type FakeStacks, parameterOf, runsTableOf, startFakeStacks } from "../helpers/fake-stacks.ts";
import { account } from "../helpers/test-bed.ts";

const NAME = "upgraded";
/** Nobody to send a message for: it is the mode that counts here. */
const LIVE = { mode: "live", paused: [{ id: "all" }] };

let stacks: FakeStacks;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let connection: ReturnType<typeof connect>;
beforeEach(async () => {
  stacks = await startFakeStacks();
  await stacks.deploy(NAME, { policy: LIVE });
  sandbox = await startSandbox({ identities: [account()], apiKey: "the-one-key" });
  connection = connect(stacks.dynamo.url);
  const environment = {
    invitationsTable: `${NAME}-Invitations`,
    identitiesTable: `${NAME}-Identities`,
    runsTable: runsTableOf(NAME),
    flagsTable: `${NAME}-Flags`,
    sweepQueueUrl: `${stacks.account.url}/sweep`,
    withdrawQueueUrl: `${stacks.account.url}/withdraw`,
    startRunQueueUrl: `${stacks.account.url}/start-run`,
    policyParameter: parameterOf(NAME),
    edgesApiKeySecret: `${NAME}-key`,
    edgesBaseUrl: sandbox.url,
  } as const;
  for (const [key, value] of Object.entries(environment)) {
    vi.stubEnv(ENVIRONMENT[key as keyof typeof environment], value);
  }
  vi.stubEnv("POWERTOOLS_LOG_LEVEL", "SILENT");
  vi.stubEnv("POWERTOOLS_METRICS_DISABLED", "true");
});
afterEach(async () => {
  connection.client.destroy();
  await sandbox.close();
  await stacks.close();
});

/** The deployed function in a new container. */
async function start(scheduledTime: string): Promise<string> {
  vi.resetModules();
  const { handler } = await import("../../lambdas/start-run/handler.ts");
  const started = await handler({ scheduledTime }, { getRemainingTimeInMillis: () => 300_000 });
  return "mode" in started ? started.mode : "a batch";
}

const stops = () => createDynamoStops(connection.documentClient, runsTableOf(NAME));

async function ranBefore(mode: string): Promise<void> {
  const at = "2026-03-01T09:00:00.000Z";
  const Item = {
    ...{ runId: at, identityId: "#run", kind: "run", startedAt: at, scheduledAt: at, expiresAt: 1_835_429_400 },
    ...{ mode, policyVersion: 3, state: "started", identities: 2, notConnected: [], queued: 12, startFailed: null },
  };
  await connection.documentClient.send(new PutCommand({ TableName: runsTableOf(NAME), Item }));
}

describe("start-run as it is deployed", () => {
  it("on a new stack runs dry, whatever its policy says", async () => {
    expect(await start("2026-11-02T09:00:00.000Z")).toBe("dry-run");
    expect((await stops().read()).mode).toBeNull();
  });

  it("on a stack that was live under an earlier version stays live, and notes it for all others", async () => {
    await ranBefore("live");

    expect(await start("2026-11-02T09:00:00.000Z")).toBe("live");
    expect((await stops().read()).mode).toMatchObject({ mode: "live" });
    expect(await start("2026-11-03T09:00:00.000Z")).toBe("live");
  });

  it("on a stack that is switched off stays off, whatever is deployed", async () => {
    await ranBefore("live");
    await stacks.on(NAME, "policy", "set", "mode=off");
    stacks.updateParameter(NAME, LIVE);

    expect(await start("2026-11-02T09:00:00.000Z")).toBe("off");
  });
});
