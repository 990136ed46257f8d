import { resolve } from "node:path";
import { build, type Metafile } from "esbuild";
import { beforeAll, expect, it } from "vitest";

const PROJECT = resolve(import.meta.dirname, "../..");

let inputs: Metafile["inputs"];
beforeAll(async () => {
  const { metafile } = await build({
    ...{ absWorkingDir: PROJECT, entryPoints: ["lib/cli/program.ts"], outdir: "unwritten", write: false },
    ...{ bundle: true, splitting: true, packages: "external", format: "esm", platform: "node", metafile: true },
  });
  inputs = metafile.inputs;
});

/** What is loaded with a file, before it has done anything: itself, and what it imports as it begins. */
function loadedWith(entry: string): { readonly files: ReadonlySet<string>; readonly packages: readonly string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const left = [entry];
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external !== true) left.push(path);
      else if (!path.startsWith("node:")) packages.add(/^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
    }
  }
  return { files, packages: [...packages].sort() };
}

it("--help loads commander, and no command", () => {
  const { files, packages } = loadedWith("lib/cli/program.ts");

  expect(packages).toEqual(["commander"]);
  expect([...files].filter((file) => file.startsWith("lib/cli/commands/"))).toEqual([]);
});

const SERVERS = ["aws-cdk-lib", "classic-level", "constructs", "dynalite", "fauxqs"];
const isHeavy = (name: string) => SERVERS.includes(name) || /^@(aws-sdk|smithy|modelcontextprotocol)\//.test(name);

it.each([
  "preview",
  "report",
  "use",
  "policy",
  "pause",
  "cleanup",
  "flags",
  "doctor",
  "init",
  "completion",
  "mcp",
  "can-invite",
])("%s is loaded without the clients of AWS, the embedded servers and the assistant's protocol", (command) => {
  const { files, packages } = loadedWith(`lib/cli/commands/${command}.ts`);

  expect(files.size).toBeGreaterThan(1);
  expect(packages.filter((name) => isHeavy(name))).toEqual([]);
});

it("a stack's commands load no embedded server, and this machine's no client but those of its servers", () => {
  expect(loadedWith("lib/cli/stack/open-stack.ts").packages.filter((name) => SERVERS.includes(name))).toEqual([]);
  const clients = loadedWith("lib/local/workspace.ts").packages.filter((name) => name.startsWith("@aws-sdk/client-"));
  expect(clients).toEqual(["@aws-sdk/client-dynamodb"]);
});
