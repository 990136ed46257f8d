import { onRequest } from "../../lib/requests/on-request.ts";
import { withRuntime } from "../wiring/runtime.ts";

export const handler = withRuntime(onRequest);
