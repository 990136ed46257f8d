import { describe, expect, it } from "vitest";
import { type Course, exitCodeOf, type IdentityCourse, unfinishedIn } from "../../../lib/cli/unfinished/unfinished.ts";
import { OUTCOMES_NOT_KNOWN } from "../../../lib/domain/gate.ts";
import { IS_WRONG_WHEN_DEFERRED, IS_WRONG_WHEN_HELD } from "../../../lib/domain/went-wrong.ts";

const AT = new Date("2026-11-02T09:00:00.000Z");
const HERE = { again: " --data d" };
const STACK = { stack: "prod", again: " --stack prod" };

const anIdentity = (over: Partial<IdentityCourse> = {}): IdentityCourse => ({
  ...{ identityId: "ana", failure: null, held: [], deferred: {}, needsPerson: null, failed: 0, unresolved: 0 },
  notListed: null,
  ...over,
});
const aCourse = (over: Partial<Course> = {}, ...identities: readonly IdentityCourse[]): Course => ({
  ...{ identities, block: null, stop: null, notConnected: [], notSwept: [], deadLetters: 0 },
  ...over,
});
const of = (over: Partial<IdentityCourse>, place = HERE) => unfinishedIn(aCourse({}, anIdentity(over)), place);

const HELD = Object.entries(IS_WRONG_WHEN_HELD);
const DEFERRED = Object.entries(IS_WRONG_WHEN_DEFERRED);
const wrongOf = (table: readonly (readonly [string, boolean])[]) =>
  table.filter(([, wrong]) => wrong).map(([word]) => word);
const plannedOf = (table: readonly (readonly [string, boolean])[]) =>
  table.filter(([, wrong]) => !wrong).map(([word]) => word);

describe("all done as planned", () => {
  it("is nothing to tell, and ends with 0", () => {
    const unfinished = unfinishedIn(aCourse({}, anIdentity(), anIdentity({ identityId: "ben" })), HERE);

    expect(unfinished).toEqual([]);
    expect(exitCodeOf(unfinished)).toBe(0);
  });

  it.each(plannedOf(HELD))("includes what is held as %s", (word) => {
    expect(of({ held: [word] })).toEqual([]);
  });

  it.each([...plannedOf(DEFERRED), "too-young", "protected"])("includes what is put off as %s", (word) => {
    expect(of({ deferred: { [word]: ["1", "2"] } })).toEqual([]);
  });
});

describe("each fault", () => {
  it.each(wrongOf(HELD))("held as %s ends with 4, and one line with a remedy", (word) => {
    const unfinished = of({ held: [word] });

    expect(exitCodeOf(unfinished)).toBe(4);
    expect(unfinished).toHaveLength(1);
    expect(unfinished[0]).toMatchObject({ reason: word });
    expect(unfinished[0]?.line).toMatch(REMEDY);
    expect(unfinished[0]?.line).not.toContain("\n");
  });

  it.each(wrongOf(DEFERRED))("put off as %s ends with 4, and one line with the count and a remedy", (word) => {
    const unfinished = of({ deferred: { [word]: ["7001", "7002"] } });

    expect(exitCodeOf(unfinished)).toBe(4);
    expect(unfinished).toHaveLength(1);
    // An answer that stops the identity, and the gate that is shut after it, are one and the same.
    expect(unfinished[0]?.reason).toBe(word === "identity-needs-person" ? "needs-person" : word);
    expect(unfinished[0]?.count).toBe(2);
    expect(unfinished[0]?.line).toMatch(/2 (withdrawals|invitations)/);
    expect(unfinished[0]?.line).toMatch(REMEDY);
  });

  it.each([
    [{ held: ["full-moon"] }, 'ana is held as "full-moon", a reason of another version: look it up there'],
    [
      { deferred: { "full-moon": ["1"] } },
      'ana: 1 withdrawal put off as "full-moon", a reason of another version: look it up there',
    ],
  ])("of another version is told as it stands: %j", (over, line) => {
    expect(of(over)).toMatchObject([{ reason: "full-moon", identityId: "ana", line }]);
  });

  it.each([
    [{ notSwept: ["ana"] }, "ana was not swept: the functions' log, and `sweeper dead-letters list --data d`, say why"],
    [
      { notConnected: ["ana"] },
      "left out: ana is not connected to Edges: reconnect it there, or leave it out for good with `sweeper pause ana --data d`",
    ],
    [{ deadLetters: 2 }, "2 messages failed permanently: see `sweeper dead-letters list --data d`"],
  ])("of the whole run is told: %j", (over, line) => {
    const unfinished = unfinishedIn(aCourse(over, anIdentity({ identityId: "ben" })), HERE);

    expect(unfinished.map((one) => one.line)).toEqual([line]);
    expect(exitCodeOf(unfinished)).toBe(4);
  });

  it("of withdrawals that failed, and of endings that are not known, is told with the count", () => {
    expect(of({ failed: 1, unresolved: 3 })).toMatchObject([
      {
        reason: "failed",
        count: 1,
        line: expect.stringContaining("`sweeper outcomes --outcome failed --identity ana --data d`"),
      },
      { reason: "unresolved", count: 3, line: expect.stringContaining("3 invitations left the list") },
    ]);
  });
});

