import type { ANNOUNCED } from "../announcement.ts";
import { backlog } from "./backlog.ts";
import { contradictingItems } from "./contradicting-items.ts";
import { customer } from "./customer.ts";
import { datesDisagree } from "./dates-disagree.ts";
import { doNotContact } from "./do-not-contact.ts";
import { duplicate } from "./duplicate.ts";
import { duplicateUndecided } from "./duplicate-undecided.ts";
import { heldOut } from "./held-out.ts";
import { icpMismatch } from "./icp-mismatch.ts";
import { otherKind } from "./other-kind.ts";
import { protectedPerson } from "./protected.ts";
import { requested } from "./requested.ts";
import { resting } from "./resting.ts";
import { stale } from "./stale.ts";
import { tooYoung } from "./too-young.ts";
import { unknownFlag } from "./unknown-flag.ts";
import { unreadableDate } from "./unreadable-date.ts";

/** First match wins. A new rule is one file beside this one and one row here. */
export const RULES = [
  protectedPerson,
  unknownFlag,
  // Before all that is said of a person: whose invitation it is, is in doubt.
  contradictingItems,
  // Before flags and requests: they are about the request to connect, and this is none.
  otherKind,
  // Before all that withdraws: whatever speaks for it, five calls have just been in vain.
  resting,
  // What is said of a person comes before all that depends on an age: the floor guards against mistakes in ages only.
  doNotContact,
  customer,
  icpMismatch,
  requested,
  duplicate,
  unreadableDate,
  datesDisagree,
  heldOut,
  stale,
  // Age alone decides for whoever is stale; what is left waits until time or evidence tells which is older.
  duplicateUndecided,
  backlog,
  tooYoung,
] as const;

/** The reason of a verdict: a rule's, or that of its delay. */
export type Reason = RuleReason | typeof ANNOUNCED;
export type RuleReason = (typeof RULES)[number]["reason"];

/** A reason as a log holds it: written by this version's rules or by another's. */
export type LoggedReason = string;
