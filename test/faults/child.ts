// The process that is killed. Its only argument is what to do, as JSON.
import { writeSync } from "node:fs";
import { makeRuns, type Order } from "./live-runs.ts";
import { type Death, watchSteps } from "./steps.ts";

export interface ChildOrder extends Order {
  readonly death: Death | null;
}

const order = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const steps = watchSteps(order.death);
await makeRuns(order);
writeSync(process.stdout.fd, `${JSON.stringify({ steps })}\n`);
