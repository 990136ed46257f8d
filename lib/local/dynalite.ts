import { once } from "node:events";
import { promisify } from "node:util";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { noteCleanClose } from "./clean-close.ts";
import { prepareDataFolder } from "./dynalite-folder.ts";

export { DataFolderError } from "./dynalite-folder.ts";

export interface LocalDynamo {
  /** `http://127.0.0.1:<port>`; takes any credentials. */
  readonly url: string;
  /** Ends once requests under way are answered and everything is on disk. May be repeated. */
  close(): Promise<void>;
}

export interface LocalDynamoOptions {
  /** Folder of the database; without one everything is kept in memory. */
  readonly path?: string | undefined;
  /** Tables that a folder of an earlier version is to have; what it lacks in indexes is added. Default: left as it is. */
  readonly tables?: readonly CreateTableCommandInput[];
}

const DROP_IDLE_MS = 20;

/**
 * DynamoDB in this process, on a free port of 127.0.0.1. In memory, or under `path`, where each answered write outlives
 * the process, even a killed one.
 *
 * @throws DataFolderError when the folder is locked, broken or cannot be written to
 */
export async function startDynalite({ path, tables = [] }: LocalDynamoOptions = {}): Promise<LocalDynamo> {
  if (path !== undefined) await prepareDataFolder(path, tables);
  const server = dynalite({
    ...(path !== undefined && { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  let unanswered = 0;
  server.on("request", (_request, response) => {
    unanswered += 1;
    response.once("finish", () => {
      unanswered -= 1;
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the local database has no port");
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const closed = promisify(server.close.bind(server))();
    // Clients keep connections for their next request, and the server would wait for each, also for one that is still
    // being answered now and is kept after that.
    const dropIdle = setInterval(() => server.closeIdleConnections(), DROP_IDLE_MS);
    await closed.finally(() => clearInterval(dropIdle));
    // A client that went away may have left a write half done.
    if (path !== undefined && unanswered === 0) await noteCleanClose(path);
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    close() {
      closing ??= close();
      return closing;
    },
  };
}
