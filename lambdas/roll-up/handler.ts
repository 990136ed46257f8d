import type { Context } from "aws-lambda";
import { later } from "../../lib/domain/time.ts";
import { rollUp } from "../../lib/roll-up/roll-up.ts";
import { asHandler } from "../wiring/as-handler.ts";
import { createRollUpRuntime, LAST_DAY_MS } from "../wiring/roll-up-runtime.ts";

export const handler = asHandler(
  createRollUpRuntime,
  (c, _: unknown, context: Pick<Context, "getRemainingTimeInMillis">) =>
    rollUp(c, later(c.clock.now(), context.getRemainingTimeInMillis() - LAST_DAY_MS)),
);
