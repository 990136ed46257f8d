import { describe, expect, it } from "vitest";
import {
  afterCall,
  type CallResult,
  FRESH_WORKSPACE,
  tryWorkspace,
  type WorkspaceState,
} from "../../lib/domain/workspace.ts";
import { at } from "./helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const plus = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

/** Enters, and answers the state as it is stored then; throws where it may not. */
function entered(state: WorkspaceState, callId: string, { runId = "run-1", now = NOW } = {}): WorkspaceState {
  const decision = tryWorkspace(state, { runId, callId, until: plus(60) }, now);
  if (!decision.go) throw new Error(decision.why);
  return decision.next ?? state;
}
const ask = (state: WorkspaceState, runId = "run-1", now = NOW) =>
  tryWorkspace(state, { runId, callId: "one-more", until: plus(60) }, now);

const result = (callId: string, over: Partial<CallResult> = {}): CallResult => {
  const { runId = "run-1", kind = "rejected" } = over;
  const label = kind === "rejected" ? "BAD_INPUT" : "STATUS_403";
  const failed = kind === "success" ? null : { label, ref: null, at: NOW, invitationId: callId, runId };
  return { ...{ callId, runId, identityId: "a", kind, failed, stopsIdentity: false }, ...over };
};
/** So many calls one after the other, each with this result. */
const calls = (count: number, over: Partial<CallResult>, before = FRESH_WORKSPACE): WorkspaceState =>
  Array.from({ length: count }, (_, index) => `call-${index}`).reduce(
    (state, id) => afterCall(entered(state, id, over), result(id, over)),
    before,
  );

describe("requests taken for wrong", () => {
  it("stop all at the third in a row, for this run, and each run after it asks anew", () => {
    const state = calls(3, {});

    expect(state.stop).toMatchObject({ runId: "run-1", why: "BAD_INPUT", runs: 1 });
    expect(ask(state)).toEqual({ go: false, why: "workspace-stopped", until: null });
    const second = calls(3, { runId: "run-2" }, state);
    expect(second.stop).toMatchObject({ runId: "run-2", runs: 2 });
  });

  it("stop nobody at the second, nor when a success lies between", () => {
    const two = calls(2, {});
    const healed = calls(2, {}, calls(1, { kind: "success" }, two));

    expect([two.stop, healed.stop]).toEqual([null, null]);
  });

  it("cost three calls of a run at most, however many are under way at once", () => {
    const three = ["1", "2", "3"].reduce((state, id) => entered(state, id), FRESH_WORKSPACE);

    expect(ask(three)).toEqual({ go: false, why: "busy", until: plus(5) });
    const oneBack = afterCall(three, result("1"));
    expect(ask(oneBack), "one was taken for wrong, two are under way").toMatchObject({ go: false, why: "busy" });
    expect(afterCall(afterCall(oneBack, result("2")), result("3")).stop).not.toBeNull();
  });

  it("let everybody go on as soon as one answer shows that requests are understood", () => {
    const two = ["1", "2"].reduce((state, id) => entered(state, id), FRESH_WORKSPACE);

    const passed = afterCall(two, result("1", { kind: "other" }));

    expect(ask(passed)).toEqual({ go: true, next: null });
    expect(ask(passed, "run-2"), "and the next run shows it anew").toMatchObject({ go: true, next: { trial: {} } });
  });

  it("that come one by one from outside take part in the run's trial, and open none where one has passed", () => {
    const asked = entered(entered(FRESH_WORKSPACE, "1"), "event-call", { runId: "event-1" });
    const passed = afterCall(asked, result("event-call", { runId: "event-1", kind: "other" }));

    expect(asked.trial).toMatchObject({ runId: "run-1", calls: [{ id: "1" }, { id: "event-call" }] });
    expect(passed.trial).toMatchObject({ runId: "run-1", isPassed: true });
    expect([ask(passed), ask(passed, "event-2")]).toEqual([
      { go: true, next: null },
      { go: true, next: null },
    ]);
  });

  it("wait for no call whose function is dead", () => {
    const three = ["1", "2", "3"].reduce((state, id) => entered(state, id), FRESH_WORKSPACE);

    expect(ask(three, "run-1", plus(60)).go).toBe(true);
  });
});

describe("identities that are stopped", () => {
  const stopped = (identityId: string, over: Partial<CallResult> = {}) =>
    result(identityId, { kind: "other", identityId, stopsIdentity: true, ...over });

  it("stop all when two are alike in one run", () => {
    const one = afterCall(FRESH_WORKSPACE, stopped("a"));
    const two = afterCall(one, stopped("b"));

    expect([one.stop, two.stop?.why]).toEqual([null, "STATUS_403"]);
    expect(ask(two)).toMatchObject({ why: "workspace-stopped" });
    expect(ask(two, "run-2").go).toBe(true);
  });

  it("stop nobody else when it is the same one twice, or each for another reason, or in another run", () => {
    const one = afterCall(FRESH_WORKSPACE, stopped("a"));
    const other = { label: "LK_ERROR", ref: null, at: NOW, invitationId: "1", runId: "run-1" };

    const states = [stopped("a"), stopped("b", { failed: other }), stopped("b", { runId: "run-2" })];

    expect(states.map((next) => afterCall(one, next).stop)).toEqual([null, null, null]);
  });

  it("stop all when two are alike, whatever has stopped others in between", () => {
    const because = (id: string, label: string) =>
      stopped(id, { failed: { label, ref: null, at: NOW, invitationId: id, runId: "run-1" } });

    const all = [because("a", "X"), because("b", "Y"), because("c", "Z"), because("d", "X")];

    expect(all.reduce(afterCall, FRESH_WORKSPACE).stop?.why).toBe("X");
  });

  it("are forgotten with a success of anybody's", () => {
    const one = afterCall(FRESH_WORKSPACE, stopped("a"));
    const success = afterCall(one, result("c", { kind: "success", identityId: "c" }));

    expect(afterCall(success, stopped("b")).stop).toBeNull();
  });
});

it("a success that changes nothing is not written", () => {
  const passed = afterCall(entered(FRESH_WORKSPACE, "1"), result("1", { kind: "success" }));

  expect(afterCall(passed, result("2", { kind: "success" }))).toBe(passed);
});
