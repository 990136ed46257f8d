import { join } from "node:path";
import { type BundlingOptions, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import type { BuildOptions } from "esbuild";
import { PROJECT } from "../project.ts";

/** Some bundled packages are CommonJS and call `require` for what Node has built in; an ES module has none. */
const REQUIRE_IN_ESM = [
  'import { createRequire as createRequireInEsm } from "node:module";',
  "const require = createRequireInEsm(import.meta.url);",
].join("");

/** How each function is bundled: everything in one file, and nothing that it never calls. */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: "node24",
  // The AWS SDK comes along, in the version the tests ran with and not in the one the runtime happens to have.
  bundleAwsSDK: true,
  mainFields: ["module", "main"],
  minify: true,
  sourceMap: true,
  // Positions and names for stack traces; the sources themselves are in the repository.
  sourcesContent: false,
  banner: REQUIRE_IN_ESM,
  // undici's parser a second time, for machines without SIMD: Lambda has none.
  externalModules: ["*/llhttp-wasm.js"],
  esbuildArgs: {
    "--alias:@aws-sdk/credential-provider-node": join(PROJECT, "lambdas/wiring/environment-credentials.ts"),
  },
} satisfies BundlingOptions;

/** The same for esbuild itself, where functions are bundled without the CDK. `sourceMap` in files beside them, as there. */
export const ESBUILD_OPTIONS = {
  ...{ bundle: true, format: "esm", platform: "node", metafile: true, logLevel: "error" },
  ...{ target: BUNDLING.target, mainFields: BUNDLING.mainFields, minify: BUNDLING.minify },
  ...{ sourcemap: BUNDLING.sourceMap, sourcesContent: BUNDLING.sourcesContent, outExtension: { ".js": ".mjs" } },
  ...{ external: BUNDLING.externalModules, banner: { js: BUNDLING.banner } },
  alias: Object.fromEntries(
    Object.entries(BUNDLING.esbuildArgs).map(([option, value]) => [option.replace("--alias:", ""), value]),
  ),
} satisfies BuildOptions;
