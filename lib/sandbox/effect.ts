import { z } from "zod";
import { MAX_LEAD_MS } from "./clock.ts";
import { runFaultSchema } from "./run-faults.ts";

/** Epoch milliseconds up to the year 9999: a number beyond is a damaged line, and no Date. */
const instant = z.number().min(0).max(253_402_300_799_999);

/**
 * The only things about a world that do not follow from its seed. A journal of these, replayed, is the world again.
 * Instants are epoch milliseconds.
 */
export const effectSchema = z.discriminatedUnion("effect", [
  /** A withdraw call that LinkedIn saw: it counts against the limit; `took` when it took the invitation back. */
  z.strictObject({
    effect: z.literal("withdraw-call"),
    identityId: z.string(),
    urn: z.string(),
    at: instant,
    took: z.boolean(),
  }),
  /** A start of an asynchronous run that the vendor has taken. */
  z.strictObject({
    ...{ effect: z.literal("run"), identityId: z.string(), runUid: z.string(), at: instant },
    ...{ urns: z.array(z.string()), faults: z.array(runFaultSchema) },
  }),
  /** What a run did with its next input: `called` counts against the limit. */
  z.strictObject({
    ...{ effect: z.literal("run-input"), identityId: z.string(), runUid: z.string(), urn: z.string(), at: instant },
    ...{ called: z.boolean(), took: z.boolean(), label: z.string().nullable() },
  }),
  z.strictObject({ effect: z.literal("connection"), identityId: z.string(), at: instant, connected: z.boolean() }),
  /** How far the sandbox's own clock runs ahead of the machine's from now on. */
  z.strictObject({ effect: z.literal("clock"), aheadMs: z.number().min(0).max(MAX_LEAD_MS) }),
]);

export type Effect = Readonly<z.infer<typeof effectSchema>>;
export type WorldEffect = Exclude<Effect, { effect: "clock" }>;
