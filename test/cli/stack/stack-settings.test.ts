import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPTIONAL_OUTPUTS } from "../../../lib/contract/outputs.ts";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { DAY_MS } from "../../../lib/domain/time.ts";
import { EDGES_BASE_URL } from "../../../lib/edges/client.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { constantServer } from "../../edges/helpers/scripted-server.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { AwsFailure } from "../../helpers/fake-account.ts";
import { type FakeDeployment, type FakeStack, startFakeDeployment } from "../../helpers/fake-stack.ts";

let aws: FakeDeployment;
let stack: FakeStack;
let sandbox: Sandbox;
/** Somebody else's server, which must never see the stack's key. */
let elsewhere: Awaited<ReturnType<typeof constantServer>>;

beforeEach(async () => {
  aws = await startFakeDeployment();
  stack = await aws.deploy("staging");
  const [first] = DEMO_TEAM.identities;
  if (first === undefined) throw new Error("the demo team has an identity");
  sandbox = await startSandbox({ identities: [{ ...first, backlog: 5 }], apiKey: stack.apiKey });
  elsewhere = await constantServer((response) => void response.writeHead(401).end("{}"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await aws.close();
});

const onStack = (argv: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  sweeper([...argv, "--stack", "staging"], { env });
/** The environment of the stack's withdraw function. */
const functionHas = (Variables: Readonly<Record<string, string>>) =>
  aws.account.on("lambda:GetFunctionConfiguration", () => ({ Environment: { Variables } }));
const outputsSay = (address: string, days: string) =>
  Object.assign(stack.outputs, { [OPTIONAL_OUTPUTS.edgesBaseUrl]: address, [OPTIONAL_OUTPUTS.retentionDays]: days });

describe("a stack with an API of its own", () => {
  it.each([["preview"], ["identities"], ["can-invite", "90001"]])(
    "is what %s calls, by the stack's outputs",
    async (...argv) => {
      outputsSay(sandbox.url, "90");

      const { code, err } = await onStack(argv);

      expect({ code, err: code === 5 ? "" : err }).toEqual({ code: argv[0] === "can-invite" ? 5 : 0, err: "" });
      expect(aws.account.requests.map(({ action }) => action)).not.toContain("lambda:GetFunctionConfiguration");
    },
  );

  it("is read from the function's environment where the stack is of the version before", async () => {
    functionHas({ EDGES_BASE_URL: sandbox.url, RETENTION_DAYS: "90" });

    const { code, out } = await onStack(["preview"]);

    expect(code).toBe(0);
    expect(out).toMatch(/^5 pending/m);
  });

  it.each([
    ["an output", (address: string) => outputsSay(address, "90")],
    ["the function", (address: string) => functionHas({ EDGES_BASE_URL: address })],
  ])("refuses another EDGES_BASE_URL, names both and calls neither: by %s", async (_, deployed) => {
    deployed(sandbox.url);

    const { code, err } = await onStack(["preview"], { EDGES_BASE_URL: elsewhere.baseUrl });

    expect(code).toBe(2);
    expect(err).toContain(`EDGES_BASE_URL is ${elsewhere.baseUrl}, but the stack staging calls ${sandbox.url}`);
    expect(elsewhere.requests).toEqual([]);
    expect(aws.account.requests.map(({ action }) => action)).not.toContain("secretsmanager:GetSecretValue");
  });

  it("takes the same EDGES_BASE_URL with another end", async () => {
    outputsSay(sandbox.url, "90");

    expect((await onStack(["preview"], { EDGES_BASE_URL: `${sandbox.url}/` })).code).toBe(0);
  });

  it("without an address in the function's environment is the real one, which another address is not", async () => {
    functionHas({ RETENTION_DAYS: "90" });

    const { code, err } = await onStack(["preview"], { EDGES_BASE_URL: elsewhere.baseUrl });

    expect(code).toBe(2);
    expect(err).toContain(`calls ${EDGES_BASE_URL}`);
    expect(elsewhere.requests).toEqual([]);
  });
});

describe("a stack whose API is not known", () => {
  it.each([
    ["may not be read", () => aws.account.deny("lambda:GetFunctionConfiguration"), "AccessDeniedException"],
    [
      "is gone",
      () =>
        aws.account.on("lambda:GetFunctionConfiguration", () => {
          throw new AwsFailure("ResourceNotFoundException", "no function", 404);
        }),
      "ResourceNotFoundException",
    ],
    [
      "hides its environment",
      () =>
        aws.account.on("lambda:GetFunctionConfiguration", () => ({
          Environment: { Error: { ErrorCode: "AccessDeniedException", Message: "kms" } },
        })),
      "AccessDeniedException",
    ],
  ])("is refused rather than guessed: its function %s", async (_, set, why) => {
    set();

    const { code, err } = await onStack(["preview"]);

    expect(code).toBe(2);
    expect(err).toContain("where the stack staging calls Edges is not known");
    expect(err).toContain(why);
    expect(err).toContain("Nothing was called");
    expect(aws.account.requests.map(({ action }) => action)).not.toContain("secretsmanager:GetSecretValue");
  });

  it("is that of EDGES_BASE_URL, and what is not known of the retention is told", async () => {
    aws.account.deny("lambda:GetFunctionConfiguration");

    const without = await onStack(["preview"], { EDGES_BASE_URL: sandbox.url });
    const given = await onStack(["preview"], { EDGES_BASE_URL: sandbox.url, RETENTION_DAYS: "90" });

    expect([without.code, given.code]).toEqual([0, 0]);
    expect(without.err).toContain("kept for 3650 days");
    expect(given.err).toBe("");
  });

  it("can be stopped all the same", async () => {
    aws.account.deny("lambda:GetFunctionConfiguration");

    const { code } = await onStack(["policy", "set", "mode=off"], { EDGES_BASE_URL: elsewhere.baseUrl });

    expect(code).toBe(0);
  });
});

describe("what a command writes to a stack", () => {
  it.each([
    ["90 days by an output", () => outputsSay(sandbox.url, "90"), 90],
    ["45 days by the function", () => functionHas({ EDGES_BASE_URL: sandbox.url, RETENTION_DAYS: "45" }), 45],
    ["730 days where the function has none", () => functionHas({ EDGES_BASE_URL: sandbox.url }), 730],
  ])("is kept as long as the stack keeps things: %s", async (_, deployed, days) => {
    deployed();
    const id = DEMO_TEAM.identities[0]?.uid ?? "";
    const { client, documentClient } = connect(aws.account.url);
    const tables = { invitations: "staging-Invitations", identities: "staging-Identities", runs: "", flags: "" };
    await createDynamoLedger({ documentClient, tables, now: () => new Date() }).identities.replaceGate(
      ...([id, 0, FRESH_GATE] as const),
    );

    const { code, err } = await onStack(["reconcile", id, "--yes"]);

    const { Items = [] } = await documentClient.send(new ScanCommand({ TableName: "staging-Runs" }));
    client.destroy();
    const kept = Items.filter(({ expiresAt }) => expiresAt !== undefined).map(({ at, startedAt, expiresAt }) =>
      Math.round((expiresAt * 1000 - Date.parse(at ?? startedAt)) / DAY_MS),
    );
    expect({ code, err, kept: [...new Set(kept)] }).toEqual({ code: 0, err: "", kept: [days] });
  });

  it.each(["0", "abc", "-5"])("is nothing where the output says %j", async (days) => {
    outputsSay(sandbox.url, days);

    const { code, err } = await onStack(["reconcile", "a", "--yes"]);

    expect(code).toBe(2);
    expect(err).toContain(`RETENTION_DAYS is "${days}"`);
  });
});
