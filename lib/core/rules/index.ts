import { heldOut } from "./held-out.ts";
import { stale } from "./stale.ts";
import { tooYoung } from "./too-young.ts";
import { unreadableDate } from "./unreadable-date.ts";

/** First match wins. A new rule is one file beside this one and one row here. */
export const RULES = [unreadableDate, heldOut, stale, tooYoung] as const;

export type Reason = (typeof RULES)[number]["reason"];
