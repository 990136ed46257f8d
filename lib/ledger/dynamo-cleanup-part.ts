import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { type CleanupBatch, type CleanupPart, newPart } from "../domain/cleanup.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, readItem, toInstantOrNull } from "./dynamo-item.ts";

const counts = z.record(z.string(), count);

const inForce = z.object({
  ...{ thresholdDays: z.number(), reinviteCooldownDays: z.number(), policyVersion: z.number() },
  gapSeconds: z.object({ min: z.number(), max: z.number() }),
  holdout: z.nullable(z.object({ share: z.number(), maxAgeDays: z.number() })),
});

const batch = z.object({
  ...{ number: count, state: z.enum(["claiming", "submitting", "submitted"]), size: count },
  ...{ inputs: z.array(z.string()), dropped: counts, runUid: z.nullable(z.string()) },
  ...{
    submittedAt: z.nullable(instant),
    until: z.nullable(instant),
    answerBy: z.nullable(instant),
    overSince: z.nullable(instant),
  },
  inForce: z.nullable(inForce),
});

const part = z.object({
  // The sort key has the name of the part; the identity's own is beside it.
  ...{ cleanupId: z.string(), ofIdentity: z.string(), version: count },
  ...{ partState: z.enum(["open", "over"]), stoppedBy: z.nullable(z.string()) },
  ...{ chosen: count, taken: count, batches: count, batch: z.nullable(batch), refusals: count },
  ...{ withdrawn: count, dropped: counts, notWithdrawn: counts, runUids: z.array(z.string()) },
});

export function readPart(item: Item): CleanupPart {
  const { ofIdentity, partState, ...rest } = readItem(RUNS, part, item);
  return { ...rest, identityId: ofIdentity, state: partState };
}

/** The attributes of a part, or of a new one. `state` has another name: it is an attribute of runs. */
export function partAttributes(given: CleanupPart | Pick<CleanupPart, "cleanupId" | "identityId" | "chosen">): Item {
  const whole = "version" in given ? given : newPart(given.cleanupId, given.identityId, given.chosen);
  const { identityId, state, batch: under, ...rest } = whole;
  return { ...rest, ofIdentity: identityId, partState: state, batch: under === null ? null : batchAttribute(under) };
}

const batchAttribute = ({ submittedAt, until, answerBy, overSince, ...rest }: CleanupBatch): Item => ({
  ...rest,
  submittedAt: toInstantOrNull(submittedAt),
  until: toInstantOrNull(until),
  answerBy: toInstantOrNull(answerBy),
  overSince: toInstantOrNull(overSince),
});
