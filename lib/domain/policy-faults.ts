import type * as z from "zod/mini";
import { didYouMean } from "./did-you-mean.ts";
import { type DocumentFault, shown } from "./document-fault.ts";
import { knownKeys } from "./known-keys.ts";
import { valueAt } from "./own-property.ts";
import type { Policy } from "./policy.ts";
import { policySchema } from "./policy-schema.ts";
import { minutesOfDay } from "./working-hours.ts";

export type PolicyReading =
  | { readonly valid: true; readonly policy: Policy }
  | { readonly valid: false; readonly faults: readonly DocumentFault[] };

/** Reads a policy document: defaults filled in, unknown keys refused, all errors reported together. */
export function readPolicy(document: unknown): PolicyReading {
  const result = policySchema.safeParse(document);
  if (result.success) {
    const faults = faultsBetweenFields(result.data);
    return faults.length > 0 ? { valid: false, faults } : { valid: true, policy: result.data };
  }
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, document));
  return { valid: false, faults: [...faults, ...faultsBetweenFields(validFields(document))] };
}

/** The fields that are valid by themselves, so that what ties them together is checked although others have faults. */
function validFields(document: unknown): Partial<Policy> {
  const fields = Object.entries(policySchema.shape).map(([key, schema]): [string, unknown] => {
    const field = schema.safeParse(valueAt(document, [key]));
    return [key, field.success ? field.data : undefined];
  });
  return Object.fromEntries(fields);
}

type Issue = z.core.$ZodIssue;

function faultsOf(issue: Issue, document: unknown, at: readonly PropertyKey[] = []): DocumentFault[] {
  const path = [...at, ...issue.path];
  const value = valueAt(document, path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathText([...path, key]),
      found: "an unknown key",
      accepted: `only the documented keys (see \`sweeper policy show\`)${didYouMean(key, knownKeys(policySchema, path))}`,
    }));
  }
  // A list with a fault in one entry is a list all the same: the entry's fault says more than "neither fits".
  if (issue.code === "invalid_union" && Array.isArray(value)) {
    return issue.errors.at(-1)?.flatMap((inner) => faultsOf(inner, document, path)) ?? [];
  }
  const accepted = issue.code === "invalid_type" && issue.message.startsWith("Invalid") ? "an object" : issue.message;
  return [{ path: pathText(path), found: shown(value), accepted }];
}

function faultsBetweenFields(policy: Partial<Policy>): DocumentFault[] {
  const faults: DocumentFault[] = [];
  const {
    gapSeconds,
    workingHours = null,
    holdout = null,
    identities = "all",
    paused = [],
    thresholdDays = 0,
    catchUp = null,
    dailyCap = 0,
  } = policy;
  if (gapSeconds !== undefined && gapSeconds.max < gapSeconds.min) {
    faults.push({
      path: "gapSeconds.max",
      found: `${gapSeconds.max}`,
      accepted: `at least gapSeconds.min, ${gapSeconds.min}`,
    });
  }
  if (workingHours !== null) {
    if (minutesOfDay(workingHours.end) <= minutesOfDay(workingHours.start)) {
      faults.push({
        path: "workingHours.end",
        found: workingHours.end,
        accepted: `a time after workingHours.start, ${workingHours.start}`,
      });
    }
    if (workingHours.days.length === 0) {
      faults.push({ path: "workingHours.days", found: "an empty list", accepted: "at least one day" });
    }
  }
  const entries = identities === "all" ? [] : identities;
  if (identities !== "all" && identities.length === 0) {
    faults.push({ path: "identities", found: "an empty list", accepted: '"all" or at least one identity' });
  }
  const oldestThreshold = entries.reduce((most, entry) => Math.max(most, entry.thresholdDays ?? 0), thresholdDays);
  if (holdout !== null && holdout.maxAgeDays <= oldestThreshold) {
    faults.push({
      path: "holdout.maxAgeDays",
      found: `${holdout.maxAgeDays}`,
      accepted: `more than the largest thresholdDays, ${oldestThreshold}`,
    });
  }
  if (catchUp !== null && catchUp.dailyCap <= dailyCap) {
    faults.push({
      path: "catchUp.dailyCap",
      found: `${catchUp.dailyCap}`,
      accepted: `more than dailyCap, ${dailyCap}; null for no catch-up`,
    });
  }
  return [...faults, ...repeated("identities", entries), ...repeated("paused", paused)];
}

function repeated(list: string, entries: readonly { readonly id: string }[]): DocumentFault[] {
  const seen = new Set<string>();
  return entries.flatMap(({ id }, index) => {
    const first = !seen.has(id);
    seen.add(id);
    return first
      ? []
      : [{ path: `${list}[${index}].id`, found: `"${id}" a second time`, accepted: "each identity once" }];
  });
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = /^[\w-]{1,40}$/.test(String(key)) ? String(key) : shown(String(key));
    return text === "" ? name : `${text}.${name}`;
  }, "");
}
