import type { Tool } from "../tool.ts";
import { CAN_INVITE } from "./can-invite.ts";
import { FLAG } from "./flag.ts";
import { IDENTITIES } from "./identities.ts";
import { OUTCOMES_TOOL } from "./outcomes.ts";
import { PREVIEW } from "./preview.ts";
import { REPORT } from "./report.ts";
import { REQUEST_WITHDRAWAL } from "./request-withdrawal.ts";

/** A tool is one file here and one row. */
export const TOOLS: readonly Tool[] = [
  PREVIEW,
  CAN_INVITE,
  REPORT,
  OUTCOMES_TOOL,
  IDENTITIES,
  FLAG,
  REQUEST_WITHDRAWAL,
];
