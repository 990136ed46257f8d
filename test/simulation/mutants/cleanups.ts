import type { TestedMutant } from "./list.ts";

const ADVANCE = "test/cleanup/advance.test.ts";

/** Guards of a clean-up: what was chosen, claimed first, held, sent once, counted. */
export const CLEANUP_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a clean-up beyond its plan",
    file: "lib/cli/cleanup/choose.ts",
    find: "planned === null || planned.has(nameOf({ identityId, invitationId })),",
    replace: "planned === null || planned.has(nameOf({ identityId, invitationId })) || invitationId !== null,",
    test: "test/cli/commands/cleanup.test.ts",
    testName: "nothing beyond it",
  },
  {
    name: "a clean-up's invitations handed over without a claim",
    file: "lib/cleanup/claim-one.ts",
    find: "if (isOurs || (await c.ledger.invitations.claim(found, decision.claim))) return claimed;",
    replace: "if (decision.go) return claimed;",
    test: ADVANCE,
    testName: "withdraws exactly what was chosen",
  },
  {
    name: "an identity not held by a clean-up's run",
    file: "lib/domain/gate.ts",
    find: 'if (isBulkRunUnderWay(state, now) && !entersAgain) return refuse("bulk-run", state.bulkRun.until);',
    replace: "",
    test: ADVANCE,
    testName: "holds the identity while its run lasts",
  },
  {
    name: "a start whose answer is lost taken for refused",
    file: "lib/cleanup/submit.ts",
    find: 'if (failure.effect === "maybe") {',
    replace: 'if (failure.effect === "maybe" && failure.sent && failure.label !== null) {',
    test: ADVANCE,
    testName: "is never repeated",
  },
  {
    name: "a run of many counted as one call",
    file: "lib/domain/bulk-run.ts",
    find: "Array.from({ length: bulkRun.calls }, () => at);",
    replace: "Array.from({ length: Math.min(1, bulkRun.calls) }, () => at);",
    test: ADVANCE,
    testName: "as many a day as the cap allows",
  },
  {
    name: "a clean-up that looks at nobody again",
    file: "lib/cleanup/claim-one.ts",
    find: "if (keptFor !== null) return dropped(keptFor);",
    replace: "",
    also: { find: "return judged.keptFor;", replace: "return null;" },
    test: ADVANCE,
    testName: "leaves out who is protected",
  },
  {
    name: "a result that is missing taken for a withdrawal",
    file: "lib/cleanup/conclude-batch.ts",
    find: 'const NOT_KNOWN: Said = { reaction: "not-known", failure: null };',
    replace: 'const NOT_KNOWN: Said = { reaction: "done", failure: null };',
    test: ADVANCE,
    testName: "that are missing",
  },
  {
    name: "a run that the API does not know taken for over",
    file: "lib/cleanup/follow-run.ts",
    find: 'if (answer.kind === "unknown-run") return look("run-unknown");',
    replace: 'if (answer.kind === "unknown-run") return concludeBatch(c, part, batch, new Map(), NOT_OVER_IN_TIME);',
    test: ADVANCE,
    testName: "of a run that has no end",
  },
  {
    name: "the gate opens beside a run that waits for its allowance",
    file: "lib/cleanup/follow-run.ts",
    find: "return (await holdOn(c, part, batch)) ? AGAIN : look",
    replace: "return look",
    test: ADVANCE,
    testName: "while it holds the identity, and nobody calls beside it",
  },
];
