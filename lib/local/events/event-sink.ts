import { appendEvent } from "./event-file.ts";
import type { SweeperEvent } from "./sweeper-event.ts";

/** Who is told of events. Neither throws, nor takes long: a sweep is under way. */
export interface EventSink {
  emit(event: SweeperEvent): void;
  /** Something may have happened, and what cannot be read. */
  missed(error: unknown): void;
}

export interface EventFileSink extends EventSink {
  /** What was missed or could not be written, a line each; none when all is well. */
  notices(): string[];
}

/** Writes to the file at `path` first, then delivers. An event that comes twice is written and delivered once. */
export function eventFileSink(path: string, deliver: (event: SweeperEvent) => void = () => {}): EventFileSink {
  const seen = new Set<string>();
  const failures: string[] = [];
  const missed = (error: unknown) => {
    failures.push(error instanceof Error ? error.message : String(error));
  };
  return {
    missed,
    emit(event) {
      if (seen.has(event.id)) return;
      seen.add(event.id);
      try {
        appendEvent(path, event);
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
