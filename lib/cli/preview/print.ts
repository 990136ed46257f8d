import type { Preview } from "../../sweep/preview.ts";
import type { Suggestions } from "../companies/suggestions.ts";
import type { Io } from "../io.ts";
import { printLines, screenOf } from "../print-rows.ts";
import { chooseRows, type RowChoice } from "./choose-rows.ts";
import { planOf } from "./plan-of.ts";
import { previewLines } from "./text.ts";

/** The preview for a person: everything in a pipe, what matters on a terminal, what was asked for in either. */
export function printPreview(
  preview: Preview,
  suggestions: Suggestions,
  choice: RowChoice,
  io: Pick<Io, "out" | "columns" | "rows">,
): void {
  const screen = screenOf(io, "--json");
  const chosen = chooseRows(preview.identities.map(planOf), choice, io);
  printLines(io, previewLines(preview, suggestions, chosen, screen));
}
