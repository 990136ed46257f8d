import { startDynalite } from "../../../lib/local/dynalite.ts";

// A process of its own, so that the tables do not weigh on the memory that is measured. Ends with its parent.
const { url } = await startDynalite();
process.stdout.write(`${url}\n`);
process.stdin.on("end", () => process.exit(0)).resume();
