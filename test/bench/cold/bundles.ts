import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { ESBUILD_OPTIONS } from "../../../lib/infra/bundling.ts";
import { NODES } from "../../helpers/lambda-node.ts";
import type { Figure } from "../meters/figure.ts";
import { median, PROJECT } from "./timed.ts";

const MAX_KB = 900;
/** Times what the clients and undici alone take to load. */
const MAX_SHARE = 1.1;
const IMPORTS = 9;

const AS_DEPLOYED: BuildOptions = { ...ESBUILD_OPTIONS, absWorkingDir: PROJECT, sourcemap: false };

/** Every function's bundle: its size, and how long it takes to load beside the same clients of AWS and undici alone. */
export async function bundleFigures(): Promise<Figure[]> {
  const folder = mkdtempSync(join(PROJECT, "node_modules/.cache/cold-bundles-"));
  try {
    const figures: Figure[] = [];
    for (const name of readdirSync(join(PROJECT, "lambdas")).filter((one) => one !== "wiring")) {
      const [bundle, peer] = [join(folder, `${name}.mjs`), join(folder, `${name}.peer.mjs`)];
      const { metafile } = await build({
        ...{ ...AS_DEPLOYED, entryPoints: [`lambdas/${name}/handler.ts`], outfile: bundle },
      });
      const clients = clientsIn(metafile as Metafile);
      const contents = (await Promise.all(clients.map(exportOf))).join("\n");
      await build({ ...AS_DEPLOYED, stdin: { contents, resolveDir: PROJECT }, outfile: peer });
      const is = "the same clients and undici alone, bundled alike";
      const kB = (file: string) => statSync(file).size / 1000;
      figures.push({
        ...{ name: `cold-${name}-size`, what: `bundle of ${name}`, unit: "kB", kind: "count", goal: MAX_KB },
        ...{ now: kB(bundle), peer: { value: kB(peer), is } },
      });
      for (const { title, node } of NODES) {
        if (node === null) continue;
        const alone = importMs(node, peer);
        figures.push({
          ...{ name: `cold-${name}-import-${majorOf(title)}`, what: `loading ${name}, ${title}`, unit: "ms" },
          ...{ kind: "time", now: importMs(node, bundle), goal: alone * MAX_SHARE, peer: { value: alone, is } },
        });
      }
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The packages of AWS' clients in a bundle, and undici where it is in it. */
function clientsIn({ inputs }: Metafile): string[] {
  const found = Object.keys(inputs).flatMap(
    (path) => /node_modules\/(@aws-sdk\/(?:client|lib)-[\w-]+|undici)\//.exec(path)?.[1] ?? [],
  );
  return [...new Set(found)].sort();
}

/** The classes of the clients, and of undici what is called. */
async function exportOf(client: string): Promise<string> {
  if (client === "undici") return 'export { Agent, request } from "undici";';
  const names = Object.keys(await import(client)).filter((name) => /^[A-Z]\w+Client$/.test(name));
  return `export { ${names.join(", ")} } from "${client}";`;
}

const majorOf = (title: string): string => `node${/\d+/.exec(title)?.[0] ?? ""}`;

/** The median of some imports, each in a process of its own; of the import alone, in milliseconds. */
function importMs(node: string, file: string): number {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); process.stdout.write(String(performance.now() - t));`;
  const all = Array.from({ length: IMPORTS + 1 }, () =>
    Number(spawnSync(node, ["--input-type=module", "-e", script], { encoding: "utf8", cwd: tmpdir() }).stdout),
  );
  return median(all.slice(1));
}
