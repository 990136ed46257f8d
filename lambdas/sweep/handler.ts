import { onSweepMessages } from "../../lib/sweep/on-messages.ts";
import { withRuntime } from "../wiring/runtime.ts";

export const handler = withRuntime(onSweepMessages);
