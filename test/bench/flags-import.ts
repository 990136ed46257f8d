import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { flagRows } from "../../lib/cli/flags/flag-rows.ts";
import { checkFile, importFlags } from "../../lib/cli/flags/import-flags.ts";
import { FLAG_KINDS } from "../../lib/domain/rule.ts";
import { startDynalite } from "../../lib/local/dynalite.ts";
import { connect, freshLedger } from "../helpers/dynamo-emulator.ts";

// How long an import takes on dynalite on disk, as local mode has it, and how much memory at its highest; the database
// runs in the same process. Twice, for the second import writes nothing; `--one-by-one` writes as on a stack.
const { values } = parseArgs({
  options: { rows: { type: "string", default: "100000" }, "one-by-one": { type: "boolean", default: false } },
});
const rows = Number(values.rows);
const folder = await mkdtemp(join(tmpdir(), "flags-import-"));
const file = join(folder, "flags.csv");
const out = createWriteStream(file);
out.write("profile,as,note\n");
for (let index = 0; index < rows; index += 1) {
  const whom = index % 4 === 0 ? String(900_000_000 + index) : `https://www.linkedin.com/in/person-${index}/?trk=crm`;
  const line = `${whom},${FLAG_KINDS[index % FLAG_KINDS.length]},"deal ${index}, closed"\n`;
  if (!out.write(line)) await once(out, "drain");
}
out.end();
await once(out, "close");

const server = await startDynalite({ path: join(folder, "dynalite") });
const connection = connect(server.url);
const { ledger } = await freshLedger(connection, { now: () => new Date() });
const options = { by: "bench", now: new Date(), dryRun: false, alone: !values["one-by-one"], onProgress() {} };
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const peak = (): string => `peak RSS ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`;
const timed = async (what: string, work: () => Promise<object>): Promise<void> => {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  const answer = await work();
  const { user, system } = process.cpuUsage(cpu);
  const [wall, busy] = [(performance.now() - begun) / 1000, (user + system) / 1e6];
  say(`${what}: ${wall.toFixed(1)} s (${busy.toFixed(1)} s of CPU), ${peak()} ${JSON.stringify(answer)}`);
};
say(`${rows} rows, ${peak()} before`);
await timed("check", () =>
  checkFile(
    () => flagRows(file),
    () => {},
  ),
);
await timed("first import", () => importFlags(ledger.flags, () => flagRows(file), options));
await timed("the same again", () => importFlags(ledger.flags, () => flagRows(file), options));
connection.client.destroy();
await server.close();
rmSync(folder, { recursive: true });
