import { SECOND_MS } from "./time.ts";

export const ACTIONS = [
  ...["list", "withdraw", "connections", "identities"],
  ...["start-run", "run-status", "run-inputs", "run-outputs"],
] as const;
/**
 * `list` sent invitations · `withdraw` one · list `connections` · list the workspace's `identities` · `start-run`: begin an
 * asynchronous run · ask for its status, inputs or outputs.
 */
export type Action = (typeof ACTIONS)[number];

/** One call as the sandbox saw it. Instants are epoch milliseconds. */
export interface LoggedCall {
  readonly number: number;
  readonly action: Action;
  /** Null for a call that is on no identity. */
  readonly identityId: string | null;
  readonly urn: string | null;
  /** The run that made the call, or that it is about; null for every other call. */
  readonly runUid: string | null;
  readonly startedAt: number;
  /** Null while the call is under way. */
  readonly endedAt: number | null;
  /** True once an invitation was taken back. */
  readonly tookEffect: boolean;
  /** What the caller was told: status and label, `dropped` without an answer, null while under way. */
  readonly answer: { readonly status: number; readonly label: string | null } | "dropped" | null;
  /** The fault that was applied, if any. */
  readonly fault: string | null;
}

/** Something a well-behaved client never does. */
export interface Violation {
  readonly at: number;
  readonly identityId: string;
  readonly kind: "parallel-call" | "too-close";
  readonly detail: string;
}

export interface CallStart {
  readonly action: Action;
  readonly identityId: string | null;
  readonly urn?: string | null;
  readonly runUid?: string | null;
}

export interface CallLog {
  /**
   * Opens a call and notes what is wrong with its timing. `parallel` when the identity already has one under way, or a
   * run at work, which `runAtWork` names.
   */
  begin(call: CallStart, now: number, runAtWork?: string): { readonly number: number; readonly parallel: boolean };
  noteEffect(number: number): void;
  /** A call that a run made by itself, at `at`. */
  add(call: Required<CallStart>, how: Pick<LoggedCall, "answer" | "tookEffect">, at: number): void;
  end(number: number, how: Pick<LoggedCall, "answer" | "fault">, now: number): void;
  /** A withdraw call known from a journal: the gap after it still counts. */
  recall(identityId: string, endedAt: number): void;
  calls(): readonly LoggedCall[];
  violations(): readonly Violation[];
}

/** `minGapSeconds`: shortest wait between the end of one withdraw call and the start of the identity's next. */
export function createCallLog(minGapSeconds: number): CallLog {
  const calls: LoggedCall[] = [];
  const violations: Violation[] = [];
  const underWay = new Map<string, number>();
  const lastWithdrawEnd = new Map<string, number>();

  function noteTiming({ action, identityId }: CallStart, now: number, runAtWork: string | undefined): boolean {
    if (identityId === null) return false;
    const running = underWay.get(identityId);
    if (running !== undefined) {
      const detail = `${action} began while call ${running}, ${calls[running - 1]?.action}, was under way`;
      violations.push({ at: now, identityId, kind: "parallel-call", detail });
      return true;
    }
    if (runAtWork !== undefined) {
      const detail = `${action} began while run ${runAtWork} was at work`;
      violations.push({ at: now, identityId, kind: "parallel-call", detail });
      return true;
    }
    const ended = lastWithdrawEnd.get(identityId);
    if (action === "withdraw" && ended !== undefined && now - ended < minGapSeconds * SECOND_MS) {
      const detail = `${(now - ended) / SECOND_MS} s after the last withdraw call, ${minGapSeconds} s are wanted`;
      violations.push({ at: now, identityId, kind: "too-close", detail });
    }
    return false;
  }

  function change(number: number, changes: Partial<LoggedCall>): LoggedCall {
    const call = calls[number - 1];
    if (call === undefined) throw new RangeError(`there is no call ${number}`);
    const changed = { ...call, ...changes };
    calls[number - 1] = changed;
    return changed;
  }

  return {
    begin(call, now, runAtWork) {
      const parallel = noteTiming(call, now, runAtWork);
      const number = calls.length + 1;
      const { action, identityId, urn = null, runUid = null } = call;
      calls.push({
        ...{ number, action, identityId, urn, runUid },
        ...{ startedAt: now, endedAt: null, tookEffect: false, answer: null, fault: null },
      });
      if (identityId !== null && !parallel) underWay.set(identityId, number);
      return { number, parallel };
    },
    add({ action, identityId, urn, runUid }, how, at) {
      const number = calls.length + 1;
      calls.push({ number, action, identityId, urn, runUid, startedAt: at, endedAt: at, fault: null, ...how });
    },
    noteEffect(number) {
      change(number, { tookEffect: true });
    },
    end(number, { answer, fault }, now) {
      const { identityId, action } = change(number, { answer, fault, endedAt: now });
      // A refused parallel call never held the identity, so its end frees nothing.
      if (identityId === null || underWay.get(identityId) !== number) return;
      underWay.delete(identityId);
      if (action === "withdraw") lastWithdrawEnd.set(identityId, now);
    },
    recall(identityId, endedAt) {
      lastWithdrawEnd.set(identityId, Math.max(endedAt, lastWithdrawEnd.get(identityId) ?? endedAt));
    },
    calls: () => calls.slice(),
    violations: () => violations.slice(),
  };
}
