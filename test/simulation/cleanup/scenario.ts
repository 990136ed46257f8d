import type { FaultSpec } from "../../../lib/sandbox/faults.ts";
import type { WorldIdentitySpec } from "../../../lib/sandbox/identity-spec.ts";
import { type Rng, seededRng } from "../../../lib/sandbox/rng.ts";

export interface CleanupScenario {
  readonly identities: readonly WorldIdentitySpec[];
  readonly acceptedShare: number;
  readonly faults: readonly FaultSpec[];
  readonly dailyCap: number;
  readonly runCap: number;
}

const between = (rng: Rng, min: number, max: number): number => min + Math.floor(rng() * (max - min + 1));

/** What a world is made of, all of it drawn from the seed. */
export function scenarioOf(seed: number): CleanupScenario {
  const rng = seededRng(seed, "cleanup-scenario");
  const dailyCap = between(rng, 3, 60);
  const identities = Array.from({ length: between(rng, 1, 3) }, (_, index) => ({
    uid: `${String(index + 1).repeat(8)}-1111-4111-8111-111111111111`,
    ...{ name: `Identity ${index + 1}`, timezone: "UTC" },
    ...{ backlog: between(rng, 5, 80), backlogDays: between(rng, 25, 60), sendsPerDay: rng() < 0.3 ? 3 : 0 },
    // From a sixth of the daily cap on, so that a run may wait for the allowance for days; the longest is followed for a week.
    withdrawLimitPerDay: rng() < 0.3 ? between(rng, Math.max(3, Math.ceil(dailyCap / 6)), 60) : 100,
  }));
  const faults = Array.from({ length: between(rng, 0, 4) }, () => drawFault(rng));
  return {
    ...{ identities, faults },
    acceptedShare: rng() < 0.5 ? 0 : 0.4,
    dailyCap,
    runCap: rng() < 0.3 ? between(rng, 5, 60) : 500,
  };
}

const FAULTS: readonly ((rng: Rng) => FaultSpec)[] = [
  () => ({ kind: "drop-after-effect", action: "start-run" }),
  () => ({ kind: "drop-before-effect", action: "start-run" }),
  () => ({ kind: "broken-json", action: "start-run" }),
  () => ({ kind: "status", action: "start-run", status: 502, takesEffect: true }),
  () => ({ kind: "rate-limited", action: "start-run" }),
  () => ({ kind: "label", label: "LIMIT_REACHED", action: "start-run" }),
  () => ({ kind: "label", label: "BAD_INPUT", action: "start-run", status: 400 }),
  () => ({ kind: "session-expired", action: "start-run" }),
  () => ({ kind: "forgotten-run" }),
  (rng) => ({ kind: "stuck-run", after: between(rng, 0, 20) }),
  () => ({ kind: "invalid-run" }),
  (rng) => ({ kind: "lost-outputs", inputs: between(rng, 1, 20), listedAsInputs: rng() < 0.5 }),
  (rng) => ({ kind: "unnamed-output", inputs: between(rng, 1, 5) }),
  (rng) => ({ kind: "input-label", inputs: between(rng, 1, 6), label: "STATUS_403", takesEffect: rng() < 0.5 }),
  (rng) => ({ kind: "input-label", inputs: between(rng, 1, 6), label: "STATUS_404", takesEffect: rng() < 0.5 }),
  (rng) => ({ kind: "input-label", inputs: between(rng, 1, 6), label: "LK_524", takesEffect: rng() < 0.5 }),
  () => ({ kind: "status-word" }),
  (rng) => ({ kind: "drop-before-effect", action: "run-status", times: between(rng, 1, 8) }),
  (rng) => ({ kind: "status", action: "run-outputs", times: between(rng, 1, 8) }),
  (rng) => ({ kind: "broken-json", action: "run-inputs", times: between(rng, 1, 8) }),
  () => ({ kind: "drop-after-effect", action: "withdraw" }),
];

const drawFault = (rng: Rng): FaultSpec =>
  FAULTS[Math.floor(rng() * FAULTS.length)]?.(rng) ?? { kind: "forgotten-run" };
