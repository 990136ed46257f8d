import { SECOND_MS } from "../../../lib/domain/time.ts";
import type { Call } from "../happenings.ts";
import { type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** A call that nobody has heard the end of is taken for over by then. */
const VENDOR_CALL_LIMIT_MS = 60_000;

/**
 * At most one call in flight per identity, and between two functions' calls the policy's shortest gap. A call is over
 * when Edges is done with it or its answer is there, or a minute after it began: what Edges does with it after that nobody can
 * know. That holds for a call that a proxy has doubled, too: one answer is heard, and the other copy may still be at work.
 */
export const oneAtATime: MakeInvariant = (view) => {
  const last = new Map<string, Call[]>();
  const overAt = ({ sentAt, endedAt, answer }: Call): number =>
    Math.min(endedAt ?? Infinity, answer?.at ?? Infinity, sentAt + VENDOR_CALL_LIMIT_MS);
  return {
    see(happening) {
      if (happening.kind !== "call" || happening.call.identityId === null) return null;
      const { call } = happening;
      const { identityId, process, sentAt, action } = call;
      if (identityId === null) return null;
      const before = last.get(identityId) ?? [];
      last.set(identityId, [...before, call].slice(-6));
      const running = before.find((other) => overAt(other) > sentAt);
      if (running !== undefined) {
        return `${process.name} calls ${action} while ${running.process.name}'s ${running.action} is under way`;
      }
      const others = before.filter((other) => other.process !== process);
      const since = sentAt - Math.max(...others.map(overAt));
      const from = Math.min(...others.map(({ process: { startedAt } }) => startedAt));
      const gaps = view
        .policiesDuring(from - POLICY_CACHE_MS - SKEW_MS, sentAt)
        .map((policy) => policy?.gapSeconds.min ?? 60);
      return since < Math.min(...gaps) * SECOND_MS
        ? `${process.name} calls ${action} only ${since} ms after the last`
        : null;
    },
  };
};
