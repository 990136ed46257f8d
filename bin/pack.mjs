import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ESBUILD_OPTIONS } from "../lib/infra/bundling.ts";
import { synthesizedTemplate } from "../lib/local/template/synthesize.ts";
import { PROJECT } from "../lib/project.ts";
import { COMPILING, compile } from "./compile.mjs";
import { thirdPartyLicences } from "./third-party.ts";

/**
 * `npm pack` and `npm publish` run this first. It makes in `dist/` what the package has instead of the sources: the command
 * line, the CDK app, the functions as they are deployed, and the template of the configuration in cdk.json. Only the CDK
 * itself is left to npm, so that nobody who works on one machine needs it.
 */
const DIST = join(PROJECT, "dist");
rmSync(DIST, { recursive: true, force: true });

/** Dynalite loads its operations by their names; esbuild finds files only where the ending is said too. */
const DYNALITES_OPERATIONS = {
  name: "dynalite's operations",
  setup({ onLoad }) {
    onLoad({ filter: /dynalite[\\/]index\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(/(require\('\.\/\w+\/' \+ action)\)/g, "$1 + '.js')");
      return { contents };
    });
  },
};

const commandLine = await compile({ external: [], plugins: [DYNALITES_OPERATIONS] });
if (commandLine === null) throw new Error("the sources were changed while they were compiled: pack again");
// Machine code cannot be compiled in; its loader looks beside the file it is compiled into.
cpSync(join(PROJECT, "node_modules/classic-level/prebuilds"), join(DIST, "prebuilds"), { recursive: true });

const external = ["aws-cdk-lib", "constructs"];
const app = await build({ ...COMPILING, external, entryPoints: ["bin/app.ts"], outdir: DIST, write: true });

const names = readdirSync(join(PROJECT, "lambdas")).filter((name) => name !== "wiring");
const functions = await build({
  ...{ ...ESBUILD_OPTIONS, absWorkingDir: PROJECT, outdir: join(DIST, "lambdas") },
  ...{ entryPoints: names.map((name) => ({ in: `lambdas/${name}/handler.ts`, out: `${name}/index` })) },
});

writeFileSync(join(DIST, "template.json"), JSON.stringify(await synthesizedTemplate()));
writeFileSync(
  join(DIST, "THIRD-PARTY-LICENSES.txt"),
  thirdPartyLicences([commandLine.metafile, app.metafile, functions.metafile]),
);
