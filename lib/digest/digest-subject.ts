import { utcDay } from "../domain/time.ts";
import { type DigestData, isQuiet } from "./digest-data.ts";

/** SNS takes fewer than 100 ASCII characters, and no line breaks. */
const LONGEST = 99;

/** A digest's subject; the worst news comes first. `name` says which sweeper, and is cut to what is left for it. */
export function digestSubject(name: string, data: DigestData): string {
  const told = `: ${toldBy(data)}`;
  return `${name.replace(/[^\x21-\x7e]+/g, "-").slice(0, LONGEST - told.length)}${told}`;
}

function toldBy(data: DigestData): string {
  const { workspaceBlock, runs, mode, needsPerson, endings, announced, since } = data;
  if (workspaceBlock !== null) return "Edges refuses the whole workspace";
  if (runs === 0) return `no run since ${utcDay(since)}`;
  if (isQuiet(data)) return "nothing to tell";
  const needed =
    needsPerson.length === 0 ? "" : `, ${needsPerson.length} ${needsPerson.length === 1 ? "needs" : "need"} a person`;
  const soon = announced.count === 0 ? "" : `, ${announced.count} announced`;
  const dry = mode === "dry-run" && endings.withdrawn === 0 ? " (dry run)" : "";
  return `${endings.withdrawn} withdrawn, ${endings.accepted} accepted${soon}${needed}${adviceIn(data)}${dry}`;
}

/** What is new about the threshold: nothing while it is kept, or while there is no advice. */
function adviceIn({ threshold: { verdict } }: DigestData): string {
  if (verdict.drift !== null) return ", acceptance has changed";
  return verdict.kind === "go" ? `, ${verdict.headline.replace(/^Go/, "go")}` : "";
}
