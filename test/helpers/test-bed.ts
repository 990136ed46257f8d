import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_RETENTION_DAYS } from "../../lib/contract/environment.ts";
import type { Policy } from "../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import { ledgerOver } from "../../lib/ledger/dynamo-ledger.ts";
import type { Ledger, OutcomeRecord, RunRecord, SweepRecord } from "../../lib/ledger/ledger.ts";
import { memoryParts } from "../../lib/local/memory/memory-parts.ts";
import type { LocalParts } from "../../lib/local/parts.ts";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace, type Workspace } from "../../lib/local/workspace.ts";
import type { LoggedCall } from "../../lib/sandbox/call-log.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import type { WorldIdentitySpec } from "../../lib/sandbox/identity-spec.ts";
import type { CustomDataSetting } from "../../lib/sandbox/live-request.ts";
import type { Sandbox } from "../../lib/sandbox/server.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import type { FateModel } from "../../lib/sandbox/truth.ts";
import { type PolicySource, parsePolicyText } from "../../lib/settings/policy-source.ts";
import { afterEveryTest } from "./clean-up.ts";

export const ANA = "11111111-1111-4111-8111-111111111111";
export const BEN = "22222222-2222-4222-8222-222222222222";
export const CLEO = "33333333-3333-4333-8333-333333333333";

/** Nobody answers: only a withdrawal, or expiry at 180 days, ends an invitation. */
export const NOBODY_ANSWERS: FateModel = { acceptedShare: 0, declinedShare: 0, declinesOverDays: 60 };

/** The vendor's guide: about 60 s between risky actions. The sandbox counts anything closer as a violation. */
const GAP_SECONDS = 60;

/** One account with a backlog of 12 over 60 days, so that about two in three are stale at 21. */
export function account(spec: Partial<WorldIdentitySpec> = {}): WorldIdentitySpec {
  return { uid: ANA, name: "Ana", timezone: "UTC", backlog: 12, backlogDays: 60, ...spec };
}

export interface TestBedOptions {
  readonly identities?: readonly WorldIdentitySpec[];
  readonly faults?: readonly FaultSpec[];
  readonly fates?: FateModel;
  readonly seed?: number;
  /** Share of the people whom every identity has invited. Default 0. */
  readonly sharedPeopleShare?: number;
  /** The form in which the sandbox takes `custom_data`. Default `any`. */
  readonly customData?: CustomDataSetting;
  /** Stands between the functions and the sandbox, for what the sandbox has no fault for. */
  readonly edges?: (real: EdgesClient) => EdgesClient;
  /** What stands in for AWS. Default: in memory; a function in another process needs `EMBEDDED_PARTS`. */
  readonly parts?: LocalParts;
  /** False: as on AWS, where other functions go by clocks of their own. Default true. */
  readonly isOnlyClock?: boolean;
}

export interface StagedRun {
  readonly runId: string;
  readonly run: RunRecord;
  readonly startedAt: Date;
  readonly sweeps: ReadonlyMap<string, SweepRecord>;
  /** Calls of this run, as the sandbox saw them. */
  readonly calls: readonly LoggedCall[];
}

/** The functions as on one machine, with the truth beside them. */
export interface TestBed {
  readonly workspace: Workspace;
  readonly sandbox: Sandbox;
  now(): Date;
  advance(days: number): void;
  /** To the same time of day as that run, a number of days later. */
  untilDayAfter(run: StagedRun, days?: number): void;
  /** One run under a policy that is live unless `change` says otherwise. Versions count up from 1. */
  run(change?: Partial<Policy>): Promise<StagedRun>;
  outcomes(): Promise<OutcomeRecord[]>;
  find(standing: TrueState): Promise<TrackedInvitation>;
  truth(identityId?: string): TrueState[];
  /** Withdraw calls for an invitation, or all of them. */
  withdrawCalls(urn?: string): LoggedCall[];
  /** A ledger of its own over the same tables, as another process has it; only where they are in memory. */
  elsewhere(): Ledger;
  close(): Promise<void>;
}

const open: TestBed[] = [];
afterEveryTest(async () => {
  await Promise.all(open.splice(0).map((bed) => bed.close()));
});

/** A test bed that is closed after the test. */
export async function testBedFor(options: TestBedOptions = {}): Promise<TestBed> {
  const bed = await openTestBed(options);
  open.push(bed);
  return bed;
}

