import * as z from "zod/mini";
import { IDENTITY_ID } from "../domain/identity-id.ts";
import { instant } from "./instant.ts";

/** A message that is not one of ours; it is thrown so that it ends in the dead letters, where a person sees it. */
export class MessageError extends Error {
  override readonly name = "MessageError";
}

const id = z.string().check(z.minLength(1), z.maxLength(200));
/** Checked before it is a key: the ledger keeps items of its own under ids that no identity can have. */
const identityId = z.string().check(z.regex(IDENTITY_ID));

const sweepMessage = z.strictObject({
  v: z.literal(1),
  kind: z.literal("sweep"),
  runId: id,
  identityId,
  /** True when Edges showed the identity as connected at the start of the run; false when it could not be asked. */
  connected: z.boolean(),
});

const withdrawMessage = z.strictObject({
  v: z.literal(1),
  kind: z.literal("withdraw"),
  runId: id,
  identityId,
  invitationId: id,
  /** Why it was planned; the withdraw function decides again before it calls. */
  reason: id,
  plannedAt: instant,
  /** From then on the message is dropped: the next run plans anew. */
  expiresAt: instant,
});

const cleanupMessage = z.strictObject({
  v: z.literal(1),
  kind: z.literal("cleanup"),
  cleanupId: id,
  identityId,
});

const startMessage = z.strictObject({
  v: z.literal(1),
  kind: z.literal("start"),
  /** When the run was due, under the schedule's own name for it: it is started again by that. */
  scheduledTime: instant,
});

/** The start of a run goes on. */
export type StartMessage = z.output<typeof startMessage>;
/** One identity is to be swept in one run. */
export type SweepMessage = z.output<typeof sweepMessage>;
/** One identity's part of a clean-up is to go on. */
export type CleanupMessage = z.output<typeof cleanupMessage>;
/** One invitation is to be withdrawn. */
export type WithdrawMessage = z.output<typeof withdrawMessage>;

export const parseSweepMessage = (body: string): SweepMessage => parse(sweepMessage, "sweep", body);
export const parseStartMessage = (body: string): StartMessage => parse(startMessage, "start", body);
export const parseCleanupMessage = (body: string): CleanupMessage => parse(cleanupMessage, "cleanup", body);
export const parseWithdrawMessage = (body: string): WithdrawMessage => parse(withdrawMessage, "withdraw", body);

/** The text of a message's body; dates as ISO 8601 with milliseconds. */
export const messageBody = (message: StartMessage | SweepMessage | WithdrawMessage | CleanupMessage): string =>
  JSON.stringify(message);

function parse<Schema extends z.ZodMiniType>(schema: Schema, kind: string, body: string): z.output<Schema> {
  const result = schema.safeParse(jsonOf(kind, body));
  if (result.success) return result.data;
  // Paths only: a value may be anything, and this text goes to the log.
  const faults = result.error.issues.map(({ path, code }) => `${path.join(".") || "body"} (${code})`);
  throw new MessageError(`not a ${kind} message of version 1: ${faults.join(", ")}`);
}

function jsonOf(kind: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MessageError(`not a ${kind} message: its body is not JSON`);
  }
}
