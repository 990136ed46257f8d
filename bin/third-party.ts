import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { PROJECT } from "../lib/project.ts";

/** Licences under which code may be bundled and passed on: those that ask for no more than to be named. */
const NO_MORE_THAN_NAMED =
  /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0)( (OR|AND) .*)?$/;

/**
 * The licences of all packages that esbuild has put into something, as one text for the package that is published.
 *
 * @throws Error that names a package without a licence, or with one that asks for more than to be named
 */
export function thirdPartyLicences(metafiles: readonly Pick<Metafile, "inputs">[]): string {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  // LevelDB itself comes as machine code, under the licence of its package's folder.
  return [...folders]
    .sort()
    .map(licenceOf)
    .join(`\n\n${"-".repeat(80)}\n\n`);
}

function licenceOf(folder: string): string {
  const path = join(PROJECT, folder);
  const { name, version, ...stated } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"));
  // Old packages state it as an object.
  const license = stated.license?.type ?? stated.license;
  if (!NO_MORE_THAN_NAMED.test(String(license))) throw new Error(`${name} is bundled, but its licence is ${license}`);
  const file = readdirSync(path).find((one) => /^licen[cs]e/i.test(one));
  const text = file === undefined ? "" : readFileSync(join(path, file), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}`.trim();
}
