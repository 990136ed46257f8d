import type { ReportData } from "../report-data.ts";
import { shortIdAmong } from "../short-id.ts";
import { html, type Markup } from "./escape.ts";

/** What identities are called, by id; one without a name is shown by its short id alone. */
export type IdentityNames = ReadonlyMap<string, string | null>;

/** An identity as text, "Ana Duarte (50fc2f7e)", and as markup that keeps both to their own direction of writing. */
export interface IdentityLabel {
  readonly text: string;
  readonly markup: Markup;
}

/** How the page calls each identity of a report. */
export function identityLabels(
  { identities, filter }: Pick<ReportData, "identities" | "filter">,
  names: IdentityNames,
): (identityId: string) => IdentityLabel {
  const ids = [...identities.map(({ identityId }) => identityId), filter.identityId].filter((id) => id !== null);
  return (identityId) => {
    const name = names.get(identityId) ?? "";
    const short = shortIdAmong(identityId, ids);
    return name === ""
      ? { text: short, markup: html`<bdi>${short}</bdi>` }
      : { text: `${name} (${short})`, markup: html`<bdi>${name}</bdi> <span class="id"><bdi>${short}</bdi></span>` };
  };
}
