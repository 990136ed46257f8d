import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODES } from "../../helpers/lambda-node.ts";
import type { Figure } from "../meters/figure.ts";
import { PROJECT, type Taken, taken } from "./timed.ts";

const SWEEPER = join(PROJECT, "bin/sweeper.mjs");
const DEMO_DAYS = 3;

/** The packages that a preview works with here, loaded from where npm has put them: what it would take uncompiled. */
const PACKAGES_OF_PREVIEW = ["commander", "undici", "zod/mini", "luxon", "lossless-json", "string-width"].concat([
  ...["dynalite", "classic-level", "@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb"],
]);

/** How long the command line takes from being called to its end, beside Node alone and beside its packages alone. */
export function commandLineFigures(): Figure[] {
  return NODES.flatMap(({ node, title }) => {
    if (node === null) return [];
    const figures = figuresOn(node);
    if (node === process.execPath) return figures;
    return figures.map((one) => ({ ...one, name: `${one.name}-node24`, what: `${one.what}, ${title}` }));
  });
}

function figuresOn(node: string): Figure[] {
  const command = [node, SWEEPER];
  const folder = mkdtempSync(join(tmpdir(), "sweeper-cold-"));
  try {
    const bare = taken([node, "-e", "0"]);
    taken([...command, "demo", "--days", String(DEMO_DAYS)], { times: 0, cwd: folder });
    const preview = taken([...command, "preview", "--data", join(folder, ".sweeper/demo")], { times: 3 });
    const loading = join(PROJECT, `node_modules/.cache/loading-${process.pid}.mjs`);
    writeFileSync(loading, PACKAGES_OF_PREVIEW.map((name) => `import "${name}";\n`).join(""));
    const packages = taken([node, loading]);
    rmSync(loading);
    const alone = { of: bare, is: "node -e 0" };
    return [
      ...figuresOf("help", "--help", taken([...command, "--help"]), 300, alone),
      ...figuresOf("version", "--version", taken([...command, "--version"]), 300, alone),
      ...figuresOf("preview-help", "preview --help", taken([...command, "preview", "--help"]), null, alone),
      ...figuresOf("preview", `preview of a demo of ${DEMO_DAYS} days`, preview, 1000, {
        ...{ of: packages, is: "its packages, loaded and not called" },
      }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(
  name: string,
  what: string,
  { wallMs, processorMs }: Taken,
  goal: number | null,
  { of, is }: { readonly of: Taken; readonly is: string },
): Figure[] {
  return [
    {
      ...{ name: `cold-${name}-wall`, what: `${what}: from call to end`, unit: "ms", kind: "time", goal },
      ...{ now: wallMs, peer: { value: of.wallMs, is } },
    },
    {
      ...{ name: `cold-${name}-processor`, what: `${what}: processor`, unit: "ms", kind: "time", goal: null },
      ...{ now: processorMs, peer: { value: of.processorMs, is } },
    },
  ];
}
