import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { LATEST_PROTOCOL_VERSION } from "@modelcontextprotocol/sdk/types.js";
import { describe, expect, it, vi } from "vitest";
import { startSweeper, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { keepsLedgersOnDisk } from "../../helpers/memory-folders.ts";
import { connectClient, type Person, YES } from "../mcp/helpers/assistant.ts";

keepsLedgersOnDisk();

const clientInfo = { name: "test", version: "1" };
const INITIALIZE = {
  ...{ jsonrpc: "2.0", id: 1, method: "initialize" },
  params: { protocolVersion: LATEST_PROTOCOL_VERSION, capabilities: {}, clientInfo },
};
/** For a machine with other work on it; nothing is measured by it. */
const PATIENCE_MS = 180_000;
const SWEEPER = resolve(import.meta.dirname, "../../../bin/sweeper.mjs");

/** A client of the SDK's own and the command as its child process; the code it ends with goes into a file. */
async function assistantOver(data: string, person: Person) {
  const code = join(temporaryFolder(), "code");
  const words = [process.execPath, SWEEPER, "mcp", "--data", data];
  const transport = new StdioClientTransport({
    command: "sh",
    args: ["-c", `"$@"; echo $? > "$CODE"`, "sh", ...words],
    env: { PATH: process.env.PATH ?? "", CODE: code },
    stderr: "pipe",
  });
  let said = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const connected = await connectClient(transport, person);
  const faults: Error[] = [];
  connected.client.onerror = (error) => void faults.push(error);
  const end = async () => {
    await connected.client.close();
    await vi.waitFor(() => expect(existsSync(code) && readFileSync(code, "utf8") !== "").toBe(true), PATIENCE_MS);
    return readFileSync(code, "utf8").trim();
  };
  return { ...connected, faults, end, said: () => said };
}

describe("sweeper mcp", () => {
  it(
    "serves a client over standard input and output, and ends with 0 when the input closes",
    async () => {
      const data = temporaryFolder();
      await sweeper(["run", "--data", data]);
      const { client, call, asked, faults, end, said } = await assistantOver(data, YES);

      const { tools } = await client.listTools();
      const preview = await call("preview", { limit: 2 });
      const others = [await call("report"), await call("outcomes"), await call("identities")];
      const canInvite = await call("can_invite", { person: preview.value.rows[0].personId });
      const flagged = await call("flag", { person: "90001", as: "protected" });
      const wanted = { invitation: preview.value.rows[1].invitationId, reason: "left" };
      const requested = await call("request_withdrawal", wanted);
      const code = await end();
      const { out } = await sweeper(["outcomes", "--json", "--data", data]);

      expect(tools).toHaveLength(7);
      expect(preview.value.target).toBe("sandbox (made-up people)");
      expect(others.map(({ isError }) => isError)).toEqual([false, false, false]);
      expect(canInvite.value.answer).toBe("no");
      expect([flagged.value.status, requested.value.status]).toEqual(["flagged", "stored"]);
      expect(asked).toHaveLength(2);
      expect(JSON.parse(out)).toEqual([]);
      // Whatever is no message of the protocol on standard output is an error to the client.
      expect(faults).toEqual([]);
      expect(said()).toContain("target: sandbox · Sandbox: made-up people");
      expect(code).toBe("0");
    },
    PATIENCE_MS,
  );

  it(
    "ends with 0 at a signal, says nothing but the protocol, and leaves the data folder to others",
    async () => {
      const data = temporaryFolder();
      const child = spawn(process.execPath, [SWEEPER, "mcp", "--data", data], { stdio: ["pipe", "pipe", "ignore"] });
      child.stdin.write(`${JSON.stringify(INITIALIZE)}\n`);
      const [answer] = await once(child.stdout, "data");

      child.kill("SIGTERM");
      const [code] = await once(child, "close");

      expect(JSON.parse(String(answer))).toMatchObject({ id: 1, result: { serverInfo: { name: "invite-sweeper" } } });
      expect(code).toBe(0);
      expect((await sweeper(["run", "--data", data])).code).toBe(0);
    },
    PATIENCE_MS,
  );

  it(
    "answers what was asked before the input closed",
    async () => {
      const cwd = temporaryFolder();
      const call = { jsonrpc: "2.0", id: 2, method: "tools/call", params: { name: "outcomes", arguments: {} } };
      writeFileSync(join(cwd, "asked.jsonl"), [INITIALIZE, call].map((one) => `${JSON.stringify(one)}\n`).join(""));

      const { ended } = startSweeper(["mcp", "--data", cwd], { cwd, shell: '"$@" < asked.jsonl' });
      const { code, out } = await ended;

      expect(code).toBe(0);
      const answers = out
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(answers).toMatchObject([{ id: 1 }, { id: 2, result: { structuredContent: { rows: [], leftOut: 0 } } }]);
    },
    PATIENCE_MS,
  );

  it("is refused where its target is in doubt, for two of its tools write", async () => {
    const { code, err } = await sweeper(["mcp", "--data", temporaryFolder()], { env: { EDGES_API_KEY: "a-key" } });

    expect(code).toBe(2);
    expect(err).toContain("no target is named");
  });
});
