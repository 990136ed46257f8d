import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What cannot be begun, in words for whoever has asked for it. */
export class RecipeError extends Error {}

/** Lines put into a file that is there, before the first place where `before` is found. */
interface Insertion {
  readonly path: string;
  readonly insert: string;
  readonly before: RegExp;
  /** What the file has when the name is somebody else's already. */
  readonly taken: RegExp;
}

export type Change = { readonly path: string; readonly text: string } | Insertion;

/**
 * Writes all of them, or none: what is there already is never written over.
 *
 * @throws RecipeError that names the file and what is wrong with it
 */
export function writeChanges(project: string, changes: readonly Change[]): void {
  const texts = new Map<string, string>();
  for (const change of changes) texts.set(change.path, changed(project, change, texts.get(change.path)));
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  }
}

function changed(project: string, change: Change, sofar: string | undefined): string {
  const path = join(project, change.path);
  if ("text" in change) {
    if (existsSync(path)) throw new RecipeError(`${change.path} is there already: choose another name`);
    return change.text;
  }
  const text = sofar ?? readFileSync(path, "utf8");
  if (sofar === undefined && change.taken.test(text))
    throw new RecipeError(`${change.path} has one of that name already: choose another name`);
  const at = change.before.exec(text)?.index;
  if (at === undefined) {
    throw new RecipeError(`${change.path} has no place ${change.before} any more: put it in by hand, and mend bin/new`);
  }
  return text.slice(0, at) + change.insert + text.slice(at);
}

/** `in-conversation` → `inConversation`. */
export const camelCase = (name: string): string =>
  name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** `in-conversation` → `InConversation`. */
export const pascalCase = (name: string): string => camelCase(`-${name}`);