async function openTestBed(options: TestBedOptions = {}): Promise<TestBed> {
  const {
    identities = [account()],
    fates = NOBODY_ANSWERS,
    seed = 7,
    faults = [],
    sharedPeopleShare = 0,
    customData,
  } = options;
  const memory = memoryParts();
  const opened = await openWorkspace({
    root: join(tmpdir(), `sweeper-test-bed-${randomUUID()}`),
    edges: {
      kind: "sandbox",
      options: { identities, fates, seed, faults, sharedPeopleShare, customData, minGapSeconds: GAP_SECONDS },
    },
    policySeed: { document: {}, where: "the test" },
    traceless: true,
    parts: options.parts ?? memory,
    // A fixed hour: which invitations become stale overnight must not depend on when the tests run.
    startAt: new Date("2026-11-02T09:00:00.000Z"),
  });
  const { sandbox } = opened;
  if (sandbox === null) throw new Error("a test bed has a sandbox");
  const { isOnlyClock = true } = options;
  const workspace: Workspace = { ...opened, isOnlyClock, edges: options.edges?.(opened.edges) ?? opened.edges };
  const { clock, ledger } = workspace;
  const now = () => clock.now();
  const truth = (identityId = ANA) => sandbox.world.trueStates(identityId, now().getTime());
  let version = 0;
  return {
    workspace,
    sandbox,
    now,
    truth,
    advance: (days) => clock.advance(later(now(), days * DAY_MS)),
    untilDayAfter: ({ startedAt }, days = 1) => clock.advance(later(startedAt, days * DAY_MS)),
    async run(change = {}) {
      version += 1;
      const startedAt = now();
      const before = sandbox.world.calls().length;
      const { runId } = await runOnce(workspace, { policy: policyOf(change, version), fastForward: true });
      const run = await ledger.runs.find(runId);
      if (run === null) throw new Error(`run ${runId} is not in the ledger`);
      const sweeps = new Map<string, SweepRecord>();
      for await (const sweep of ledger.runs.sweeps(runId)) sweeps.set(sweep.identityId, sweep);
      return { runId, run, startedAt, sweeps, calls: sandbox.world.calls().slice(before) };
    },
    async outcomes() {
      const found: OutcomeRecord[] = [];
      const query = { since: later(now(), -200 * DAY_MS), until: now() };
      for await (const one of ledger.invitations.outcomes(query)) found.push(one);
      return found;
    },
    async find({ identityId, urn }) {
      const found = await ledger.invitations.find(identityId, idOf(urn));
      if (found === null) throw new Error(`${urn} is not in the ledger`);
      return found;
    },
    withdrawCalls: (urn) =>
      sandbox.world.calls().filter((call) => call.action === "withdraw" && (urn === undefined || call.urn === urn)),
    elsewhere() {
      const [invitations, identities, runs, flags] = memory.tables();
      if (invitations === undefined || identities === undefined || runs === undefined || flags === undefined)
        throw new Error("the tables of this bed are not in memory");
      return ledgerOver({ invitations, identities, runs, flags }, { retentionDays: DEFAULT_RETENTION_DAYS, now });
    },
    close: () => opened.close(),
  };
}

export function policyOf(change: object, version = 1): PolicySource {
  const text = JSON.stringify({ mode: "live", ...change });
  return { read: async () => ({ policy: parsePolicyText(text, "the test"), version }) };
}

export const idOf = (urn: string): string => urn.replace("urn:li:fsd_invitation:", "");

/** Whole elapsed days since it was sent. */
export const ageAt = ({ sentAt }: Pick<TrueState, "sentAt">, now: Date): number =>
  Math.floor((now.getTime() - sentAt) / DAY_MS);

/** Of an identity's pending invitations, those that have reached `days` at `now`, oldest first. */
export const staleAt = (trueStates: readonly TrueState[], now: Date, days = 21): TrueState[] =>
  trueStates.filter((one) => one.state === "pending" && ageAt(one, now) >= days);

/** Urns that were called for, in order, repeats included. */
export const urnsOf = (calls: readonly LoggedCall[]): string[] =>
  calls.flatMap(({ action, urn }) => (action === "withdraw" && urn !== null ? [urn] : []));

export const tookEffect = (calls: readonly LoggedCall[]): LoggedCall[] => calls.filter((call) => call.tookEffect);

/** How often the sweep's log and the sandbox's truth contradict each other; every list is empty when all is well. */
export async function contradictions(bed: TestBed, identityId = ANA): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {
    withdrawnOnAGuess: [],
    confirmedWrongly: [],
    calledAfterDone: [],
    calledTooOften: [],
    notLogged: [],
    violations: bed.sandbox.world.violations().map(({ kind, detail }) => `${kind}: ${detail}`),
  };
  for (const standing of bed.truth(identityId)) {
    const there = await bed.workspace.ledger.invitations.find(identityId, idOf(standing.urn));
    if (there === null) continue;
    const calls = bed.withdrawCalls(standing.urn);
    const done = calls.findIndex((call) => call.tookEffect && (call.fault === null || call.fault === "slow"));
    if (done !== -1 && done < calls.length - 1) found.calledAfterDone?.push(standing.urn);
    if (calls.length > 5) found.calledTooOften?.push(`${standing.urn}: ${calls.length} calls`);
    if (there.state === "withdrawn" && standing.state !== "withdrawn") found.withdrawnOnAGuess?.push(standing.urn);
    if (there.state === "withdrawn" && there.ending?.confirmed !== (done !== -1)) {
      found.confirmedWrongly?.push(standing.urn);
    }
    // A lost answer leaves the claim in place; anything else would deny what happened.
    if (standing.state === "withdrawn" && !["withdrawn", "withdrawing"].includes(there.state)) {
      found.notLogged?.push(`${standing.urn}: ${there.state}`);
    }
  }
  return found;
}

export const NO_CONTRADICTIONS: Readonly<Record<string, string[]>> = {
  withdrawnOnAGuess: [],
  confirmedWrongly: [],
  calledAfterDone: [],
  calledTooOften: [],
  notLogged: [],
  violations: [],
};
