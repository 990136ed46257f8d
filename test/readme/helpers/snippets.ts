import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const QUERIES = resolve(import.meta.dirname, "../../../lib/contract/QUERIES.md");

export interface Snippet {
  /** The bold line above it. */
  readonly title: string;
  readonly script: string;
}

/** The shell blocks of QUERIES.md that have a bold title, and before them its own first one. */
export function queriesInDocument(): { readonly setup: string; readonly snippets: readonly Snippet[] } {
  const text = readFileSync(QUERIES, "utf8");
  const setup = /^```sh\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? "";
  const titled = text.matchAll(/^\*\*(.+?)\*\*[^\n]*\n\n```sh\n([\s\S]*?)^```$/gm);
  return { setup, snippets: Array.from(titled, ([, title = "", script = ""]) => ({ title, script })) };
}
