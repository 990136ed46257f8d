import { WriteFault, writing } from "../../sandbox/write-fault.ts";
import { appendEvent } from "./event-file.ts";
import type { SweeperEvent } from "./sweeper-event.ts";

/** Who is told of events. Neither throws, nor takes long: a sweep is under way. */
export interface EventSink {
  emit(event: SweeperEvent): void;
  /** Something may have happened, and what cannot be read. */
  missed(error: unknown): void;
  /** Why the first event could not be written that was not; null while all could. Left out: nothing is written. */
  fault?(): WriteFault | null;
}

export interface EventFileSink extends EventSink {
  /** What was missed or could not be written, a line each; none when all is well. */
  notices(): string[];
}

/** Writes to the file at `path` first, then delivers. An event that comes twice is written and delivered once. */
export function eventFileSink(path: string, deliver: (event: SweeperEvent) => void = () => {}): EventFileSink {
  const seen = new Set<string>();
  const failures: string[] = [];
  let fault: WriteFault | null = null;
  const missed = (error: unknown) => {
    if (error instanceof WriteFault) fault ??= error;
    failures.push(whyOf(error));
  };
  return {
    missed,
    fault: () => fault,
    emit(event) {
      if (seen.has(event.id)) return;
      seen.add(event.id);
      try {
        writing(path, () => appendEvent(path, event));
      } catch (error) {
        missed(error);
      }
      deliver(event);
    },
    notices() {
      const [first, ...more] = failures;
      if (first === undefined) return [];
      const what = more.length === 0 ? "an event is" : `${failures.length} events are`;
      return [`${what} missing in ${path} (${first}); the ledger has what happened: \`sweeper outcomes\``];
    },
  };
}

/** The notice has the place already. */
function whyOf(error: unknown): string {
  if (error instanceof WriteFault) return error.what;
  return error instanceof Error ? error.message : String(error);
}
