import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { withRuntime } from "../wiring/runtime.ts";

export const handler = withRuntime(onSchedule);
