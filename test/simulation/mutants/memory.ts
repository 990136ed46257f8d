import type { TestedMutant } from "./list.ts";

const WORKSPACE_TEST = "test/local/memory/with-memory-workspace.test.ts";
const LEDGER_TEST = "test/local/memory/memory-ledger.test.ts";

/** Of what is played in memory and takes the place of a data folder. Every one of these its test must notice. */
export const MEMORY_MUTANTS: readonly TestedMutant[] = [
  {
    name: "data given up before there are others",
    file: "lib/local/memory/with-memory-workspace.ts",
    find: "  removeAbandoned(root);\n",
    replace: "  removeAbandoned(root);\n  rmSync(root, { recursive: true, force: true });\n",
    test: WORKSPACE_TEST,
    testName: "when its work fails",
  },
  {
    name: "data that could not all be written taken for whole",
    file: "lib/local/memory/with-memory-workspace.ts",
    find: "await workspace.close();",
    replace: "await workspace.close().catch(() => {});",
    also: { find: "workspace.fault.signal.throwIfAborted();", replace: "" },
    test: WORKSPACE_TEST,
    testName: "could not be written",
  },
  {
    name: "the folder of a living process cleared away",
    file: "lib/local/memory/with-memory-workspace.ts",
    find: "if (!isAlive(pid))",
    replace: "if (isAlive(pid) || pid > 0)",
    test: WORKSPACE_TEST,
    testName: "what a living one is about",
  },
  {
    name: "a write to memory whose condition does not hold",
    file: "lib/local/memory/memory-table.ts",
    find: "if (guard !== undefined && !holds(guard, before ?? {})) {",
    replace: "if (guard !== undefined && !holds(guard, before ?? {}) && guard.as !== undefined) {",
    test: LEDGER_TEST,
  },
  {
    name: "an ended invitation left in an index in memory",
    file: "lib/local/memory/memory-index.ts",
    find: "there?.delete(primaryKey);",
    replace: "",
    test: LEDGER_TEST,
  },
];
