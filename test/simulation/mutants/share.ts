import type { TestedMutant } from "./list.ts";

const STARVATION = "test/simulation/starvation.test.ts";
const SCALE = "test/simulation/scale/simulate-scale.test.ts";
const ORDER = "test/start-run/order-and-share.test.ts";
const SHARE_OUT = "test/domain/share-out.test.ts";

/** The order of a run, and how its cap is shared out. */
export const SHARE_MUTANTS: readonly TestedMutant[] = [
  {
    name: "the order of a run is always the same",
    file: "lib/domain/share-out.ts",
    find: "servedAt === null || servedAt >= runAt ? 0 : servedAt.getTime();",
    replace: "servedAt === null || servedAt < runAt || runAt !== null ? 0 : 1;",
    also: { find: "served}/$" + "{salt}", replace: "served}" },
    test: STARVATION,
    testName: "starves nobody: fewer places than identities",
  },
  {
    name: "a time that a wrong clock wrote keeps its identity last",
    file: "lib/domain/share-out.ts",
    find: "servedAt === null || servedAt >= runAt ? 0",
    replace: "servedAt === null ? 0",
    test: SHARE_OUT,
    testName: "takes a time that lies ahead for none",
  },
  {
    name: "what is left after the water level goes to nobody",
    file: "lib/domain/share-out.ts",
    find: "    return share + 1;",
    replace: "    return share;",
    test: SHARE_OUT,
    testName: "are all used, and never more",
  },
  {
    name: "the share of a run is ignored",
    file: "lib/sweep/queue-today.ts",
    find: "return shareOfRunCap ?? Number.POSITIVE_INFINITY;",
    replace: "return shareOfRunCap === -1 ? 0 : Number.POSITIVE_INFINITY;",
    test: SCALE,
    testName: "shares a cap out that is a tenth of what is needed",
  },
  {
    name: "whose turn it is not takes a place all the same",
    file: "lib/sweep/queue-today.ts",
    find: "> lastInTurn) return 0;",
    replace: "> lastInTurn) return 1;",
    test: STARVATION,
    testName: "starves nobody: fewer places than identities",
  },
  {
    name: "a place is kept for who waits for a person",
    file: "lib/start-run/order-and-share.ts",
    find: "if (gate.needsPerson !== null) return 0;",
    replace: "",
    test: ORDER,
    testName: "keeps no place for who waits for a person",
  },
  {
    name: "a place is kept for who needs nothing",
    file: "lib/start-run/order-and-share.ts",
    find: "inOrder.filter(({ need }) => need > 0)",
    replace: "inOrder.filter(({ need }) => need >= 0)",
    test: ORDER,
    testName: "is one each for those whose turn it is",
  },
  {
    name: "a run on one machine gives the first lists all its places",
    file: "lib/sweep/sweep-together.ts",
    find: "places: places.get(one) ?? 0",
    replace: "places: places.size * 1_000",
    test: "test/sweep/sweep.turn.test.ts",
    testName: "is shared out by need",
  },
  {
    name: "who got something counts as waiting still",
    file: "lib/sweep/finish-sweep.ts",
    find: "if (queued.queued > 0 && runAt !== null)",
    replace: "if (queued.queued < 0 && runAt !== null)",
    test: "test/sweep/sweep.turn.test.ts",
    testName: "with fewer places than identities goes round",
  },
  {
    name: "a preview shows more than the run's cap lets through",
    file: "lib/sweep/preview.ts",
    find: "one.today.slice(0, places.get(one.identityId) ?? 0)",
    replace: "one.today.slice(0, places.size * 1_000)",
    test: "test/sweep/preview.agreement.test.ts",
  },
  {
    name: "a repeated start shares a run's cap out anew",
    file: "lib/ledger/dynamo-runs.ts",
    find: "{ setIfAbsent: { shareOfRunCap, lastInTurn } }",
    replace: "{ set: { shareOfRunCap, lastInTurn } }",
    test: "test/ledger/dynamo-ledger.dynalite.test.ts",
    testName: "keeps the share of its cap that was set first",
  },
];
