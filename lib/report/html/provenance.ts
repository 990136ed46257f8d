import { percent } from "../../analytics/estimate-in-words.ts";
import { idCalibrationInWords } from "../id-calibration-in-words.ts";
import type { ReportData, ReportFilter } from "../report-data.ts";
import { type Content, html, type Markup } from "./escape.ts";
import { grouped, isoMinute } from "./figures.ts";
import type { IdentityLabel } from "./identity-label.ts";
import { unbroken } from "./unbroken.ts";

/** Whose invitations: "all identities", or what they were narrowed to. Texts from outside keep their direction of writing to themselves. */
export function whose(
  { identityId, reason, policyVersion }: ReportFilter,
  labelOf: (identityId: string) => IdentityLabel,
): Markup {
  const narrowed = [
    identityId === null ? null : html`identity ${labelOf(identityId).markup}`,
    reason === null ? null : html`reason <bdi>${reason}</bdi>`,
    policyVersion === null ? null : html`policy version ${policyVersion}`,
  ].filter((part) => part !== null);
  const joined = narrowed.map((part, index) => html`${index === 0 ? null : ", "}${part}`);
  return html`${narrowed.length === 0 ? "all identities" : joined}`;
}

/** All that is needed to make the same page again. */
export function provenance(data: ReportData, labelOf: (identityId: string) => IdentityLabel): Markup {
  const { madeAt, since, until, filter, policy, ids, overall } = data;
  const { analysis } = overall;
  const { holdout } = policy;
  const isOfFile = policy.version === 0;
  const facts: readonly (readonly [string, Content])[] = [
    ["Made", isoMinute(madeAt)],
    ["Watched", unbroken(`${isoMinute(since)} to ${isoMinute(until)}`)],
    ["Of", whose(filter, labelOf)],
    [
      "Policy",
      `${isOfFile ? "none, from a file; set against" : `version ${policy.version}:`} ${policy.thresholdDays} days, acceptable loss ${percent(policy.acceptableLoss)}, binding: ${policy.binding}`,
    ],
    ...(isOfFile ? [] : ofLedger({ holdout, ids })),
    ["Population", analysis.population],
    [
      "Horizon",
      analysis.horizon === null
        ? "none: fewer than 100 invitations were watched on the first day of age"
        : `day ${analysis.horizon}, up to which 100 invitations were watched on every day of age; nothing is claimed beyond it`,
    ],
    ["Intervals", `95%; bootstrap of ${grouped(analysis.replicates)} replicates, seed ${analysis.seed}`],
  ];
  return html`<footer><section aria-labelledby="made-heading"><h2 id="made-heading">How this was made</h2>
<dl class="facts">${facts.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
  )}</dl></section></footer>
`;
}

/** A file does not say either. */
function ofLedger({ holdout, ids }: Pick<ReportData, "ids"> & Pick<ReportData["policy"], "holdout">) {
  return [
    [
      "Holdout",
      holdout === null
        ? "none, so little is learned beyond the threshold"
        : `${percent(holdout.share)} left alone until day ${holdout.maxAgeDays}`,
    ],
    ["Ages from ids", idCalibrationInWords(ids, ids.ageFromIds === "off")],
  ] as const;
}
