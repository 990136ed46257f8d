import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Clock } from "../../observe/clock.ts";
import { PROJECT } from "../../project.ts";

/** One process with one bundled function in it, as Lambda's execution environment is. */
export interface FunctionProcess {
  /** Nothing can be invoked in it any more. */
  hasEnded(): boolean;
  /** Rejects with the function's own words when it throws, and when its process ends. */
  invoke(event: unknown, timeoutMs: number): Promise<unknown>;
  close(): Promise<void>;
}

export interface FunctionProcessOptions {
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Each line the function logs. */
  readonly onLog: (line: string) => void;
  /** The Node to run it on. Default: this process's. */
  readonly node?: string | undefined;
}

interface Answered {
  readonly id?: number;
  readonly answer?: unknown;
  readonly fault?: string;
}

const HOST = join(PROJECT, "lib/local/bundles/host.mjs");

/** @throws Error when the bundle cannot be loaded */
export async function startFunctionProcess(options: FunctionProcessOptions): Promise<FunctionProcess> {
  const { bundle, environment, clock, onLog, node = process.execPath } = options;
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...environment };
  const child: ChildProcess = spawn(node, [HOST, bundle], { env, stdio: ["ignore", "pipe", "pipe", "ipc"] });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n")) if (line.trim() !== "") onLog(line);
    });
  }
  child.on("message", ({ id, answer, fault }: Answered) => {
    const call = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || call === undefined) return;
    waiting.delete(id);
    if (fault === undefined) call.resolve(answer);
    else call.reject(new Error(fault));
  });
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  child.on("exit", (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the function's process ended (${code ?? "killed"})`));
    waiting.clear();
  });
  const [first] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof first !== "object") throw new Error(`the bundle ${bundle} cannot be loaded; its output is in the log`);
  let calls = 0;
  return {
    hasEnded,
    invoke(event, timeoutMs) {
      calls += 1;
      const id = calls;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        // Between its death and the news of it an event cannot be sent: that is told here, not as an error of nobody's.
        child.send({ id, event, timeoutMs, lead: clock.now().getTime() - Date.now() }, (error) => {
          if (error === null || !waiting.delete(id)) return;
          reject(new Error("the function's process ended", { cause: error }));
        });
      });
    },
    async close() {
      if (hasEnded()) return;
      if (child.connected) child.disconnect();
      await once(child, "exit");
    },
  };
}
