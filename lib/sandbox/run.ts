import { type Reply, refuse } from "./reply.ts";
import { seededRng } from "./rng.ts";
import type { RunFault } from "./run-faults.ts";
import { SECOND_MS } from "./time.ts";

/** An asynchronous run as it was started. Instants are epoch milliseconds. */
export interface RunStart {
  readonly runUid: string;
  readonly identityId: string;
  readonly urns: readonly string[];
  readonly at: number;
  readonly faults: readonly RunFault[];
}

/** What became of one input. */
export interface RunStep {
  readonly urn: string;
  readonly at: number;
  /** LinkedIn saw a call. */
  readonly called: boolean;
  readonly took: boolean;
  readonly label: string | null;
}

/** A run as far as it has come: its steps are those of its first inputs. */
export interface Run extends RunStart {
  readonly steps: readonly RunStep[];
}

export const RUN_STATUSES = [
  "INVALID",
  "QUEUED",
  "RUNNING",
  "BLOCKED",
  "SUCCEEDED",
  "PARTIAL_SUCCEEDED",
  "FAILED",
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** How long a run shows QUEUED. */
const QUEUED_MS = 20 * SECOND_MS;
/** Between two inputs: the vendor's own pacing of risky actions, a minute and up to fifteen seconds. */
const [GAP_MS, JITTER_MS] = [60 * SECOND_MS, 15 * SECOND_MS];
/** Runs count these as success without data. */
const SUCCESS_WITHOUT_DATA: readonly (string | null)[] = ["STATUS_404", "NO_RESULT"];

export function faultOf<Kind extends RunFault["kind"]>(
  { faults }: Pick<RunStart, "faults">,
  kind: Kind,
): Extract<RunFault, { kind: Kind }> | undefined {
  return faults.find((fault): fault is Extract<RunFault, { kind: Kind }> => fault.kind === kind);
}

/** Whether the run has inputs that it will still work off: until then it holds its identity. */
export function isAtWork(run: Run): boolean {
  if (faultOf(run, "invalid-run") !== undefined) return false;
  return run.steps.length < Math.min(run.urns.length, faultOf(run, "stuck-run")?.after ?? run.urns.length);
}

/** When the next input is due, before any limit. */
export function nextDueAt({ runUid, at, steps }: Run): number {
  const jitter = seededRng("run", runUid, "gap", steps.length)() * JITTER_MS;
  return (steps.at(-1)?.at ?? at) + GAP_MS + Math.round(jitter);
}

/** Whether a fault that hits some inputs hits this one. */
export function isHit(
  { runUid, urns }: RunStart,
  fault: { kind: string; inputs: number } | undefined,
  index: number,
): boolean {
  if (fault === undefined) return false;
  const order = urns
    .map((_urn, place) => ({ place, drawn: seededRng("run", runUid, fault.kind, place)() }))
    .sort((a, b) => a.drawn - b.drawn);
  return order.slice(0, fault.inputs).some(({ place }) => place === index);
}

/** The run has been worked off up to `now`. */
export function statusOf(run: Run, now: number): RunStatus {
  if (faultOf(run, "invalid-run") !== undefined) return "INVALID";
  if (run.steps.length === run.urns.length && faultOf(run, "stuck-run") === undefined) {
    const failed = run.steps.filter((step) => !isSuccess(step)).length;
    return failed === 0 ? "SUCCEEDED" : failed < run.steps.length ? "PARTIAL_SUCCEEDED" : "FAILED";
  }
  if (now < run.at + QUEUED_MS) return "QUEUED";
  // What is due and not done waits for the identity's limit.
  return isAtWork(run) && nextDueAt(run) <= now ? "BLOCKED" : "RUNNING";
}

const isSuccess = ({ label }: RunStep): boolean => label === null || SUCCESS_WITHOUT_DATA.includes(label);

/** The answer to a start, in the vendor's fields. */
export function startItem(run: Run): object {
  const created_at = timeOf(run.at);
  return {
    ...{ run_uid: run.runUid, action_name: "linkedin-withdraw-invitation", status: "pending" },
    ...{ postponed_until: null, created_at, updated_at: created_at },
  };
}

/** One of the three resources of a run; `undefined` stands for one that does not exist. */
export function showRun(run: Run | undefined, what: "run-status" | "run-inputs" | "run-outputs", now: number): Reply {
  if (run === undefined || faultOf(run, "forgotten-run") !== undefined) {
    return refuse("STATUS_404", { status: 404, message: "There is no such run." });
  }
  if (what === "run-status") return { ok: true, isSingle: true, items: [statusItem(run, now)] };
  const lost = faultOf(run, "lost-outputs");
  const shown = run.urns.map((urn, index) => ({ urn, index, step: run.steps[index] }));
  if (what === "run-inputs") {
    const listed = shown.filter(({ index }) => lost?.listedAsInputs === true || !isHit(run, lost, index));
    return { ok: true, items: listed.map(({ urn, index, step }) => inputItem(run, urn, index, step)) };
  }
  const withOutput = shown.filter(
    ({ step, index }) => step !== undefined && hasOutput(step) && !isHit(run, lost, index),
  );
  return { ok: true, items: withOutput.map(({ urn, index, step }) => outputItem(run, urn, index, step?.at ?? run.at)) };
}

const hasOutput = ({ took, label }: RunStep): boolean => took && label === null;

function statusItem(run: Run, now: number): object {
  const last = run.steps.at(-1)?.at ?? null;
  const status = statusOf(run, now);
  const isOver = ["SUCCEEDED", "PARTIAL_SUCCEEDED", "FAILED"].includes(status);
  return {
    ...{ uid: run.runUid, action_name: "linkedin-withdraw-invitation", execution_mode: "ASYNC", status },
    ...{ last_error: null, output_count: run.steps.filter(hasOutput).length },
    ...{
      started_at: status === "QUEUED" ? null : timeOf(run.at + QUEUED_MS),
      finished_at: isOver ? timeOf(last ?? run.at) : null,
    },
    ...{ created_at: timeOf(run.at), updated_at: timeOf(last ?? run.at) },
  };
}

function inputItem({ runUid, at }: Run, urn: string, index: number, step: RunStep | undefined): object {
  const last_error =
    step === undefined || step.label === null
      ? null
      : { has_failed: !isSuccess(step), scope: "input", label: step.label };
  return {
    ...{ uid: `${runUid}-${index + 1}`, input_data: { linkedin_invitation_urn: urn }, last_error },
    status: step === undefined ? "QUEUED" : isSuccess(step) ? "SUCCEEDED" : "FAILED",
    ...{ output_count: step !== undefined && hasOutput(step) ? 1 : 0, retry_count: 0 },
    ...{ created_at: timeOf(at), finished_at: step === undefined ? null : timeOf(step.at) },
  };
}

/** What the live call answers, with the time the documents name for outputs. */
function outputItem(run: Run, urn: string, index: number, at: number): object {
  const extracted_at = timeOf(at);
  if (isHit(run, faultOf(run, "unnamed-output"), index)) return { extracted_at };
  return { linkedin_invitation_id: urn.split(":").at(-1), linkedin_invitation_urn: urn, extracted_at };
}

const timeOf = (at: number): string => new Date(at).toISOString();
