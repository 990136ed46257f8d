import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { FUNCTION_NAMES, type FunctionName } from "../../contract/functions.ts";
import type { LocalSystem } from "../template/local-system.ts";

const REMEDY = "run `npx cdk synth` first";

const template = z.object({
  Resources: z.record(z.string(), z.object({ Properties: z.optional(z.object({ Code: z.optional(z.unknown()) })) })),
});
const code = z.object({ S3Key: z.string() });

/** The bundles that `cdk synth` left in a folder, by function. Throws one line with the remedy when one is missing. */
export function findBundles(folder: string, system: LocalSystem): Readonly<Record<FunctionName, string>> {
  const name = existsSync(folder) ? readdirSync(folder).find((file) => file.endsWith(".template.json")) : undefined;
  if (name === undefined) throw new Error(`there is no synthesized stack in ${folder}: ${REMEDY}`);
  const { Resources } = z.parse(template, JSON.parse(readFileSync(join(folder, name), "utf8")));
  const found = FUNCTION_NAMES.map((one): [FunctionName, string] => {
    const asset = code.safeParse(Resources[system.functions[one].logicalId]?.Properties?.Code);
    const hash = asset.success ? asset.data.S3Key.replace(/\.zip$/, "") : "";
    const bundle = resolve(folder, `asset.${hash}`, "index.mjs");
    if (!existsSync(bundle)) throw new Error(`the bundle of ${one} is not in ${folder}: ${REMEDY}`);
    return [one, bundle];
  });
  return Object.fromEntries(found) as Record<FunctionName, string>;
}
