import type { Server } from "node:http";
import { setImmediate } from "node:timers";
import dynalite from "dynalite";
import dynaliteDb, { type LevelStore, type StoreOptions } from "dynalite/db/index.js";

/** dynalite's server together with its store, which it shows nobody. */
export function dynaliteWithStore(options: StoreOptions): { readonly server: Server; readonly store: LevelStore } {
  const { create } = dynaliteDb;
  let made: LevelStore | null = null;
  dynaliteDb.create = (given) => {
    const store = create(given);
    made = store.db;
    return store;
  };
  try {
    const server = dynalite(options);
    if (made === null) throw new Error("this version of dynalite opens no store");
    return { server, store: made };
  } finally {
    dynaliteDb.create = create;
  }
}

/**
 * From the first write that the disk refuses, the store takes no other: LevelDB may have written half of it, and what came
 * behind that half would be lost at the next start. dynalite throws errors of its store where nobody can catch them;
 * one with a status code it sends as the answer, so the refused write, and each later one, is answered in the words of
 * `inWords`. A client does not repeat it.
 */
export function refuseWritesAfterFault(store: LevelStore, inWords: (cause: Error) => Error): void {
  let refused: StoreRefusal | null = null;
  const answering = (callback: Callback) => (error: Error | null) => {
    if (error !== null && isDiskError(error)) refused ??= new StoreRefusal(inWords(error));
    callback(refused ?? error);
  };
  const { put, del, batch } = store;
  store.put = (key, value, callback) => {
    if (refused === null) put.call(store, key, value, answering(callback));
    else setImmediate(callback, refused);
  };
  store.del = (key, callback) => {
    if (refused === null) del.call(store, key, answering(callback));
    else setImmediate(callback, refused);
  };
  store.batch = (operations, callback) => {
    if (refused === null) batch.call(store, operations, answering(callback));
    else setImmediate(callback, refused);
  };
}

type Callback = (error: Error | null) => void;

const isDiskError = (error: Error): boolean => "code" in error && error.code === "LEVEL_IO_ERROR";

/** What dynalite sends as it stands. 400, because a client repeats a 500. */
class StoreRefusal extends Error {
  override readonly name = "StoreRefusal";
  readonly statusCode = 400;
  readonly body: { readonly __type: string; readonly message: string };

  constructor({ message, cause }: Error) {
    super(message, { cause });
    this.body = { __type: "com.amazonaws.dynamodb.v20120810#WriteFault", message };
  }

  /** dynalite prints what goes wrong behind an answer, with its stack, unless its text says this. */
  override toString(): string {
    return "Database is not open";
  }
}
