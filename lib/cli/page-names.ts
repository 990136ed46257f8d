import type { IdentityNames } from "../report/html/identity-label.ts";
import { identityName } from "../report/reader.ts";
import type { ReportData } from "../report/report-data.ts";

/** What the identities of a report are called on its page: as in its text. */
export function pageNames({ identities, filter }: Pick<ReportData, "identities" | "filter">): IdentityNames {
  const ids = [...identities.map(({ identityId }) => identityId), filter.identityId].filter((id) => id !== null);
  return new Map(ids.map((id) => [id, identityName(id)]));
}
