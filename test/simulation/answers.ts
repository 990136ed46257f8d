import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import type { LiveAction } from "../../lib/sandbox/live-request.ts";

const label = (name: string, status = 424): FaultSpec => ({ kind: "label", label: name, status });

/** How every withdrawal may be answered for days on end, whoever's it is. */
export const SYSTEMATIC: readonly [FaultSpec, ...FaultSpec[]] = [
  label("BAD_INPUT", 400),
  label("STATUS_403"),
  label("LK_ERROR"),
  { ...label("LK_ERROR"), takesEffect: true } as FaultSpec,
  { kind: "status", status: 502 },
  { kind: "unknown-label", takesEffect: false },
  label("PROFILE_NOT_ACCESSIBLE"),
  label("NO_ACCESS", 402),
];

/** How the withdrawal of one invitation may be answered always, for a reason of its own. */
export const OF_ITS_OWN: readonly [FaultSpec, ...FaultSpec[]] = [
  label("STATUS_403"),
  { kind: "status", status: 502 },
  label("BAD_INPUT", 400),
  label("LK_ERROR"),
  { kind: "unknown-label", takesEffect: false },
];

/** What may go wrong with any reading. */
const READING: readonly FaultSpec[] = [
  { kind: "drop-before-effect" },
  { kind: "drop-after-effect" },
  { kind: "status", status: 503 },
  { kind: "broken-json" },
  { kind: "rate-limited", retryAfterSeconds: 20 },
  { kind: "rate-limited", retryAfterSeconds: 400 },
  { kind: "session-expired" },
  label("LK_ERROR"),
  label("NO_ACCESS", 402),
  label("LIMIT_REACHED", 429),
];

/**
 * Answers that Edges may give instead of the right one. Only such as its documents allow: a label that is said to refuse
 * before anything happens comes without an effect, every other comes with and without.
 */
export const ANSWERS: Readonly<Record<LiveAction | "identities", readonly [FaultSpec, ...FaultSpec[]]>> = {
  withdraw: [
    { kind: "drop-before-effect" },
    { kind: "drop-after-effect" },
    { kind: "timeout-after-effect" },
    { kind: "slow", ms: 17_000 },
    { kind: "slow", ms: 30_000 },
    { kind: "status", status: 503, takesEffect: true },
    { kind: "status", status: 502 },
    { kind: "broken-json", takesEffect: true },
    { kind: "broken-json", takesEffect: false },
    { kind: "unknown-label", takesEffect: true },
    { kind: "unknown-label", takesEffect: false },
    { kind: "label", label: "ACTION_ABORTED", status: 422, takesEffect: true },
    { kind: "label", label: "UNKNOWN_ERROR", status: 424, takesEffect: false },
    { kind: "rate-limited", retryAfterSeconds: 30 },
    { kind: "rate-limited", retryAfterSeconds: 1_200 },
    { kind: "session-expired" },
    ...["GENERIC_ERROR", "LK_ERROR", "NO_DATA_LOADED", "STATUS_403", "PROXY_ERROR", "INTEGRATION_ERROR"].flatMap(
      (name): FaultSpec[] => [label(name), { ...label(name), takesEffect: true } as FaultSpec],
    ),
    { kind: "label", label: "BAD_INPUT", status: 200, takesEffect: true },
    { kind: "label", label: "LK_ERROR", status: 200, takesEffect: false },
    { kind: "empty-answer" },
    label("LIMIT_REACHED", 429),
    label("BAD_INPUT", 400),
    label("NO_ACCESS", 402),
  ],
  list: [
    { kind: "empty-answer" },
    { kind: "failing-page", page: 2 },
    { kind: "repeated-page" },
    { kind: "overlapping-pages" },
    { kind: "early-end" },
    label("NO_RESULT"),
    ...READING,
  ],
  connections: [{ kind: "failing-page", page: 1 }, ...READING],
  identities: [{ kind: "empty-answer" }, ...READING],
};
