// Runs one bundled function as Lambda's runtime would: told of an event over IPC, it answers with the result. Plain
// JavaScript and no imports of the project, because it may run on another Node than the rest.
import dns from "node:dns";
import { pathToFileURL } from "node:url";

const [, , bundle] = process.argv;

const RealDate = Date;
let aheadMs = 0;
/** The functions' clock: the machine's, as far ahead as the runner's has been put forward. */
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + aheadMs] : args));
  }
  static now() {
    return RealDate.now() + aheadMs;
  }
};

// The embedded queues' addresses end in .localhost, which is this machine (RFC 6761) although not every resolver says so.
const lookup = dns.lookup;
dns.lookup = (name, ...rest) => lookup(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest);

const { handler } = await import(pathToFileURL(bundle).href);

process.on("message", async ({ id, event, timeoutMs, lead }) => {
  aheadMs = lead;
  const end = RealDate.now() + timeoutMs;
  const context = { getRemainingTimeInMillis: () => Math.max(0, end - RealDate.now()) };
  try {
    process.send({ id, answer: (await handler(event, context)) ?? null });
  } catch (error) {
    process.send({ id, fault: error instanceof Error ? error.message : String(error) });
  }
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });
