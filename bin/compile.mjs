import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST, entryOf, PROJECT, sourcesFingerprint } from "./compiled.mjs";

/** They bring machine code along, or load parts of their own by name; only commands that work on local data need them. */
const LEFT_IN_NODE_MODULES = ["classic-level", "dynalite", "fauxqs"];

/** Some bundled packages are CommonJS and use what an ES module does not have. */
const COMMONJS_IN_ESM = [
  'import { createRequire as createRequireInEsm } from "node:module";',
  "const require = createRequireInEsm(import.meta.url), __dirname = import.meta.dirname;",
].join("");

/** How all that runs on the owner's machine is compiled, for the oldest Node of `engines`. */
export const COMPILING = {
  ...{ absWorkingDir: PROJECT, bundle: true, format: "esm", platform: "node", target: "node20", write: false },
  ...{ outExtension: { ".js": ".mjs" }, mainFields: ["module", "main"], metafile: true, logLevel: "silent" },
  banner: { js: COMMONJS_IN_ESM },
};

/** A process that began before may still load a part of what it was compiled to. A part outlives the entry it is of. */
const ENTRY_KEPT_MS = 60 * 60 * 1000;
const PART_KEPT_MS = ENTRY_KEPT_MS + 10 * 60 * 1000;

/**
 * Compiles the command line to `dist/`: one entry, and a part for each command, loaded when the command is called. That
 * starts five times as fast as all in one file. Other processes may do the same, or start, meanwhile: each file appears
 * at once and whole, the entry last.
 *
 * `external`: packages that are loaded from `node_modules` as they are; in a checkout some, in the package to publish none.
 * Answers the entry, or null where the sources were changed under its hands.
 *
 * @throws whatever esbuild or the disk says
 */
export async function compile({ external = LEFT_IN_NODE_MODULES, plugins = [] } = {}) {
  const fingerprint = sourcesFingerprint();
  const { build } = await import("esbuild");
  const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  const { outputFiles, metafile } = await build({
    ...{ ...COMPILING, splitting: true, external, plugins, define: { COMPILED_VERSION: JSON.stringify(version) } },
    ...{ entryPoints: ["bin/sweeper.ts"], outdir: DIST, entryNames: `sweeper-${fingerprint}` },
  });
  if (sourcesFingerprint() !== fingerprint) return null;
  mkdirSync(DIST, { recursive: true });
  const entry = entryOf(fingerprint);
  // Parts are named for what is in them, so those of an earlier entry stay as they are.
  for (const file of outputFiles.filter(({ path }) => path !== entry)) place(file);
  for (const file of outputFiles.filter(({ path }) => path === entry)) place(file);
  return { entry, metafile, files: new Set(outputFiles.map(({ path }) => basename(path))) };
}

function place({ path, contents }) {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, contents);
  renameSync(temporary, path);
}

/** Removes what is of no entry but this one, and has served its time; `all`: at once. What cannot be removed stays. */
export function prune(files, { all = false } = {}) {
  const [entries, parts] = [[], []];
  for (const name of readdirSync(DIST))
    if (!files.has(name)) (name.startsWith("sweeper-") ? entries : parts).push(name);
  for (const name of entries) remove(name, all ? 0 : ENTRY_KEPT_MS);
  for (const name of parts) remove(name, all ? 0 : PART_KEPT_MS);
}

function remove(name, olderThanMs) {
  const path = join(DIST, name);
  try {
    if (Date.now() - statSync(path).mtimeMs >= olderThanMs) rmSync(path);
  } catch {}
}

// After `npm install` in a checkout. Where there is no compiler, as without the dev dependencies, the sources are run.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const compiled = await compile();
    if (compiled !== null) prune(compiled.files, { all: true });
  } catch (error) {
    process.stderr.write(`the command line is not compiled, and starts more slowly: ${error.message}\n`);
  }
}
