import { MAX_RUN_MS } from "../../digest/period-runs.ts";
import { later } from "../../domain/time.ts";
import type { RunRecord, SweepRecord } from "../../ledger/ledger.ts";
import { EXIT } from "../errors.ts";
import { coursesOf, NO_STOPS, type Stops } from "./of-sweeps.ts";
import { type Place, suggest } from "./remedies.ts";
import { exitCodeOf, reason, type Unfinished, unfinishedIn } from "./unfinished.ts";
import { errorInWords } from "./words.ts";

/**
 * What became of a run, by its record and those of its sweeps. `done`: every identity was swept as planned; on AWS its
 * withdrawals may go on for hours, and what is put off then turns it into `in-part`.
 */
export type RunOutcome = "done" | "in-part" | "failed" | "under-way";

export interface JudgedRun {
  readonly outcome: RunOutcome;
  readonly unfinished: readonly Unfinished[];
}

/** On this machine nothing is under way while its data folder can be read: a run holds it. */
export function judgeRun(
  run: RunRecord,
  sweeps: readonly SweepRecord[],
  now: Date,
  place: Place,
  stops: Stops = NO_STOPS,
): JudgedRun {
  const { state, startFailed, startedAt, fedUntil, identities, notConnected } = run;
  const mayGoOn = place.stack !== undefined && now < later(fedUntil ?? startedAt, MAX_RUN_MS);
  if (state === "starting") {
    if (startFailed === null && mayGoOn) return { outcome: "under-way", unfinished: [] };
    return { outcome: "failed", unfinished: [notStarted(run, place)] };
  }
  const course = {
    identities: coursesOf(sweeps, stops),
    ...{ block: stops.block, stop: stops.stop },
    notConnected,
    notSwept: [],
    deadLetters: 0,
  };
  const missing = Math.max(0, (identities ?? 0) - sweeps.length);
  const untold = run.notConnectedCount - notConnected.length;
  const unfinished = [
    ...unfinishedIn(course, place),
    ...(untold <= 0 ? [] : [moreNotConnectedIn(untold, place)]),
    ...(missing === 0 || mayGoOn ? [] : [missingIn(missing, place)]),
  ];
  if (missing > 0 && mayGoOn) return { outcome: "under-way", unfinished };
  const code = exitCodeOf(unfinished);
  return { outcome: code === EXIT.done ? "done" : code === EXIT.failed ? "failed" : "in-part", unfinished };
}

function notStarted({ startFailed, fedUntil }: RunRecord, place: Place): Unfinished {
  const again = suggest("run", place);
  if (startFailed === null) {
    const when = fedUntil === null ? "before it had started" : "before everybody had a message";
    return reason("not-started", null, `it was cut off ${when}; ${again} starts another`);
  }
  const { label, ref } = startFailed;
  const why = errorInWords(label, ref);
  const line = `it did not start, for the identities could not be listed (${why}); once that is mended, ${again} starts another`;
  return reason("start-failed", null, line, { label, ref });
}

function moreNotConnectedIn(count: number, place: Place): Unfinished {
  const line = `left out: ${count} more are not connected to Edges; ${suggest("identities", place)} shows every one`;
  return reason("not-connected", null, line, { count });
}

function missingIn(count: number, place: Place): Unfinished {
  const line =
    `of its identities ${count} ${count === 1 ? "has" : "have"} no record of a sweep: it was cut off, or the message is lost; ` +
    `${suggest("run", place)} sweeps them, ${suggest("dead-letters list", place)} shows what is lost`;
  return reason("not-swept", null, line, { count });
}
