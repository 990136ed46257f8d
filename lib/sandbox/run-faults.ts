import { z } from "zod";

/** How many of the run's inputs are hit, drawn from the seed. More than it has means all. */
const inputs = z.int().min(1).default(1);
const label = z
  .string()
  .min(1)
  .regex(/^[A-Z0-9_]+$/, "not a label");

/** What can be wrong with a run as a whole. A run takes one fault of each kind, when it is started. */
export const RUN_FAULT_SHAPES = {
  /** The API knows nothing of the run any more: 404 for its status, inputs and outputs. It goes on all the same. */
  "forgotten-run": { kind: z.literal("forgotten-run") },
  /** After so many inputs nothing is done any more, and the run shows RUNNING for ever. */
  "stuck-run": { kind: z.literal("stuck-run"), after: z.int().min(0).default(0) },
  /** The run is INVALID and does nothing. */
  "invalid-run": { kind: z.literal("invalid-run") },
  /** Of some inputs nothing is listed, whatever became of them; with `listedAsInputs` their outputs alone are missing. */
  "lost-outputs": { kind: z.literal("lost-outputs"), inputs, listedAsInputs: z.boolean().default(false) },
  /** The outputs of some inputs name no invitation. */
  "unnamed-output": { kind: z.literal("unnamed-output"), inputs },
  /** Some inputs end with this label. STATUS_404 and NO_RESULT count as success without data, as at the vendor's. */
  "input-label": { kind: z.literal("input-label"), inputs, label, takesEffect: z.boolean().default(false) },
} as const;

/** As a journal keeps it. */
export const runFaultSchema = z.discriminatedUnion("kind", [
  z.strictObject(RUN_FAULT_SHAPES["forgotten-run"]),
  z.strictObject(RUN_FAULT_SHAPES["stuck-run"]),
  z.strictObject(RUN_FAULT_SHAPES["invalid-run"]),
  z.strictObject(RUN_FAULT_SHAPES["lost-outputs"]),
  z.strictObject(RUN_FAULT_SHAPES["unnamed-output"]),
  z.strictObject(RUN_FAULT_SHAPES["input-label"]),
]);

export type RunFault = Readonly<z.output<typeof runFaultSchema>>;

export const isRunFaultKind = (kind: string): kind is RunFault["kind"] => Object.hasOwn(RUN_FAULT_SHAPES, kind);
