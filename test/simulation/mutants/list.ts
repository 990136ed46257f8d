/** A fault put into the project's own code on purpose: `find` stands exactly once in `file` and is replaced. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** More to replace in the same file, where two lines guard one promise. */
  readonly also?: { readonly find: string; readonly replace: string };
  /** The same in another file. */
  readonly elsewhere?: { readonly file: string; readonly find: string; readonly replace: string };
}

/** One that the simulation cannot reach: a test file must fail on it, and pass without it. */
export interface TestedMutant extends Mutant {
  /** Path of the Vitest file, from the project's folder. */
  readonly test: string;
  /** A pattern for the titles of the tests to run. Default: all of the file. */
  readonly testName?: string;
}

/** All that a mutant changes, in the order in which it is changed. */
export function editsOf({ file, find, replace, also, elsewhere }: Mutant) {
  const here = { file, find, replace };
  return [here, ...(also === undefined ? [] : [{ ...also, file }]), ...(elsewhere === undefined ? [] : [elsewhere])];
}

/**
 * Every one of these the simulation must notice. A mutant whose text is no longer found is an error, not a success.
 * Not in the list, because another guard stands before them and nothing goes wrong without them: the claim's own lease,
 * and the lease that `end` respects (the gate keeps everybody else away for longer than both), and that only the holder
 * leaves the gate (who else would is late by minutes, and finds a gap instead of a lease). Nor that a claim is given back: it
 * runs out by itself, and the next attempt takes the answer for lost, which is the careful side.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    name: "claim without its condition",
    file: "test/simulation/model/invitations.ts",
    find: `          isOpen(item.state) &&
          item.state === state &&
          item.attempts === attempts &&
          (item.attempt?.id ?? null) === (attempt?.id ?? null),`,
    replace: "          item !== undefined || state !== undefined || attempts > 0 || attempt !== null,",
  },
  {
    name: "claim of an invitation that has ended",
    file: "lib/domain/attempt.ts",
    find: 'if (!isOpen(state)) return { go: false, why: "ended" };',
    replace: "",
    // The write's own condition stands behind it.
    elsewhere: {
      file: "test/simulation/model/invitations.ts",
      find: `          isOpen(item.state) &&
          item.state === state &&`,
      replace: "          item.state === state &&",
    },
  },
  {
    name: "settle whoever holds the claim",
    file: "test/simulation/model/invitations.ts",
    find: 'item.state === "withdrawing" && item.attempt?.id === attemptId;',
    replace: 'item.state !== "pending" || attemptId === "";',
  },
  {
    name: "settle before the call",
    file: "lib/withdraw/call.ts",
    find: "  if (wasSent) c.metrics.count(METRICS.calls);",
    replace:
      '  await write(c, context, invitation, { kind: "end", outcome: "withdrawn", confirmed: true }, null, c.clock.now());',
  },
  {
    name: "a lost answer taken for a withdrawal",
    file: "lib/domain/attempt.ts",
    find: "const again = rest === null && isAlone && attemptsInRun < MAX_TRIES_PER_RUN;",
    replace:
      'if (lost) return { kind: "end", outcome: "withdrawn", confirmed: true };\n      const again = rest === null && isAlone && attemptsInRun < MAX_TRIES_PER_RUN;',
  },
  {
    name: "no longer pending taken for withdrawn by us",
    file: "lib/domain/attempt.ts",
    find: 'if (lostAnswers > 0) return { kind: "end", outcome: "withdrawn", confirmed: false };',
    replace: 'if (lostAnswers === 0) return { kind: "end", outcome: "withdrawn", confirmed: false };',
  },
  {
    name: "a lost answer forgotten",
    file: "lib/domain/attempt.ts",
    find: "lostAnswers: attempt === null ? lostAnswers : lostAnswers + 1,",
    replace: "lostAnswers,",
  },
  {
    name: "attempts without end",
    file: "lib/domain/rest.ts",
    find: "export const MAX_CALLS_BEFORE_REST = 5;",
    replace: "export const MAX_CALLS_BEFORE_REST = 50;",
  },
  {
    name: "a rest that never ends",
    file: "lib/domain/rest.ts",
    find: "const FIRST_REST_MS = 3 * DAY_MS;",
    replace: "const FIRST_REST_MS = 300 * DAY_MS;",
    also: { find: "const LONGEST_REST_MS = 24 * DAY_MS;", replace: "const LONGEST_REST_MS = 300 * DAY_MS;" },
  },
  {
    name: "a rest that nobody keeps",
    file: "lib/domain/rest.ts",
    find: "const FIRST_REST_MS = 3 * DAY_MS;",
    replace: "const FIRST_REST_MS = 3 * HOUR_MS;",
    also: { find: "import { DAY_MS, later", replace: "import { DAY_MS, HOUR_MS, later" },
  },
  {
    name: "one bad invitation taken for its identity",
    file: "lib/domain/failure-streak.ts",
    find: "export const ALIKE_LIMIT = 3;",
    replace: "export const ALIKE_LIMIT = 1;",
    // Each run begins with those not tried last, so that alone it costs the others one day, which is allowed.
    elsewhere: {
      file: "lib/domain/hold-back.ts",
      find: "all.toSorted((a, b) => triedAtOrNever(a) - triedAtOrNever(b));",
      replace: "all.toSorted((a, b) => triedAtOrNever(b) - triedAtOrNever(a));",
    },
  },
  {
    name: "a stop of an identity that outlives its run",
    file: "lib/domain/failure-streak.ts",
    find: "return stop.runId === runId || (isOfRequest(runId) && isRecent);",
    replace: "return stop.runId === runId || stop.runs > 0;",
  },
  {
    name: "one request taken for wrong stops all",
    file: "lib/domain/workspace.ts",
    find: "export const REJECTED_LIMIT = 3;",
    replace: "export const REJECTED_LIMIT = 1;",
  },
  {
    name: "an invitation given up after five calls",
    file: "lib/domain/attempt.ts",
    find: 'return { kind: "leave-open", lost, counts: true, rest: restAfter(invitation, now), next: "next-run" };',
    replace:
      'if (restAfter(invitation, now) !== null)\n        return { kind: "end", outcome: "failed" as "withdrawn", confirmed: true };\n      return { kind: "leave-open", lost, counts: true, rest: null, next: "next-run" };',
  },
  {
    name: "what may have taken effect taken for refused",
    file: "lib/domain/attempt.ts",
    find: 'const lost = effect === "maybe";',
    replace: 'const lost = effect === "maybe" && reaction === "not-known";',
  },
  {
    name: "retention longer than the cadence",
    file: "lib/contract/queues.ts",
    find: `  // Under the daily cadence: what one run could not do is gone before the next run plans it again.
  retentionSeconds: seconds(20 * HOUR_MS),`,
    replace: "  retentionSeconds: seconds(96 * HOUR_MS),",
    // Messages say themselves when they are over; where that is not looked at, only the retention stands before them.
    elsewhere: {
      file: "lib/withdraw/withdraw.ts",
      find: 'if (c.clock.now() >= message.expiresAt) return defer(c, message, "expired");',
      replace: "",
    },
  },
  {
    name: "gate without its lease",
    file: "lib/domain/gate.ts",
    find: "if (state.lease !== null && later(state.lease.until, CLOCK_SKEW_MS) > now) {",
    replace: "if (state.lease === undefined) {",
    also: {
      find: "nextAllowedAt: later(until, policy.gapSeconds.max * SECOND_MS + CLOCK_SKEW_MS),",
      replace: "nextAllowedAt: state.nextAllowedAt,",
    },
  },
  {
    name: "gate without its condition",
    file: "test/simulation/model/identities.ts",
    find: "if (record.version !== version) return false;",
    replace: "",
  },
  {
    name: "a claim's lease as long as the call",
    file: "lib/domain/attempt.ts",
    find: "export const CLAIM_LEASE_MS = MINUTE_MS;",
    replace: "export const CLAIM_LEASE_MS = MINUTE_MS / 60;",
  },
  {
    name: "no gap after a dead holder",
    file: "lib/domain/gate.ts",
    find: "nextAllowedAt: later(until, policy.gapSeconds.max * SECOND_MS + CLOCK_SKEW_MS),",
    replace: "nextAllowedAt: now,",
    also: { find: "later(state.lease.until, CLOCK_SKEW_MS) > now) {", replace: "state.lease.until > now) {" },
  },
  {
    name: "no gap after a call",
    file: "lib/domain/gate.ts",
    find: "nextAllowedAt: called ? later(latest(now, heldUntil), gapMs) : now,",
    replace: "nextAllowedAt: called && gapMs < 0 ? later(latest(now, heldUntil), gapMs) : now,",
  },
  {
    name: "gap blind to the clocks' difference",
    file: "lib/domain/gate.ts",
    find: "return (min + draw * (max - min)) * SECOND_MS + CLOCK_SKEW_MS;",
    replace: "return (min + draw * (max - min)) * SECOND_MS;",
  },
  {
    name: "daily cap by the calendar day",
    file: "lib/domain/gate.ts",
    find: "return calls.filter((at) => now.getTime() - at.getTime() < CALL_COUNTS_MS);",
    replace: "return calls.filter((at) => at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10));",
  },
  {
    name: "daily cap off by one",
    file: "lib/domain/gate.ts",
    find: "if (tooMany <= 0) return now;",
    replace: "if (tooMany <= 1) return now;",
  },
  {
    name: "run cap counted for each identity",
    file: "lib/sweep/queue-today.ts",
    find: "await c.ledger.runs.reserve(runId, wanted, runCap);",
    replace: "Math.min(wanted, runCap);",
  },
  {
    name: "verdict not made again before the call",
    file: "lib/withdraw/judge-now.ts",
    find: 'if (verdict === "keep") return { reason, keptFor: reason, isDuplicate };',
    replace: "",
  },
  {
    name: "protection not heeded",
    file: "lib/domain/rules/protected.ts",
    find: '(isFlagged(flags, invitation, "protected") ? "keep" : null)',
    replace: '(isFlagged(flags, invitation, "protected") ? null : null)',
  },
  {
    name: "a customer left to age",
    file: "lib/domain/rules/customer.ts",
    find: '(isFlagged(flags, invitation, "customer") ? "withdraw" : null)',
    replace: '(isFlagged(flags, invitation, "customer") ? null : null)',
  },
  {
    name: "flags looked up by id alone",
    file: "lib/ledger/flag-lookup.ts",
    find: "const subjects = [...ids, ...people.flatMap(keysOf).map(addressSubject)];",
    replace: "const subjects = [...ids];",
  },
  {
    name: "flags not looked at before the call",
    file: "lib/withdraw/judge-now.ts",
    find: "const { flags } = await flagsOfPerson(c.ledger, invitation);",
    replace: "const flags = new Map();",
  },
  {
    name: "flags read late, and not consistently",
    file: "lib/ledger/flag-lookup.ts",
    find: "return find(ledger, [person], NOBODY, true);",
    replace: "return find(ledger, [person], NOBODY, false);",
  },
  {
    name: "mode not looked at before the call",
    file: "lib/withdraw/withdraw.ts",
    find: "const policy = policyFor(versioned.policy, message.identityId);",
    replace: 'const policy = { ...policyFor(versioned.policy, message.identityId), mode: "live" } as const;',
  },
  {
    name: "policy cached for an hour",
    file: "lib/settings/ssm-policy.ts",
    find: "const CACHE_MS = 60_000;",
    replace: "const CACHE_MS = 3_600_000;",
  },
  {
    name: "stale a day early",
    file: "lib/domain/time.ts",
    find: "return Math.floor((end.getTime() - start.getTime()) / DAY_MS);",
    replace: "return Math.ceil((end.getTime() - start.getTime()) / DAY_MS);",
  },
  {
    name: "holdout forgotten",
    file: "lib/domain/rules/held-out.ts",
    find: 'return isInHoldout(invitationId, holdout.share) ? "keep" : null;',
    replace: 'return isInHoldout(invitationId, holdout.share) && ageDays < 0 ? "keep" : null;',
  },
  {
    name: "a date nobody can read taken for the oldest",
    file: "lib/domain/rules/unreadable-date.ts",
    find: '(ageDays === null ? "keep" : null)',
    replace: '(ageDays === null ? "withdraw" : null)',
    // The function's own look, at what the ledger has of the date, stands before it too.
    elsewhere: {
      file: "lib/withdraw/judge-now.ts",
      find: 'reason === "stale" && plannedFor !== "stale" && plannedFor !== "backlog"',
      replace: "false",
    },
  },
  {
    name: "retry inside the client",
    file: "lib/edges/withdraw.ts",
    find: "  const answer = await call(options, request);",
    replace:
      "  let answer = await call(options, request);\n  if (!answer.ok && answer.failure.status === null) answer = await call(options, request);",
  },
  {
    name: "partial listing believed",
    file: "lib/domain/bookkeeping.ts",
    find: 'if (listing.state === "partial") return "partial";',
    replace: "",
  },
  {
    name: "collapse believed",
    file: "lib/domain/bookkeeping.ts",
    find: 'if (known >= COLLAPSE_MIN_KNOWN && missing > known / 2) return "collapsed";',
    replace: "",
  },
  {
    name: "empty list believed at once",
    file: "lib/domain/bookkeeping.ts",
    find: 'if (empty && missing > 0 && previousCount !== 0) return "empty";',
    replace: 'if (empty && missing < 0 && previousCount !== 0) return "empty";',
  },
  {
    name: "full last page believed",
    file: "lib/domain/bookkeeping.ts",
    find: 'if (listing.endsOnFullPage === true && missing > 0) return "full-last-page";',
    replace: "",
  },
  {
    name: "everything that vanished called gone",
    file: "lib/sweep/write-endings.ts",
    find: "if (at.has(personId) || earlier === undefined) return at.get(personId);",
    replace: "if (at.has(personId) || earlier === undefined) return at.get(invitationId);",
  },
  {
    name: "connections believed half-read",
    file: "lib/sweep/write-endings.ts",
    find: "} else if (!connections.whole || (",
    replace: "} else if (connections.at.size < 0 || (",
  },
  {
    name: "vanished while withdrawing called gone",
    file: "lib/sweep/write-endings.ts",
    find: '} else if (one.state === "withdrawing") {',
    replace: '} else if (one.state === "withdrawing" && one.attempts < 0) {',
  },
  {
    name: "an ending taken back, confirmed or not",
    file: "lib/sweep/reopen.ts",
    find: 'const isOpenToDoubt = outcome === "gone" || outcome === "failed" || (outcome === "withdrawn" && !confirmed);',
    replace: 'const isOpenToDoubt = outcome !== "failed" || confirmed;',
    // A list served late is not believed against an ending of the same hours, whatever kind it is.
    elsewhere: {
      file: "lib/domain/bookkeeping.ts",
      find: "export const LISTING_LAG_MS = 6 * HOUR_MS;",
      replace: "export const LISTING_LAG_MS = 0 * HOUR_MS;",
    },
  },
  {
    name: "one message group for all identities",
    file: "lib/sweep/queue-today.ts",
    find: "      group: identityId,",
    replace: '      group: "all",',
  },
  {
    name: "an identity's refusal blocks the workspace",
    file: "lib/withdraw/call.ts",
    find: 'if (reaction === "workspace-stopped" && failure !== null) await',
    replace: "if (failure !== null) await",
  },
  {
    name: "waits that end in the dead letters",
    file: "lib/contract/queues.ts",
    find: `  // Under the daily cadence: what one run could not do is gone before the next run plans it again.
  retentionSeconds: seconds(20 * HOUR_MS),
  maxReceiveCount: 20,`,
    replace: `  retentionSeconds: seconds(20 * HOUR_MS),
  maxReceiveCount: 3,`,
  },
  {
    name: "waiting by throwing",
    file: "lib/queue/handle-batch.ts",
    find: "      await queue.hide(",
    replace: '      if (delivery.at > clock.now()) throw new Error("not yet");\n      await queue.hide(',
    // Waits are given up before they could end in the dead letters; without that the throwing shows.
    also: { find: "const MAX_WAITS = 18;", replace: "const MAX_WAITS = 180;" },
  },
  {
    name: "a run started once and for all",
    file: "lib/start-run/start-run.ts",
    find: "const runId = scheduledAt.toISOString();",
    replace: "const runId = scheduledAt.toISOString().slice(0, 7);",
  },
  {
    name: "a gate never left",
    file: "lib/domain/gate.ts",
    find: "lease: state.lease !== null && heldUntil > now ? { ...state.lease, until: heldUntil } : null,",
    replace: "lease: state.lease !== null ? { ...state.lease, until: later(now, 40 * DAY_MS) } : null,",
  },
  {
    name: "backlog below the floor",
    file: "lib/domain/rules/backlog.ts",
    find: "if (ageDays === null || ageDays < THRESHOLD_FLOOR_DAYS) return null;",
    replace: "if (ageDays === null) return null;",
  },
  {
    name: "requests before protection",
    file: "lib/domain/rules/index.ts",
    find: `  protectedPerson,
  unknownFlag,`,
    replace: `  requested,
  protectedPerson,
  unknownFlag,`,
    also: { find: "  requested,\n  duplicate,", replace: "  duplicate," },
  },
  {
    name: "a duplicate of whatever became of the other",
    file: "lib/ledger/duplicate-lookup.ts",
    find: 'if (younger?.state !== "pending" || younger.duplicateOf !== null) return false;',
    replace: "if (younger === null) return false;",
  },
];
