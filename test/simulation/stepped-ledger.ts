import type { Ledger } from "../../lib/ledger/ledger.ts";
import type { Process } from "./process.ts";

/** Verbs that are read one by one: the whole reading is one step, for a page holds more than these worlds have. */
const ITERATED = new Set([
  "open",
  "announced",
  "outcomes",
  "ofPerson",
  "ofProfile",
  "ofSalesNavigator",
  "all",
  "sweeps",
]);

/** The ledger as one function reaches it: every verb is a step. */
export function steppedLedger(ledger: Ledger, process: Process): Ledger {
  return {
    invitations: stepped(ledger.invitations, process, "invitations"),
    identities: stepped(ledger.identities, process, "identities"),
    runs: stepped(ledger.runs, process, "runs"),
    flags: stepped(ledger.flags, process, "flags"),
    companies: stepped(ledger.companies, process, "companies"),
    ids: stepped(ledger.ids, process, "ids"),
    workspace: stepped(ledger.workspace, process, "workspace"),
    cleanups: stepped(ledger.cleanups, process, "cleanups"),
  };
}

function stepped<Part extends object>(part: Part, process: Process, name: string): Part {
  return new Proxy(part, {
    get(target, key) {
      const verb: unknown = Reflect.get(target, key);
      if (typeof verb !== "function") return verb;
      return (...args: unknown[]) => {
        const what = `${name}.${String(key)}${about(args)}`;
        const effect = (): unknown => Reflect.apply(verb, target, args);
        if (!ITERATED.has(String(key))) return process.step(what, async () => effect());
        return inOneStep(process, what, effect);
      };
    },
  });
}

async function* inOneStep(process: Process, what: string, effect: () => unknown): AsyncGenerator<unknown> {
  yield* await process.step(what, async () => {
    const items: unknown[] = [];
    for await (const item of effect() as AsyncIterable<unknown>) items.push(item);
    return items;
  });
}

/** The invitation that a verb is about, as far as its arguments tell, by the last digits of its id. */
function about([first, second]: readonly unknown[]): string {
  const id: unknown = typeof first === "object" && first !== null ? Reflect.get(first, "invitationId") : second;
  return typeof id === "string" && /^\d{8,}$/.test(id) ? ` ${id.slice(-6)}` : "";
}
