import diagnostics from "node:diagnostics_channel";
import { writeSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { ClassicLevel } from "classic-level";
import { EMULATOR_REQUEST_START, EMULATOR_RESPONSE_FINISH } from "../../lib/local/in-process-client.ts";

/** Where a process is to die: at its `nth` step, from 1, of those whose name contains `at`. */
export interface Death {
  /** Empty for any step. */
  readonly at: string;
  readonly nth: number;
  /** So many milliseconds of real time after that step, wherever it is by then. Default: at once. */
  readonly afterMs?: number;
}

/** How often the runner looks into its queues depends on the machine's speed: such steps are not numbered. */
const POLLING = "ReceiveMessage";

/**
 * Numbers every step that this process takes on its real parts: a request reaches the database or a queue, a write
 * reaches the disk, an answer leaves, Edges is called, Edges has answered. At the step of `death` the process kills
 * itself as nobody can catch or tidy up after. Answers the names of the steps taken so far.
 */
export function watchSteps(death: Death | null): readonly string[] {
  const taken: string[] = [];
  let fitting = 0;
  const step = (name: string): void => {
    if (name.includes(POLLING)) return;
    taken.push(name);
    if (death === null || !name.includes(death.at)) return;
    fitting += 1;
    if (fitting !== death.nth) return;
    const die = () => {
      writeSync(process.stdout.fd, `${JSON.stringify({ diedAt: name })}\n`);
      process.kill(process.pid, "SIGKILL");
    };
    if (death.afterMs === undefined) die();
    else setTimeout(die, death.afterMs);
  };
  for (const name of ["http.server.request.start", EMULATOR_REQUEST_START])
    diagnostics.subscribe(name, (message) => step(`${targetOf(message)} arrives`));
  for (const name of ["http.server.response.finish", EMULATOR_RESPONSE_FINISH])
    diagnostics.subscribe(name, (message) => step(`${targetOf(message)} is answered`));
  diagnostics.subscribe("undici:request:create", (message) => step(`${actionOf(message)} is about to be called`));
  diagnostics.subscribe("undici:request:trailers", (message) => step(`${actionOf(message)} has answered`));
  watchWrites(step);
  return taken;
}

/** LevelDB's own writes, of which the emulator makes several for one request. */
function watchWrites(step: (name: string) => void): void {
  for (const method of ["_put", "_del"]) {
    const write: unknown = Reflect.get(ClassicLevel.prototype, method);
    if (typeof write !== "function") throw new Error(`LevelDB has no ${method} to be watched`);
    Reflect.set(ClassicLevel.prototype, method, async function (this: unknown, key: unknown, ...rest: unknown[]) {
      const name = `${method} ${String(key).split("~").slice(0, -1).join(" ")}`;
      step(`${name} begins`);
      const result: unknown = await Reflect.apply(write, this, [key, ...rest]);
      step(`${name} is on disk`);
      return result;
    });
  }
}

const targetOf = (message: unknown): string =>
  String((message as { readonly request: IncomingMessage }).request.headers["x-amz-target"]);

const actionOf = (message: unknown): string =>
  /linkedin-[a-z-]+|identities/.exec((message as { readonly request: { readonly path: string } }).request.path)?.[0] ??
  "";
