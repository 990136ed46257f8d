import type * as z from "zod/mini";
import { didYouMean } from "../domain/did-you-mean.ts";
import { type DocumentFault, shown } from "../domain/document-fault.ts";
import { knownKeys } from "../domain/known-keys.ts";
import { valueAt } from "../domain/own-property.ts";
import { PARAMETER_BYTES } from "../domain/parameter-size.ts";
import type { Policy } from "../domain/policy.ts";
import { readCron } from "./cron.ts";
import { firesInWorkingHours, longestGapHours } from "./firings.ts";
import type { Archive, Digest, Schedule } from "./schema.ts";

/** A CloudWatch alarm looks back seven days at most; two hours of them are the slack of the alarm for a missing run. */
const MAX_GAP_HOURS = 7 * 24 - 2;
/** A month: a report is kept for three, and what is heard of less often is no longer missed. */
const MAX_DIGEST_GAP_HOURS = 31 * 24;

/** One issue of the schema as faults; an unknown key is a fault of its own. */
export function faultsOf(schema: unknown, issue: z.core.$ZodIssue, document: unknown): DocumentFault[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...path, key].join("."),
      found: "an unknown key",
      accepted: `only the documented keys (see the README)${didYouMean(key, knownKeys(schema, issue.path))}`,
    }));
  }
  const accepted = issue.code === "invalid_type" ? "an object" : issue.message;
  return [{ path: path.join("."), found: shown(valueAt(document, path)), accepted }];
}

/** What is wrong with a schedule whose fields are right by themselves; `policy` null when it has faults of its own. */
export function scheduleFaults(schedule: Schedule | null, policy: Policy | null): DocumentFault[] {
  const reading = schedule === null ? null : readCron(schedule.cron);
  if (schedule === null || reading?.valid !== true) return [];
  const { cron: expression, timezone, flexibleMinutes } = schedule;
  const faults: DocumentFault[] = [];
  if (longestGapHours(reading.cron) > MAX_GAP_HOURS) {
    faults.push({
      path: "schedule.cron",
      found: shown(expression),
      accepted: "a run every six days or more often: the alarm for a missing run looks back a week at most",
    });
  }
  const workingHours = policy?.workingHours ?? null;
  if (workingHours !== null && !firesInWorkingHours(reading.cron, timezone, flexibleMinutes, workingHours)) {
    const { start, end, days, timezone: zone } = workingHours;
    faults.push({
      path: "schedule.cron",
      found: `${shown(expression)} in ${timezone}, up to ${flexibleMinutes} minutes later`,
      accepted: `a start within policy.workingHours (${start} to ${end}, ${days.join(" ")}, ${zone}): no other run would ever withdraw anything`,
    });
  }
  return faults;
}

/** A digest that would hardly ever come. */
export function digestFaults(digest: Digest | null): DocumentFault[] {
  const reading = digest === null ? null : readCron(digest.cron);
  if (digest === null || reading?.valid !== true) return [];
  if (longestGapHours(reading.cron) <= MAX_DIGEST_GAP_HOURS) return [];
  return [{ path: "digest.cron", found: shown(digest.cron), accepted: "a digest every 31 days or more often" }];
}

/** Exports that would end before the next ones are there: for days there would be none to ask. */
export function archiveFaults(archive: Archive | null): DocumentFault[] {
  const reading = archive === null ? null : readCron(archive.cron);
  if (archive === null || reading?.valid !== true) return [];
  const days = Math.ceil(longestGapHours(reading.cron) / 24) + 1;
  if (archive.keepDays >= days) return [];
  return [{ path: "archive.keepDays", found: shown(archive.keepDays), accepted: `${days} or more, as exports come` }];
}

/** A policy that the parameter cannot hold. */
export function sizeFaults(policyDocument: unknown): DocumentFault[] {
  const bytes = Buffer.byteLength(JSON.stringify(policyDocument));
  if (bytes <= PARAMETER_BYTES) return [];
  return [
    { path: "policy", found: `${bytes} bytes`, accepted: `at most ${PARAMETER_BYTES}, as an SSM parameter takes` },
  ];
}
