import type { Outcome } from "../domain/tracked-invitation.ts";
import type { OutcomeCount, ReportSection } from "./report-data.ts";

type EndingCount = OutcomeCount & { readonly outcome: Exclude<Outcome, "failed"> };

/** What ended an invitation. `failed`, as an earlier version wrote, ended none: the funnel has it as unreachable. */
export const endingsOf = ({ outcomes }: Pick<ReportSection, "outcomes">): EndingCount[] =>
  outcomes.filter((one): one is EndingCount => one.outcome !== "failed");
