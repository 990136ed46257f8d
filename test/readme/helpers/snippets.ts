import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const README = resolve(import.meta.dirname, "../../../README.md");

export interface Snippet {
  /** The bold line above it. */
  readonly title: string;
  readonly script: string;
}

/** The shell blocks of a section of the README that have a bold title, and before them the section's own first one. */
export function snippetsOf(section: string): { readonly setup: string; readonly snippets: readonly Snippet[] } {
  const text = readFileSync(README, "utf8");
  const [, from = ""] = text.split(`\n## ${section}\n`);
  const [body = ""] = from.split("\n## ");
  const setup = /^```sh\n([\s\S]*?)^```$/m.exec(body)?.[1] ?? "";
  const titled = body.matchAll(/^\*\*(.+?)\*\*[^\n]*\n\n```sh\n([\s\S]*?)^```$/gm);
  return { setup, snippets: Array.from(titled, ([, title = "", script = ""]) => ({ title, script })) };
}
