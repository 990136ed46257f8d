import { onStart } from "../../lib/start-run/on-start.ts";
import { withStartRuntime } from "../wiring/start-runtime.ts";

export const handler = withStartRuntime(onStart);
