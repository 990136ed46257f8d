import type { Missing } from "../analytics/missing.ts";
import { counted } from "./words.ts";

/** "12 more past day 21". */
export function lackInWords({ what, more, age }: Missing): string {
  const needed = more.toLocaleString("en-US");
  switch (what) {
    case "acceptances":
      return counted(more, "more acceptance", "more acceptances");
    case "at-risk-beyond":
      return `${needed} more past day ${age}`;
    case "pending-on-day":
      return `${needed} more pending after day ${age}`;
  }
}
