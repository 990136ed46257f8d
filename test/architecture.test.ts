import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { APART } from "./apart.ts";

const ROOT = resolve(import.meta.dirname, "..");

/** What a use case may look at: the domain, and the outside through its adapters. */
const USE_CASE = [
  ...["lib/collaborators.ts", "lib/domain", "lib/contract"],
  ...["lib/edges", "lib/ledger", "lib/observe", "lib/queue", "lib/settings"],
] as const;

/** What each folder may import of the project, by longest matching prefix; its own folder is always allowed. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "lib/domain": [],
  "lib/analytics": [],
  "lib/sandbox": [],
  "lib/contract": ["lib/domain"],
  "lib/observe": ["lib/contract"],
  "lib/probe": ["lib/contract", "lib/report"],
  "lib/edges": ["lib/domain"],
  "lib/queue": ["lib/domain", "lib/observe"],
  "lib/settings": ["lib/domain", "lib/contract", "lib/observe"],
  "lib/ledger": ["lib/domain", "lib/contract"],
  "lib/report": ["lib/domain", "lib/analytics", "lib/ledger", "lib/contract"],
  "lib/archive": ["lib/domain", "lib/analytics", "lib/ledger", "lib/contract"],
  "lib/collaborators.ts": ["lib/edges", "lib/ledger", "lib/observe", "lib/queue", "lib/settings"],
  "lib/sweep": USE_CASE,
  "lib/withdraw": USE_CASE,
  // A clean-up is a withdrawal too: it is judged, and stops all, as any other.
  "lib/cleanup": [...USE_CASE, "lib/withdraw"],
  "lib/start-run": USE_CASE,
  "lib/requests": USE_CASE,
  "lib/roll-up": USE_CASE,
  "lib/project.ts": [],
  "lib/config.ts": ["lib/config", "lib/domain", "lib/project.ts", "lib/settings", "lib/contract"],
  "lib/config": ["lib/domain", "lib/edges", "lib/contract"],
  "lib/digest": [
    "lib/collaborators.ts",
    ...["lib/domain", "lib/analytics", "lib/contract", "lib/config", "lib/ledger", "lib/report"],
  ],
  "lib/infra": [
    "lib/archive",
    "lib/config.ts",
    "lib/config",
    "lib/contract",
    "lib/domain",
    "lib/ledger",
    "lib/project.ts",
  ],
  "lib/deploy": ["lib/config.ts", "lib/contract"],
  "lib/stack.ts": ["lib/config.ts", "lib/contract", "lib/infra"],
  "lib/local": [
    ...["lib/collaborators.ts", "lib/sweep", "lib/withdraw", "lib/cleanup", "lib/start-run", "lib/requests"],
    "lib/sandbox",
    ...["lib/domain", "lib/analytics", "lib/contract", "lib/edges", "lib/ledger", "lib/observe", "lib/queue"],
    ...["lib/report", "lib/settings", "lib/config.ts", "lib/config", "lib/project.ts", "lib/stack.ts"],
  ],
  "lib/cli": ["lib"],
  lambdas: ["lib"],
  bin: ["lib"],
};

const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}

function importsOf(folder: string): Import[] {
  return sourcesIn(folder).flatMap((file) =>
    [...readFileSync(join(ROOT, file), "utf8").matchAll(IMPORT)].map(([, target = ""]) => ({
      file,
      target: target.startsWith(".") ? relative(ROOT, resolve(ROOT, dirname(file), target)) : target,
    })),
  );
}

/** The command line's second face. */
const MCP = "lib/cli/mcp";
const PURE = ["lib/domain", "lib/analytics"];
const ALL = ["bin", "lib", "lambdas"].flatMap(importsOf);
const isOurs = (target: string) => /^(bin|lib|lambdas|test)\//.test(target);
const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

function homeOf(file: string): string | undefined {
  const homes = Object.keys(ARROWS).filter((home) => within(file, home));
  return homes.sort((a, b) => b.length - a.length)[0];
}

