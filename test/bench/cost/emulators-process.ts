import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SandboxServerOptions } from "../../../lib/sandbox/server.ts";

/** What the process of the emulators is asked. Instants are epoch milliseconds. */
export type Request =
  | { readonly kind: "dynamo" }
  | { readonly kind: "sandbox"; readonly options: Omit<SandboxServerOptions, "clock">; readonly startAt: number }
  | { readonly kind: "time"; readonly now: number }
  | { readonly kind: "calls" };

export interface AnswerOf {
  /** Address of the database. */
  readonly dynamo: string;
  readonly sandbox: { readonly url: string; readonly apiKey: string };
  readonly time: undefined;
  /** Calls of the sandbox's API so far, and what was wrong with them. */
  readonly calls: { readonly calls: number; readonly violations: readonly string[] };
}

/** The database and the vendor's stand-in, in a process of their own, by a clock that this one moves. */
export interface Emulators {
  ask<Kind extends Request["kind"]>(request: Extract<Request, { kind: Kind }>): Promise<AnswerOf[Kind]>;
  close(): Promise<void>;
}

export function startEmulators(): Emulators {
  const child = fork(join(import.meta.dirname, "emulators.ts"), {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
  });
  const exited = once(child, "exit");
  const asked = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  child.on("message", ({ id, answer, fault }: { id: number; answer?: unknown; fault?: string }) => {
    const waiting = asked.get(id);
    asked.delete(id);
    if (fault === undefined) waiting?.resolve(answer as never);
    else waiting?.reject(new Error(fault));
  });
  void exited.then(() => {
    for (const { reject } of asked.values()) reject(new Error("the emulators' process has ended"));
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        last += 1;
        asked.set(last, { resolve, reject });
        child.send({ id: last, request });
      }),
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
