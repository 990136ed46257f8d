import type { ReportData, ReportSection } from "../report-data.ts";

/** How a command is written where the report is shown. */
export interface CommandWords {
  /** `npx sweeper` in a mail, whose reader stands in no shell. */
  readonly program: "sweeper" | "npx sweeper";
  /** The options that name the target, such as `--stack invite-sweeper`; may be empty. */
  readonly target: string;
}

/** The report with each verdict's command for this target; a section of one identity sets that identity's threshold. */
export function withCommands(data: ReportData, words: CommandWords): ReportData {
  return {
    ...data,
    overall: withCommand(data.overall, data.filter.identityId, words),
    identities: data.identities.map((one) => ({ ...one, ...withCommand(one, one.identityId, words) })),
  };
}

function withCommand(section: ReportSection, identityId: string | null, words: CommandWords): ReportSection {
  return { ...section, verdict: { ...section.verdict, command: commandOf(section, identityId, words) } };
}

/** Nothing to set where the threshold in force is kept, and nothing that may be set where there is no advice. */
function commandOf(
  { verdict, analysis }: ReportSection,
  identityId: string | null,
  words: CommandWords,
): string | null {
  const { recommendation } = analysis;
  if (verdict.kind !== "go" || recommendation.kind !== "recommended") return null;
  const identity = identityId === null ? [] : ["--identity", identityId];
  const target = words.target.trim();
  return [words.program, "threshold set", recommendation.thresholdDays, ...identity, target].join(" ").trimEnd();
}
