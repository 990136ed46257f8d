import { onCleanupMessages } from "../../lib/cleanup/on-messages.ts";
import { withCleanupRuntime } from "../wiring/cleanup-runtime.ts";

export const handler = withCleanupRuntime(onCleanupMessages);
