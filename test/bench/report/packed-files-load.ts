import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { packedDays } from "./packed-chunks.ts";

// A process of its own, so that what is made here does not weigh on the memory that is measured.
const [folder = "", count = "0", identities = "1000", end = "", days = "365"] = process.argv.slice(2);
const first = later(new Date(end), -Number(days) * DAY_MS);
const perDay = Math.ceil(Number(count) / Number(days));
let bytes = 0;
for (const [day, chunks] of packedDays({ first, days: Number(days), perDay, identities: Number(identities) })) {
  await mkdir(join(folder, day));
  for (const [place, data] of chunks.entries()) {
    bytes += data.length;
    await writeFile(join(folder, day, String(place).padStart(4, "0")), data);
  }
}
process.stdout.write(`${JSON.stringify({ bytes, outcomes: perDay * Number(days) })}\n`);
