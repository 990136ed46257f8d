import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import { withRuntime } from "../wiring/runtime.ts";

export const handler = withRuntime(onWithdrawMessages);
