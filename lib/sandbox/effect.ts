import { z } from "zod";
import { MAX_LEAD_MS } from "./clock.ts";

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
  z.strictObject({ effect: z.literal("connection"), identityId: z.string(), at: instant, connected: z.boolean() }),
  /** How far the sandbox's own clock runs ahead of the machine's from now on. */
  z.strictObject({ effect: z.literal("clock"), aheadMs: z.number().min(0).max(MAX_LEAD_MS) }),
]);

export type Effect = Readonly<z.infer<typeof effectSchema>>;
export type WorldEffect = Exclude<Effect, { effect: "clock" }>;
