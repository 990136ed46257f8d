import { progressOf } from "../../cleanup/cleanup-step.ts";
import { identityShown } from "../../report/reader.ts";
import { textTable } from "../../report/text-table.ts";
import { shortTime, timeTitle } from "../../report/words.ts";
import { EXIT, UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import type { TargetOptions } from "../target.ts";
import { progressInWords } from "./words.ts";

interface StatusOptions extends TargetOptions {
  /** One clean-up's id; true for the latest. */
  readonly status?: string | true;
}

/** How far clean-ups are, as a table or in JSON. Calls and writes nothing. Throws `UsageError` for an id that is none. */
export async function showStatus(options: StatusOptions, io: Io): Promise<number> {
  const target = await openTarget(options, io, true);
  try {
    const { cleanups } = target.ledger;
    const found = typeof options.status === "string" ? await cleanups.find(options.status) : null;
    if (typeof options.status === "string" && found === null) throw new UsageError(`no clean-up ${options.status}`);
    const lines = [];
    for (const { cleanupId, startedAt, chosen } of found === null ? await cleanups.latest(10) : [found]) {
      for await (const part of cleanups.parts(cleanupId)) {
        const { identityId, state, stoppedBy, batch, runUids } = part;
        const all = batch?.runUid == null ? runUids : [...runUids, batch.runUid];
        const { until = null } = batch ?? {};
        lines.push({
          cleanupId,
          startedAt,
          of: chosen,
          identityId,
          state,
          stoppedBy,
          until,
          runUids: all,
          ...progressOf(part),
        });
      }
    }
    if (options.json) io.out(JSON.stringify({ target: options.target, cleanups: lines }, null, 2));
    else if (lines.length === 0) io.out("No clean-up yet: `sweeper cleanup` starts one.");
    else
      io.out(
        textTable(
          [
            { title: "clean-up", text: ({ cleanupId }) => cleanupId },
            { title: timeTitle("begun"), drop: 3, text: ({ startedAt }) => shortTime(startedAt) },
            {
              title: "identity",
              narrow: "cut-before-last",
              text: ({ identityId }) => identityShown(identityId),
            },
            {
              title: "state",
              narrow: "wrap",
              text: ({ state, stoppedBy, left }) =>
                stoppedBy === null ? (left > 0 ? "under way" : state) : `stopped: ${stoppedBy}`,
            },
            {
              title: "run at Edges",
              narrow: "wrap",
              drop: 2,
              text: ({ underWay, until }) => (until === null ? "" : `${underWay}, at most until ${shortTime(until)}`),
            },
            { title: "so far", narrow: "wrap", text: progressInWords },
          ],
          lines,
          screenOf(io, "--json"),
        ),
      );
    return EXIT.done;
  } finally {
    await target.close();
  }
}
