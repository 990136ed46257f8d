import { createHash } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's own folder. */
export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Entries and what they load lie side by side, one folder below the project as the sources' `lib/project.ts` is. */
export const DIST = join(PROJECT, "dist");

/** All that the compiled command line is made from. Packages are pinned: which are installed, the last two tell. */
const SOURCES = ["lib", "bin", "package.json", "package-lock.json", "node_modules/.package-lock.json"];

/** One entry for each state of the sources, so that none can be taken for that of another. */
export const entryOf = (fingerprint) => join(DIST, `sweeper-${fingerprint}.mjs`);

/**
 * The entry that was compiled from the sources as they are now; null where there is none. An installed package has no
 * sources that anybody changes, and times of its files that say nothing: there it is the only entry.
 */
export function currentEntry() {
  if (isInstalled()) {
    const name = existsSync(DIST) ? readdirSync(DIST).find((file) => /^sweeper-\w+\.mjs$/.test(file)) : undefined;
    return name === undefined ? null : join(DIST, name);
  }
  const entry = entryOf(sourcesFingerprint());
  return existsSync(entry) ? entry : null;
}

/** Whether this is the published package, which comes without the sources, and no checkout. */
export const isInstalled = (project = PROJECT) => !existsSync(join(project, "lib/stack.ts"));

/** Path, size and time of every source: whatever is written anew is another state, if only by its time. */
export function sourcesFingerprint(project = PROJECT) {
  const lines = SOURCES.flatMap((source) => linesOf(project, source));
  return createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 20);
}

function linesOf(project, name) {
  const path = join(project, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [lineOf(name, found)];
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const inside = `${name}/${entry.name}`;
    if (entry.isDirectory()) return linesOf(project, inside);
    return /\.(ts|mjs)$/.test(entry.name) ? [lineOf(inside, statSync(join(project, inside)))] : [];
  });
}

const lineOf = (name, { size, mtimeMs }) => [name, size, mtimeMs].join(" ");
