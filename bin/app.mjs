#!/usr/bin/env node
// The CDK app, for `cdk` to start: `"app": "npx sweeper-cdk-app"` in a cdk.json of your own, or `cdk synth --app sweeper-cdk-app`.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DIST, isInstalled } from "./compiled.mjs";

if (isInstalled()) await import(pathToFileURL(join(DIST, "app.mjs")).href);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./app.ts");
}
