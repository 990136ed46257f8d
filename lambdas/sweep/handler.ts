import { onSweepMessages } from "../entries.ts";
import { withRuntime } from "../runtime.ts";

export const handler = withRuntime(onSweepMessages);
