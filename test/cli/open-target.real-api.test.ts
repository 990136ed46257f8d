import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { afterEach, describe, expect, it } from "vitest";
import { startDynalite } from "../../lib/local/dynalite.ts";
import { LOCAL_AWS } from "../../lib/local/local-aws.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../../lib/sandbox/server.ts";
import { startSweeper, sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { keepsLedgersOnDisk } from "../helpers/memory-folders.ts";
import { account, NOBODY_ANSWERS } from "../helpers/test-bed.ts";

keepsLedgersOnDisk();

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

async function anApi(faults: readonly FaultSpec[] = [], backlog = 12) {
  const sandbox = await startSandbox({ seed: 3, identities: [account({ backlog })], fates: NOBODY_ANSWERS, faults });
  running.push(sandbox);
  const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
  const data = temporaryFolder();
  const folder = join(data, new URL(sandbox.url).host.replace(":", "-"));
  return { sandbox, env, data, folder, target: ["--edges", "real", "--data", data] };
}

const withdrawCalls = ({ world }: Sandbox) => world.calls().filter(({ action }) => action === "withdraw");

describe("--edges real", () => {
  it.each([["preview"], ["run"], ["run --live --yes"], ["identities"]])(
    "%s without EDGES_API_KEY ends with 2 and one line that names the variable and where to get a key",
    async (command) => {
      const data = join(temporaryFolder(), "data");

      const { code, out, err } = await sweeper([...command.split(" "), "--edges", "real", "--data", data], {
        env: { EDGES_API_KEY: "  " },
      });

      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err.split("\n")).toHaveLength(1);
      expect(err).toContain("EDGES_API_KEY");
      expect(err).toContain("https://app.edges.run/settings/developers");
      expect(existsSync(data)).toBe(false);
    },
  );

  it.each(["", "localhost:4010/v1", "not an address", "ftp://127.0.0.1/v1"])(
    "with EDGES_BASE_URL=%j ends with 2 and one line that names the variable",
    async (EDGES_BASE_URL) => {
      const data = join(temporaryFolder(), "data");
      const env = { EDGES_API_KEY: "key", EDGES_BASE_URL };

      const { code, err } = await sweeper(["preview", "--edges", "real", "--data", data], { env });

      expect(code).toBe(2);
      expect(err).toContain("EDGES_BASE_URL");
    },
  );

  it("keeps its data apart from the sandbox's", async () => {
    const { env, data, folder, target } = await anApi();

    await sweeper(["run", ...target], { env });

    expect(existsSync(join(folder, "ledger"))).toBe(true);
    expect(existsSync(join(data, "sandbox"))).toBe(false);
    expect(existsSync(join(folder, "edges.ndjson"))).toBe(false);
  });

  it("does a dry run without asking", async () => {
    const { env, target, sandbox } = await anApi();

    const { code, asked } = await sweeper(["run", ...target], { env, answer: false });

    expect(code).toBe(0);
    expect(asked).toEqual([]);
    expect(withdrawCalls(sandbox)).toEqual([]);
  });

  it("refuses a live run without a terminal unless --yes is given, and calls nobody", async () => {
    const { env, target, sandbox } = await anApi();

    const { code, err } = await sweeper(["run", "--live", ...target], { env });

    expect(code).toBe(2);
    expect(err).toContain("--yes");
    expect(sandbox.world.calls()).toEqual([]);
  });

  it("asks before a live run at a terminal, says how many, and withdraws nothing at a no", async () => {
    const { env, target, sandbox } = await anApi();

    const { code, asked } = await sweeper(["run", "--live", ...target], { env, answer: false });

    expect(code).not.toBe(0);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/\d+ invitation/);
    expect(asked[0]).toContain("cannot be undone");
    expect(withdrawCalls(sandbox)).toEqual([]);
  });

  it("asks for a policy that is live by itself too", async () => {
    const { env, target, sandbox } = await anApi();
    await sweeper(["policy", "set", "mode=live", ...target], { env });

    const { asked } = await sweeper(["run", ...target], { env, answer: false });

    expect(asked).toHaveLength(1);
    expect(withdrawCalls(sandbox)).toEqual([]);
  });
});

