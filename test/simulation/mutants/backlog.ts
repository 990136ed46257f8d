import type { TestedMutant } from "./list.ts";

const CATCH_UP = "test/domain/catch-up.test.ts";
const DRAIN = "test/domain/drain.test.ts";

/** The cap that a catch-up raises, when it does not, and the days that a backlog takes. */
export const BACKLOG_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a limit does not end the catch-up",
    file: "lib/domain/catch-up.ts",
    find: "if (restsUntil > now) return",
    replace: "if (restsUntil < now && restsUntil > now) return",
    test: CATCH_UP,
    testName: "for 24 hours after a limit or a refusal",
  },
  {
    name: "a limit of the identity is not noted",
    file: "lib/domain/gate.ts",
    find: "return block !== undefined || needsPerson",
    replace: "return needsPerson",
    test: CATCH_UP,
    testName: "what turns an identity away is a limit",
  },
  {
    name: "the catch-up does not end at the steady level",
    file: "lib/domain/catch-up.ts",
    find: "return eligible <= steadyLevel ? {",
    replace: "return eligible < 0 ? {",
    test: CATCH_UP,
    testName: "is the first list with no more than the steady level",
  },
  {
    name: "an ended catch-up begins again when the backlog grows",
    file: "lib/domain/catch-up.ts",
    find: "if (ended?.dailyCap === catchUp.dailyCap) return ended;",
    replace: "if (ended?.dailyCap === -1) return ended;",
    test: CATCH_UP,
    testName: "stays although the backlog grows again",
  },
  {
    name: "a catch-up goes beyond 100 a day",
    file: "lib/domain/catch-up.ts",
    find: "return Math.min(catchUp.dailyCap, MAX_DAILY_CAP);",
    replace: "return catchUp.dailyCap;",
    test: CATCH_UP,
    testName: "is never more than 100",
  },
  {
    name: "an identity that was never listed catches up",
    file: "lib/domain/catch-up.ts",
    find: "return backlog !== null && isKnown(backlog, now) ?",
    replace: "return backlog === null || isKnown(backlog, now) ?",
    test: CATCH_UP,
    testName: "is its own while it was never listed",
  },
  {
    name: "the days of a backlog forget what becomes stale meanwhile",
    file: "lib/domain/drain.ts",
    find: "left += day === 0 ? 0 : on(day);",
    replace: "left += 0 * on(day);",
    test: DRAIN,
    testName: "84 and not 52",
  },
  {
    name: "a catch-up that ends while all is announced",
    file: "lib/domain/stale-backlog.ts",
    find: "eligible: ages.eligible + ages.announced",
    replace: "eligible: ages.eligible",
    test: "test/domain/stale-backlog.notice.test.ts",
    testName: "does not end while a backlog is announced",
  },
];
