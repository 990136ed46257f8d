import type { ReportData } from "../../../../lib/report/report-data.ts";
import { verdictOf } from "../../../../lib/report/verdict/verdict.ts";
import { withCommands } from "../../../../lib/report/verdict/with-commands.ts";
import { DRIFT } from "../../verdict/helpers.ts";
import { sampleReport } from "./sample.ts";

export const HOSTILE = `</script><script>alert("1")</script>'&\u2028\u202e<!--`;

/** Seen once and not again: nothing but the day of the first listing is known. */
const firstListing = {
  acceptance: () => 0,
  departure: () => 0,
  entryAge: (random: () => number) => Math.floor(random() ** 4 * 120),
  watched: () => 0,
};

/** Hardly anyone accepts: watched for long, and still too few acceptances to judge by. */
const hardlyAny = {
  acceptance: () => 0.0005,
  departure: () => 0.005,
  entryAge: () => 0,
  watched: (random: () => number) => Math.floor(14 + random() * 60),
};

const team = withCommands(sampleReport({ identities: 3, each: 900 }), { program: "sweeper", target: "" });

/** Made once: the analysis of forty identities takes a second or two. */
export const SAMPLES = {
  "a team of three": team,
  "one identity": sampleReport({ identities: 1, each: 900 }),
  "forty identities": sampleReport({ identities: 40, each: 150 }),
  "too little to judge": sampleReport({ identities: 2, each: 150, world: hardlyAny }),
  "a handful": sampleReport({ identities: 1, each: 5 }),
  "a first listing": sampleReport({ identities: 3, each: 200, world: firstListing }),
  "an empty ledger": sampleReport({ identities: 0, each: 0 }),
  "no acceptable threshold": sampleReport({ identities: 2, each: 1_500, acceptableLoss: 0 }),
  "the threshold in force recommended": sampleReport({ identities: 3, each: 900, currentThreshold: 14 }),
  "a longer wait recommended": sampleReport({ identities: 3, each: 900, currentThreshold: 7 }),
  "a threshold beyond the horizon": sampleReport({ identities: 3, each: 900, currentThreshold: 300 }),
  "a change of acceptance": changed(team),
  "hostile texts": hostile(team),
  "huge numbers": huge(team),
} as const satisfies Record<string, ReportData>;

function changed(data: ReportData): ReportData {
  const analysis = { ...data.overall.analysis, drift: DRIFT, basis: "recent" } as const;
  const verdict = verdictOf(analysis, { binding: "invitations", until: data.until });
  return { ...data, overall: { ...data.overall, analysis, verdict } };
}

function hostile(data: ReportData): ReportData {
  const section = {
    ...data.overall,
    sentence: `${HOSTILE} recommended`,
    verdict: { ...data.overall.verdict, command: `sweeper threshold set 14 --identity ${HOSTILE}`, drift: HOSTILE },
    outcomes: data.overall.outcomes.map((one) => ({ ...one, reason: HOSTILE as "stale" })),
    weeks: data.overall.weeks.map((week) => ({ ...week, weekOf: `<b>&"'` })),
    everyThreshold: data.overall.everyThreshold.map((one) => ({ ...one, sentence: `${HOSTILE} ${one.sentence}` })),
  };
  return {
    ...data,
    filter: { identityId: HOSTILE, reason: HOSTILE, policyVersion: 7 },
    ids: {
      ...{ ageFromIds: "auto", belief: "off", trials: 1, misses: 1 },
      firstMiss: { id: HOSTILE, decoded: HOSTILE, after: HOSTILE, before: HOSTILE },
    },
    overall: section,
    identities: data.identities.map((one) => ({ ...one, identityId: HOSTILE + "x".repeat(120), sentence: HOSTILE })),
    caveats: [HOSTILE],
  };
}

function huge(data: ReportData): ReportData {
  const times = (count: number) => count * 1_000_000_007;
  const { overall } = data;
  const { funnel, daysPending, analysis } = overall;
  const histogram = ({ bins, total, unreadable }: typeof daysPending.ended) => ({
    bins: bins.map((bin) => ({ ...bin, count: times(bin.count) })),
    total: times(total),
    unreadable: times(unreadable),
  });
  return {
    ...data,
    overall: {
      ...overall,
      funnel: {
        seen: times(funnel.seen),
        pending: times(funnel.pending),
        accepted: times(funnel.accepted),
        withdrawn: times(funnel.withdrawn),
        gone: times(funnel.gone),
        unreachable: times(funnel.unreachable),
        failed: times(funnel.failed),
      },
      outcomes: overall.outcomes.map((one) => ({ ...one, count: times(one.count), confirmed: times(one.confirmed) })),
      daysPending: { ended: histogram(daysPending.ended), pending: histogram(daysPending.pending) },
      weeks: overall.weeks.map((week) => ({ ...week, accepted: times(week.accepted), gone: times(week.gone) })),
      analysis: {
        ...analysis,
        curve: analysis.curve.map((point) => ({ ...point, atRisk: times(point.atRisk) })),
        rows: analysis.rows.map((row) => ({ ...row, atRiskBeyond: times(row.atRiskBeyond) })),
      },
    },
  };
}