describe("a data folder that cannot be used", () => {
  it("in use by another process is told in one line, and nothing in it changes", async () => {
    const data = temporaryFolder();
    const folder = join(data, "sandbox", "ledger");
    mkdirSync(folder, { recursive: true });
    const holder = await startDynalite({ path: folder });

    const { ended } = startSweeper(["preview", "--data", data]);
    const { code, err } = await ended;
    await holder.close();

    expect(code).toBe(1);
    expect(err.trim().split("\n")).toHaveLength(1);
    expect(err).toContain("in use by another process");
  });

  it.each(["policy set mode=off", "policy show", "threshold set 30"])(
    "%s works while a run has it open: the kill switch is for just that moment",
    async (command) => {
      const data = temporaryFolder();
      const folder = join(data, "sandbox", "ledger");
      mkdirSync(folder, { recursive: true });
      const holder = await startDynalite({ path: folder });

      const { ended } = startSweeper([...command.split(" "), "--data", data]);
      const { code, err } = await ended;
      await holder.close();

      expect(err).not.toContain("in use");
      expect(code).toBe(0);
    },
  );

  it("that holds no readable database is told in one line, and kept as it is", async () => {
    const data = temporaryFolder();
    const folder = join(data, "sandbox", "ledger");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "notes.txt"), "mine");

    const { code, err } = await sweeper(["preview", "--data", data]);

    expect(code).toBe(1);
    expect(err.split("\n")).toHaveLength(1);
    expect(err).toContain("does not hold a readable database");
    expect(readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
  });

  it("with tables of another version is told, and the process ends", async () => {
    const data = temporaryFolder();
    const folder = join(data, "sandbox", "ledger");
    mkdirSync(folder, { recursive: true });
    const older = await startDynalite({ path: folder });
    const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: older.url });
    await client.send(
      new CreateTableCommand({
        ...{ TableName: "Flags", BillingMode: "PAY_PER_REQUEST" },
        KeySchema: [{ AttributeName: "person", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "person", AttributeType: "S" }],
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName: "Flags" });
    client.destroy();
    await older.close();

    const { child, ended, said } = startSweeper(["outcomes", "--data", data]);
    // A process that left something open never ends, and the test with it: no deadline of ours, which a busy machine breaks.
    const { code } = await ended;

    expect(said().err).toContain("Flags has other keys");
    expect(child.signalCode).toBeNull();
    expect(code).toBe(1);
  });
});

describe("sandbox", () => {
  it("says in one line that a port is taken and what to do", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";

    const { code, err } = await sweeper(["sandbox", "--port", port]);
    server.close();

    expect(code).toBe(1);
    expect(err.split("\n")).toHaveLength(1);
    expect(err).toMatch(/taken/);
  });

  it("serves until Ctrl-C and then ends by itself with 0", async () => {
    const { child, ended } = startSweeper(["sandbox", "--port", "0"]);
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    const url = /http:\/\/127\.0\.0\.1:\d+\/v1/.exec(line.toString())?.[0] ?? "";

    const { status } = await fetch(`${url}/identities?retrieve_accounts=true`, {
      headers: { "x-api-key": "sandbox-key" },
    });
    child.kill("SIGINT");
    const { code } = await ended;

    expect(status).toBe(200);
    expect(code).toBe(0);
  });
});

describe("runs", () => {
  it("say why a sweep concluded nothing", async () => {
    const { env, target } = await anApi([{ kind: "session-expired", action: "list" }]);
    await sweeper(["run", ...target], { env });

    const { out } = await sweeper(["runs", ...target], { env });

    expect(out).toMatch(/AUTH_EXPIRED|partial/);
  });
});
