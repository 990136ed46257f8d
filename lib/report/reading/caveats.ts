import { EXCLUSIONS, type Exclusion } from "../../analytics/read-observation.ts";
import type { Holdout, Policy } from "../../domain/policy.ts";
import { DAY_MS, later } from "../../domain/time.ts";
import type { ReportFilter, ReportSection } from "../report-data.ts";
import { counted, timeInWords } from "../words.ts";
import type { Tallies } from "./read-tallies.ts";
import type { ReportWindow } from "./window.ts";

interface CaveatSource {
  readonly window: ReportWindow;
  readonly filter: ReportFilter;
  readonly policy: Policy;
  /** 0: there is none, and of a holdout nothing is known. */
  readonly version: number;
  /** As they apply to the identities of the report. */
  readonly holdout: Holdout | null;
  readonly thresholdDays: number;
  readonly overall: ReportSection;
  readonly tallies: Tallies;
  readonly shown: readonly unknown[];
}

/** Under the daily cadence, with room for one run that failed. */
const LISTING_IS_OLD_MS = 2 * DAY_MS;

const EXCLUSION_WORDS: Readonly<Record<Exclusion, string>> = {
  "unreadable-date": "whose date could not be read when first listed",
  "seen-before-sent": "seen before they were sent",
  "dates-disagree": "whose dates contradict each other or the time in their id",
  "age-not-known": "whose age was not known to within three hours when first listed",
  "missing-end-date": "without the date they ended",
  "ended-before-first-seen": "accepted before a list first showed them",
  "no-complete-listing": "not on a complete list of the span yet",
  "age-out-of-range": "older than ten years",
  "unknown-state": "in a state this version does not know",
};

/** What stands beside every figure, in plain words; only what applies to this report, but for the first two. */
export function caveatsOf(source: CaveatSource): string[] {
  return [
    "Every number is about invitations still pending when a list first showed them; those answered before were never seen.",
    "Intervals are 95%. Those of accepted and still pending allow for weeks and identities that differ, those of losses and late chances take invitations as independent; all assume that the coming weeks are like those seen.",
    ...[horizonCaveat, holdoutCaveat, informativeCaveat, exclusionCaveat, listingCaveat, rateCaveat].flatMap((caveat) =>
      caveat(source),
    ),
    ...[narrowingCaveat, thresholdCaveat, sectionCaveat].flatMap((caveat) => caveat(source)),
  ];
}

function horizonCaveat({ overall: { analysis } }: CaveatSource): string[] {
  const { horizon } = analysis;
  if (horizon === null) {
    return [
      "Fewer than 100 invitations were watched on their first day of age, so no horizon is set and no threshold is judged.",
    ];
  }
  return [`Nothing is said about acceptances after day ${horizon}, up to which 100 were watched on every day of age.`];
}

function holdoutCaveat({ holdout, version, thresholdDays }: CaveatSource): string[] {
  if (holdout !== null || version === 0) return [];
  return [
    `The policy has no holdout: what is withdrawn at day ${thresholdDays} cannot show what a longer wait would have brought.`,
  ];
}

function informativeCaveat({ overall: { analysis } }: CaveatSource): string[] {
  const count = analysis.counts.informativeCensorings;
  if (count === 0) return [];
  const was = count === 1 ? "was" : "were";
  return [
    `${counted(count, "invitation")} ${was} withdrawn for another reason than age, or could not be withdrawn; they count as no longer watched, although that may have to do with being accepted.`,
  ];
}

function exclusionCaveat({ overall: { exclusions } }: CaveatSource): string[] {
  const present = EXCLUSIONS.filter((exclusion) => exclusions[exclusion] > 0);
  if (present.length === 0) return [];
  const total = present.reduce((sum, exclusion) => sum + exclusions[exclusion], 0);
  const why = present
    .map((exclusion) => `${exclusions[exclusion].toLocaleString("en-US")} ${EXCLUSION_WORDS[exclusion]}`)
    .join(", ");
  return [
    `${counted(total, "invitation")} enter no curve: ${why}.`.replace("1 invitation enter", "1 invitation enters"),
  ];
}

function listingCaveat({ window, tallies: { byIdentity, records } }: CaveatSource): string[] {
  const enough = later(window.until, -LISTING_IS_OLD_MS);
  const old = [...byIdentity].filter(([id, { funnel }]) => {
    const at = records.get(id)?.lastBelievedListingAt ?? null;
    return funnel.pending > 0 && (at === null || at < enough);
  });
  if (old.length === 0) return [];
  return [
    `${counted(old.length, "identity", "identities")} had no complete list since ${timeInWords(enough)}; what is pending there counts as watched only until the last one.`,
  ];
}

function rateCaveat({ overall: { sendsPerDay } }: CaveatSource): string[] {
  if (sendsPerDay > 0) return [];
  return ["How many invitations are sent a day is not known yet, so all pending slots read 0."];
}

function narrowingCaveat({ filter: { reason, policyVersion } }: CaveatSource): string[] {
  if (reason === null && policyVersion === null) return [];
  const what = [reason === null ? "" : `reason ${reason}`, policyVersion === null ? "" : `policy v${policyVersion}`];
  return [
    `Only endings with ${what.filter((part) => part !== "").join(" and ")} are counted; the curve and the thresholds are those of all invitations, because picking invitations by how they ended would decide the answer.`,
  ];
}

function thresholdCaveat({ filter, thresholdDays, policy: { identities } }: CaveatSource): string[] {
  if (filter.identityId !== null || identities === "all") return [];
  const own = identities.filter((one) => one.thresholdDays !== undefined && one.thresholdDays !== thresholdDays);
  if (own.length === 0) return [];
  const have = own.length === 1 ? "has a threshold" : "have thresholds";
  return [
    `${counted(own.length, "identity", "identities")} ${have} of their own; together all are set against ${thresholdDays} days.`,
  ];
}

function sectionCaveat({ tallies: { byIdentity }, shown }: CaveatSource): string[] {
  const more = [...byIdentity.values()].filter(({ seen }) => seen > 0).length - shown.length;
  if (more === 0) return [];
  return [
    `${counted(more, "identity", "identities")} with fewer invitations are in all figures but have no section of their own; \`--identity\` shows one.`,
  ];
}