/** A command, or who does what next. */
const REMEDY = /`sweeper [a-z-]+[^`]*`|the next run|run again|next complete list|see that no other run|put a key/;

describe("a list that failed", () => {
  it("is told once, with its label in words and the reference, although its sweep is held too", () => {
    const failure = { label: "status-502", ref: "err-1", at: AT };

    const unfinished = of({ failure, held: ["listing-partial"] });

    expect(unfinished).toEqual([
      {
        ...{ reason: "listing-partial", identityId: "ana", label: "status-502", ref: "err-1", count: null },
        line:
          "ana: its list was not read to the end (status 502, reference err-1): nothing is withdrawn or concluded; " +
          "the next run lists it again, `sweeper preview --identity ana --data d` tries it now",
      },
    ]);
  });

  it.each([
    ["no-answer", "no answer came"],
    ["repeated-pages", "its pages repeat themselves"],
    ["LK_ERROR", "LK_ERROR"],
    ["constructor", "constructor"],
  ])("as %s says so in words", (label, words) => {
    expect(of({ failure: { label, ref: null } })[0]?.line).toContain(`(${words}):`);
  });

  it("of malformed items alone is a failure, whatever else is left", () => {
    const malformed = anIdentity({ failure: { label: "malformed-list", ref: null } });

    const unfinished = unfinishedIn(aCourse({ deadLetters: 1 }, malformed), HERE);

    expect(exitCodeOf(unfinished)).toBe(1);
    expect(unfinished[0]?.line).toBe(
      "ana: every item of its list is malformed; `sweeper preview --identity ana --data d` says what is wrong",
    );
  });
});

describe("an identity that is stopped", () => {
  it("is told once for its list, its sweep and what was put off", () => {
    const needsPerson = { since: AT, why: "AUTH_EXPIRED", ref: "err-2" };
    const deferred = { "identity-needs-person": ["1"], "needs-person": ["2", "3"] };

    expect(of({ held: ["needs-person"], deferred, needsPerson })).toEqual([
      {
        ...{ reason: "needs-person", identityId: "ana", label: "AUTH_EXPIRED", ref: "err-2", count: 3 },
        line:
          "ana is stopped until a person has looked (AUTH_EXPIRED since 2026-11-02 09:00 UTC, reference err-2), 3 invitations put off: " +
          "reconnect it at https://app.edges.run, and the next run goes on by itself",
      },
    ]);
  });

  it("has its remedy in one line, and not another one beside its list", () => {
    const needsPerson = { since: AT, why: "AUTH_EXPIRED", ref: null };

    const lines = of({ failure: { label: "AUTH_EXPIRED", ref: null }, needsPerson }).map(({ line }) => line);

    expect(lines[0]).toBe("ana: its list was not read to the end (AUTH_EXPIRED): nothing is withdrawn or concluded");
    expect(lines.filter((line) => line.includes("the next run"))).toHaveLength(1);
  });

  it("for answers that were not known is resumed by a person", () => {
    const [told] = of({ needsPerson: { since: AT, why: OUTCOMES_NOT_KNOWN, ref: null } });

    expect(told?.line).toContain(
      "look at its last answers in `sweeper identities --data d`, then `sweeper resume ana --data d`",
    );
    expect(told?.line).not.toContain("reconnect");
  });
});

describe("a workspace that is stopped", () => {
  const held = anIdentity({ identityId: "ben", held: ["workspace-stopped"] });
  const putOff = anIdentity({ deferred: { "workspace-stopped": ["1", "2"] } });

  it.each([
    ["status-401", HERE, /a key that Edges accepts in EDGES_API_KEY/, /credits/],
    [
      "status-401",
      STACK,
      /a key that Edges accepts in the stack's secret, .*FillInApiKeyCommand/,
      /EDGES_API_KEY|credits/,
    ],
    ["NO_ACCESS", HERE, /plan and its credits/, /EDGES_API_KEY/],
    ["status-402", STACK, /plan and its credits/, /FillInApiKeyCommand/],
    ["another", HERE, /EDGES_API_KEY.*, or look at the plan and its credits/, /FillInApiKeyCommand/],
  ])("for %s is told once for all identities, with the remedy", (why, place, remedy, not) => {
    const unfinished = unfinishedIn(aCourse({ block: { until: AT, why, ref: "err-3" } }, putOff, held), place);

    expect(unfinished).toMatchObject([
      { reason: "workspace-stopped", identityId: null, label: why, ref: "err-3", count: 2 },
    ]);
    expect(unfinished[0]?.line).toMatch(
      /^Edges refuses the whole workspace .*: nobody is called for, 2 invitations put off; /,
    );
    expect(unfinished[0]?.line).toMatch(remedy);
    expect(unfinished[0]?.line).not.toMatch(not);
  });

  it.each([["status-401"], ["status-402"], ["NO_ACCESS"]])("is also known by a list that failed as %s", (label) => {
    const unfinished = unfinishedIn(aCourse({}, anIdentity({ failure: { label, ref: null } })), HERE);

    expect(unfinished.map(({ reason }) => reason)).toEqual(["workspace-stopped", "listing-partial"]);
  });

  it("is not known by a list that failed for itself", () => {
    const reasons = ["status-502", "AUTH_EXPIRED", "no-answer", "LIMIT_REACHED"].flatMap((label) =>
      of({ failure: { label, ref: null } }).map(({ reason }) => reason),
    );

    expect(new Set(reasons)).toEqual(new Set(["listing-partial"]));
  });
});
