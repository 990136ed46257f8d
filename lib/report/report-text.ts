import { DAY_MS } from "../domain/time.ts";
import { curveTable } from "./curve-table.ts";
import { daysPendingChart } from "./days-pending-chart.ts";
import { endingsOf } from "./endings.ts";
import { funnelTable, outcomeCountsTable } from "./funnel-table.ts";
import { idCalibrationInWords } from "./id-calibration-in-words.ts";
import { identitySectionsTable } from "./identity-sections-table.ts";
import { identityShown } from "./reader.ts";
import type { ReportData } from "./report-data.ts";
import { type Screen, UNLIMITED } from "./text-table.ts";
import { thresholdTable } from "./threshold-table.ts";
import { unreachableInWords } from "./unreachable-in-words.ts";
import { verdictLines } from "./verdict/verdict-lines.ts";
import { counted, shortTime, timeInWords } from "./words.ts";

/** A report for a screen: the verdict first, then what it rests on, then how far to trust it. */
export function reportText(data: ReportData, screen: Screen = UNLIMITED): string {
  const { overall, identities, policy, caveats } = data;
  const { analysis, sendsPerDay, funnel } = overall;
  const verdict = verdictLines(overall.verdict, data.until).join("\n");
  if (funnel.seen === 0 && analysis.counts.observed === 0) {
    const empty =
      policy.version === 0
        ? "The file holds no invitations in this span."
        : "The log holds no invitations in this span. Runs fill it, dry runs too: `sweeper run`.";
    return `${verdict}\n\n${heading(data)}\n\n${empty}`;
  }
  const tried = unreachableInWords(funnel.unreachable);
  const ended = endingsOf(overall);
  const parts = [
    verdict,
    heading(data),
    section("Where the invitations are", [funnelTable(funnel, screen), ...(tried === null ? [] : [tried])].join("\n")),
    section("How they ended", ended.length === 0 ? "None has ended yet." : outcomeCountsTable(ended, screen)),
    section("Days pending", daysPendingChart(overall.daysPending, screen)),
    section(
      "How invitations ended that were pending when first listed",
      analysis.curve.length === 0 ? "No invitation has been watched yet." : curveTable(analysis, screen),
    ),
    section(
      `What another threshold would give up and free (${sendsPerDay.toFixed(1)} invitations a day)`,
      thresholdTable(analysis, policy.thresholdDays, screen),
    ),
    ...(identities.length > 1 ? [section("By identity", identitySectionsTable(identities, screen))] : []),
    ...(data.reinvited === undefined ? [] : [section("Invited again too soon", reinvitedInWords(data.reinvited))]),
    ...(policy.version === 0
      ? []
      : [`Ages from ids: ${idCalibrationInWords(data.ids, data.ids.ageFromIds === "off")}`]),
    section("Limits of these numbers", caveats.map((caveat) => `- ${caveat}`).join("\n")),
  ];
  return parts.join("\n\n");
}

function heading({ madeAt, since, until, filter, policy }: ReportData): string {
  const days = Math.max(1, Math.round((until.getTime() - since.getTime()) / DAY_MS));
  const only = [
    filter.identityId === null ? "all identities" : `identity ${identityShown(filter.identityId)}`,
    ...(filter.reason === null ? [] : [`reason ${filter.reason}`]),
    ...(filter.policyVersion === null ? [] : [`policy v${filter.policyVersion}`]),
  ].join(", ");
  return [
    `Report of ${timeInWords(madeAt)}: ${shortTime(since)} to ${shortTime(until)} (${counted(days, "day")}), ${only}`,
    policy.version === 0
      ? `From a file, without a policy: set against ${counted(policy.thresholdDays, "day")}`
      : `In force: policy v${policy.version}, withdraws after ${counted(policy.thresholdDays, "day")}`,
  ].join("\n");
}

function reinvitedInWords({ early, withdrawn }: NonNullable<ReportData["reinvited"]>): string {
  if (early === 0) return `Nobody whose invitation was withdrawn; ${withdrawn} were.`;
  const share = withdrawn === 0 ? "" : `, ${((100 * early) / withdrawn).toFixed(1)} for every 100 withdrawn`;
  return `${counted(early, "person", "people")} within the cooldown after a withdrawal${share}. \`sweeper can-invite\` tells before.`;
}

const section = (title: string, body: string): string => `${title}\n\n${body}`;
