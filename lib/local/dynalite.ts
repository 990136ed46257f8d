import { once } from "node:events";
import { promisify } from "node:util";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { LevelStore } from "dynalite/db/index.js";
import { noteCleanClose } from "./clean-close.ts";
import { DataFolderError } from "./data-folder-error.ts";
import { prepareDataFolder } from "./dynalite-folder.ts";
import { dynaliteWithStore, refuseWritesAfterFault } from "./dynalite-store.ts";
import { type EmulatorAnswer, type EmulatorRequest, requestInProcess } from "./in-process-requests.ts";

export { DataFolderError };

export interface LocalDynamo {
  /** `http://127.0.0.1:<port>`; takes any credentials. */
  readonly url: string;
  /** The same for a client of this process, without a connection. */
  request(request: EmulatorRequest): Promise<EmulatorAnswer>;
  /** Ends once requests under way are answered and everything is on disk. May be repeated. */
  close(): Promise<void>;
}

export interface LocalDynamoOptions {
  /** Folder of the database; without one everything is kept in memory. */
  readonly path?: string | undefined;
  /** Tables that a folder of an earlier version is to have; what it lacks in indexes is added. Default: left as it is. */
  readonly tables?: readonly CreateTableCommandInput[];
  /**
   * Told once, when the disk refuses a write. That write and all later ones are answered with this error's text, and the next
   * start finds all that were answered before.
   */
  readonly onFault?: (fault: DataFolderError) => void;
}

const DROP_IDLE_MS = 20;

/**
 * DynamoDB in this process, on a free port of 127.0.0.1. In memory, or under `path`, where each answered write outlives
 * the process, even a killed one.
 *
 * @throws DataFolderError when the folder is locked, broken or cannot be written to
 */
export async function startDynalite(options: LocalDynamoOptions = {}): Promise<LocalDynamo> {
  const { path, tables = [], onFault = () => {} } = options;
  if (path !== undefined) await prepareDataFolder(path, tables);
  const { server, store } = dynaliteWithStore({
    ...(path !== undefined && { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  let faulty = false;
  if (path !== undefined) {
    refuseWritesAfterFault(store, (cause) => {
      const fault = new DataFolderError("unusable", path, cause);
      faulty = true;
      onFault(fault);
      return fault;
    });
    await openStore(store, path);
  }
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
  /** Those that no connection carries: the server does not know of them. */
  const underWay = new Set<Promise<EmulatorAnswer>>();
  const request = async (given: EmulatorRequest): Promise<EmulatorAnswer> => {
    // As a connection is refused then: the store is gone, and what meets it gone would end the process.
    if (closing !== null) throw new Error("the local database is closed");
    const answer = requestInProcess(server, given);
    underWay.add(answer);
    return answer.finally(() => underWay.delete(answer));
  };
  const close = async (): Promise<void> => {
    while (underWay.size > 0) await Promise.all(underWay);
    const closed = promisify(server.close.bind(server))();
    // Clients keep connections for their next request, and the server would wait for each, also for one that is still
    // being answered now and is kept after that.
    const dropIdle = setInterval(() => server.closeIdleConnections(), DROP_IDLE_MS);
    await closed.finally(() => clearInterval(dropIdle));
    // A client that went away may have left a write half done, and so has a disk that refused one.
    if (path !== undefined && unanswered === 0 && !faulty) await noteCleanClose(path);
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    request,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** dynalite opens it by itself, and says of one that cannot be opened only that it is closed. */
async function openStore(store: LevelStore, path: string): Promise<void> {
  try {
    await store.open();
  } catch (error) {
    throw new DataFolderError("unusable", path, error);
  }
}