describe("import arrows", () => {
  it("finds the imports it judges", () => {
    expect(ALL.length).toBeGreaterThan(100);
  });

  it("point only where the design allows", () => {
    const wrong = ALL.filter(({ file, target }) => {
      const home = homeOf(file);
      if (!isOurs(target) || home === undefined) return false;
      return !within(target, home) && !(ARROWS[home] ?? []).some((allowed) => within(target, allowed));
    });

    expect(wrong).toEqual([]);
  });

  it("leave no source file without a rule", () => {
    const homeless = ["bin", "lib", "lambdas"].flatMap(sourcesIn).filter((file) => homeOf(file) === undefined);

    expect(homeless).toEqual([]);
  });

  it("keep the CDK out of everything but the infrastructure", () => {
    const wrong = ALL.filter(
      ({ file, target }) =>
        /^(aws-cdk-lib|constructs|cdk-nag)/.test(target) &&
        !within(file, "lib/infra") &&
        !["bin/app.ts", "lib/stack.ts"].includes(file),
    );

    expect(wrong).toEqual([]);
  });

  it("keep the pure folders free of clocks, networks and AWS", () => {
    const impure = PURE.flatMap((folder) =>
      importsOf(folder).filter(({ target }) => !isOurs(target) && target !== "zod/mini"),
    );
    const clocks = PURE.flatMap((folder) =>
      sourcesIn(folder).filter((file) =>
        /Date\.now\(|new Date\(\)|Math\.random\(|setTimeout|process\./.test(readFileSync(join(ROOT, file), "utf8")),
      ),
    );

    expect(impure).toEqual([]);
    expect(clocks).toEqual([]);
  });

  it("lead to the assistant's protocol from its own folder alone, which only its command loads, when it is called", () => {
    const toSdk = ALL.filter(({ target }) => target.startsWith("@modelcontextprotocol/"));
    const toFolder = ALL.filter(({ file, target }) => within(target, MCP) && !within(file, MCP));
    const command = readFileSync(join(ROOT, "lib/cli/commands/mcp.ts"), "utf8");

    expect(toSdk.length).toBeGreaterThan(0);
    expect(toSdk.filter(({ file }) => !within(file, MCP))).toEqual([]);
    expect(toFolder).toEqual([{ file: "lib/cli/commands/mcp.ts", target: `${MCP}/serve.ts` }]);
    expect(command).toContain('await import("../mcp/serve.ts")');
  });

  it("form no circles, types included", () => {
    expect(circles(ALL.filter(({ target }) => isOurs(target)))).toEqual([]);
  });

  it("lead to lambdas/ from nowhere", () => {
    expect(ALL.filter(({ file, target }) => within(target, "lambdas") && !within(file, "lambdas"))).toEqual([]);
  });
});

/** Tests of no one file: they play the whole, or stand for a kind of trouble. */
const OF_THE_WHOLE = [
  "simulation",
  "statistics",
  "faults",
  "hostile",
  "bench",
  "helpers",
  "readme",
  "architecture.test.ts",
];

describe("a test", () => {
  it("of lib/a/b.ts is test/a/b.test.ts, or test/a/b.aspect.test.ts", () => {
    const astray = sourcesIn("test")
      .filter((file) => file.endsWith(".test.ts") && !OF_THE_WHOLE.some((part) => within(file, `test/${part}`)))
      .filter((file) => {
        const source = file.replace(/^test\//, "").replace(/(?:\.[\w-]+)?\.test\.ts$/, "");
        return !["lib", "."].some((root) => [".ts", ".mjs"].some((end) => existsSync(join(ROOT, root, source + end))));
      });

    expect(astray).toEqual([]);
  });
});

describe("the tests that run apart", () => {
  const REPLACES = /\bvi\.(?:mock|doMock|stubGlobal|useFakeTimers|spyOn)\(|\bmockClient\(|\bprocess\.chdir\(/;
  const tests = sourcesIn("test").filter((file) => file.endsWith(".test.ts") && file !== "test/architecture.test.ts");

  it("are all that replace a module, a client, a timer or the folder: the others share their modules", () => {
    const replacing = tests.filter((file) => REPLACES.test(readFileSync(join(ROOT, file), "utf8")));

    expect(replacing.filter((file) => !APART.includes(file))).toEqual([]);
    expect(APART.filter((file) => !tests.includes(file))).toEqual([]);
  });

  it("are cleaned up after by helpers whichever file comes first", () => {
    const helpers = sourcesIn("test").filter((file) => !file.endsWith(".test.ts") && file !== "test/setup.ts");

    expect(helpers.filter((file) => /^after(?:Each|All)\(/m.test(readFileSync(join(ROOT, file), "utf8")))).toEqual([]);
  });
});

/** Groups of files each of which can be reached from each other one of its group (Tarjan's strongly connected parts). */
function circles(imports: readonly Import[]): string[][] {
  const next = new Map<string, Import[]>();
  for (const one of imports) next.set(one.file, [...(next.get(one.file) ?? []), one]);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): number => {
    const mine = order.size;
    order.set(file, mine);
    lowest.set(file, mine);
    path.push(file);
    for (const { target } of next.get(file) ?? []) {
      const reached = order.has(target) ? (path.includes(target) ? (order.get(target) ?? mine) : mine) : visit(target);
      lowest.set(file, Math.min(lowest.get(file) ?? mine, reached));
    }
    if (lowest.get(file) === mine) {
      const group = path.splice(path.indexOf(file));
      if (group.length > 1) found.push(group.sort());
    }
    return lowest.get(file) ?? mine;
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return found;
}
