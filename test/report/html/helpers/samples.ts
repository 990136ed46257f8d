import type { ReportData } from "../../../../lib/report/report-data.ts";
import { sampleReport } from "./sample.ts";

export const HOSTILE = `</script><script>alert("1")</script>'&\u2028\u202e<!--`;

/** Seen once and not again: nothing but the day of the first listing is known. */
const firstListing = {
  acceptance: () => 0,
  departure: () => 0,
  entryAge: (random: () => number) => Math.floor(random() ** 4 * 120),
  watched: () => 0,
};

const team = sampleReport({ identities: 3, each: 900 });

/** Made once: the analysis of forty identities takes a second or two. */
export const SAMPLES = {
  "a team of three": team,
  "one identity": sampleReport({ identities: 1, each: 900 }),
  "forty identities": sampleReport({ identities: 40, each: 150 }),
  "too little to judge": sampleReport({ identities: 2, each: 70 }),
  "a handful": sampleReport({ identities: 1, each: 5 }),
  "a first listing": sampleReport({ identities: 3, each: 100, world: firstListing }),
  "an empty ledger": sampleReport({ identities: 0, each: 0 }),
  "no acceptable threshold": sampleReport({ identities: 2, each: 1_500, acceptableLoss: 0 }),
  "the threshold in force recommended": sampleReport({ identities: 3, each: 900, currentThreshold: 14 }),
  "a longer wait recommended": sampleReport({ identities: 3, each: 900, currentThreshold: 7 }),
  "a threshold beyond the horizon": sampleReport({ identities: 3, each: 900, currentThreshold: 300 }),
  "hostile texts": hostile(team),
  "huge numbers": huge(team),
} as const satisfies Record<string, ReportData>;

function hostile(data: ReportData): ReportData {
  const section = {
    ...data.overall,
    sentence: `${HOSTILE} recommended`,
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
