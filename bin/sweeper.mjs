#!/usr/bin/env node
import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { currentEntry, isInstalled, PROJECT } from "./compiled.mjs";

// Every package is pinned to versions that run on this Node; what later ones will need is not the reader's concern.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
// From Node 22.1 on: what has been compiled by the machine is kept. Where nothing can be kept, it is compiled anew.
module.enableCompileCache?.(join(PROJECT, "node_modules/.cache/invite-sweeper/machine-code"));

const entry = currentEntry() ?? (await compiledNow());
if (entry !== null) await import(pathToFileURL(entry).href);
else {
  // npm links this file, and Node cannot read TypeScript by itself on every version in use.
  const { register } = await import("tsx/esm/api");
  register();
  await import("./sweeper.ts");
}

/** Compiling takes less time than starting without; null where it cannot be done, and then the sources are run. */
async function compiledNow() {
  if (isInstalled()) return null;
  try {
    const { compile, prune } = await import("./compile.mjs");
    const compiled = await compile();
    if (compiled === null) return null;
    prune(compiled.files);
    return compiled.entry;
  } catch {
    return null;
  }
}
