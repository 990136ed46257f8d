import { AGE_EDGES, verdictAtEdge } from "./age-edges.ts";

/** Run with `TZ` set: tells the offset that this process really lives at, and what it makes of every edge. */
const offsetMinutes = -new Date("2026-01-15T12:00:00.000Z").getTimezoneOffset();
process.stdout.write(JSON.stringify({ offsetMinutes, verdicts: AGE_EDGES.map(verdictAtEdge) }));
