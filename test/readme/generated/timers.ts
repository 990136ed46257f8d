import {
  HTTP_TIMEOUT_MS,
  START_RUN_TIMEOUT_MS,
  SWEEP_TIMEOUT_MS,
  WITHDRAW_TIMEOUT_MS,
} from "../../../lib/contract/functions.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../../lib/contract/queues.ts";
import { CLAIM_LEASE_MS } from "../../../lib/domain/attempt.ts";
import { LISTING_LAG_MS } from "../../../lib/domain/bookkeeping.ts";
import { CALL_COUNTS_MS, CLOCK_SKEW_MS } from "../../../lib/domain/gate.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { CLOCK_TOLERANCE_MS, WORKSPACE_BLOCK_MS } from "../../../lib/domain/wrong-clock.ts";
import { VENDOR_CALL_LIMIT_MS } from "../../../lib/edges/request.ts";
import { markdownTable } from "./marked.ts";

const { min, max } = DEFAULT_POLICY.gapSeconds;

const TIMERS: readonly (readonly [what: string, length: string, why: string])[] = [
  ["a call of Edges", inWords(HTTP_TIMEOUT_MS), "then its answer counts as lost"],
  [
    "the vendor may still be at it",
    inWords(VENDOR_CALL_LIMIT_MS),
    "the gate is held so long after a call that ran into its time-out",
  ],
  ["`withdraw`", inWords(WITHDRAW_TIMEOUT_MS), "longer than its call"],
  [
    "a claim, and the gate's lease",
    inWords(CLAIM_LEASE_MS),
    "longer than the function; a dead holder's gap counts from its end",
  ],
  [
    "a withdraw message in hand",
    inWords(WITHDRAW_QUEUE.visibilitySeconds * SECOND_MS),
    "longer than the lease: it comes back only after its function has ended",
  ],
  [
    "`start-run`, `sweep`",
    `${inWords(START_RUN_TIMEOUT_MS)}, ${inWords(SWEEP_TIMEOUT_MS)}`,
    "a run that takes longer goes on by a message; a list that takes longer ends as partial",
  ],
  ["a sweep message in hand", inWords(SWEEP_QUEUE.visibilitySeconds * SECOND_MS), "longer than its function"],
  [
    "a message",
    inWords(WITHDRAW_QUEUE.retentionSeconds * SECOND_MS),
    `under a day: what one run could not do is gone before the next plans it again; ${WITHDRAW_QUEUE.maxReceiveCount} receives at most`,
  ],
  ["the gap after a call", `${min} to ${max} s`, "the policy's `gapSeconds`"],
  [
    "a call counts against `dailyCap`",
    `24 h and ${inWords(CALL_COUNTS_MS - 24 * HOUR_MS)}`,
    "a dead holder's call may have gone out at the last moment",
  ],
  ["a list may be late by", inWords(LISTING_LAG_MS), "before then it refutes no ending"],
  ["a stopped workspace", inWords(WORKSPACE_BLOCK_MS), "then one call finds out whether it is over"],
  ["a clock off by", inWords(CLOCK_TOLERANCE_MS), "is told; by an hour, it counts"],
  ["clocks of functions differ by", inWords(CLOCK_SKEW_MS), "every comparison of two allows for it"],
];

export const timersTable = (): string => markdownTable(["what", "how long", "why"], TIMERS);

function inWords(ms: number): string {
  const [hours, minutes, seconds] = [
    Math.floor(ms / HOUR_MS),
    Math.floor((ms % HOUR_MS) / MINUTE_MS),
    (ms % MINUTE_MS) / SECOND_MS,
  ];
  const parts = [
    [hours, "h"],
    [minutes, "min"],
    [seconds, "s"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map((part) => part.join(" "))
    .join(" ");
}
