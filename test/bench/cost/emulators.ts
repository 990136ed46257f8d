import { startDynalite } from "../../../lib/local/dynalite.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import type { AnswerOf, Request } from "./emulators-process.ts";

/** The other side of `emulators-process.ts`: in a process of its own, so that its work is not taken for the functions'. */
const dynalite = await startDynalite();
let now = 0;
let sandbox: Sandbox | null = null;

const HANDLERS: {
  readonly [Kind in Request["kind"]]: (request: Extract<Request, { kind: Kind }>) => Promise<AnswerOf[Kind]>;
} = {
  dynamo: async () => dynalite.url,
  async sandbox({ options, startAt }) {
    await sandbox?.close();
    now = startAt;
    sandbox = await startSandbox({ ...options, clock: { now: () => now, sleep: async () => {} } });
    return { url: sandbox.url, apiKey: sandbox.apiKey };
  },
  async time(request) {
    now = request.now;
    return undefined;
  },
  calls: async () => ({
    calls: sandbox?.world.calls().length ?? 0,
    violations: sandbox?.world.violations().map(({ kind, detail }) => `${kind}: ${detail}`) ?? [],
  }),
};

process.on("message", ({ id, request }: { readonly id: number; readonly request: Request }) => {
  const handle = HANDLERS[request.kind] as (one: Request) => Promise<unknown>;
  void handle(request).then(
    (answer) => process.send?.({ id, answer }),
    (error: unknown) => process.send?.({ id, fault: String(error) }),
  );
});
process.on("disconnect", () => process.exit(0));
