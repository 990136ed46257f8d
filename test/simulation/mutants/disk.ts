import type { TestedMutant } from "./list.ts";

const FOLDER_TEST = "test/local/dynalite-folder.full-disk.test.ts";
const RUN_TEST = "test/cli/commands/run.unwritable.test.ts";

/** Of the guards on a disk that is full or read-only. Every one of these its test must notice. */
export const DISK_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a ledger that writes on after a refused write",
    file: "lib/local/dynalite-store.ts",
    find: "if (refused === null) put.call(store, key, value, answering(callback));",
    replace: "put.call(store, key, value, (error) => (error === null ? callback(null) : answering(callback)(error)));",
    also: { find: "    else setImmediate(callback, refused);\n  };\n  store.del", replace: "  };\n  store.del" },
    test: FOLDER_TEST,
    testName: "all later ones",
  },
  {
    name: "a ledger with a refused write noted as cleanly closed",
    file: "lib/local/dynalite.ts",
    find: "unanswered === 0 && !faulty",
    replace: "unanswered === 0",
    test: FOLDER_TEST,
    testName: "not noted as cleanly closed",
  },
  {
    name: "a ledger on a full disk taken for a damaged one",
    file: "lib/local/dynalite-folder.ts",
    find: 'isIoError(error) ? "unusable" : "broken"',
    replace: '"broken"',
    test: FOLDER_TEST,
    testName: "not called damaged",
  },
  {
    name: "a run that goes on without its log, and ends well",
    file: "lib/local/log-file.ts",
    find: "      onFault(error instanceof Error ? error : new Error(String(error)));",
    replace: "",
    test: RUN_TEST,
    testName: "the functions' log",
  },
  {
    name: "a run that does not stop for what cannot be written",
    file: "lib/local/run.ts",
    find: "signal.throwIfAborted();",
    replace: "",
    test: RUN_TEST,
    testName: "the functions' log",
  },
  {
    name: "a run without its events that ends well",
    file: "lib/local/run.ts",
    find: "if (unwritten !== null) workspace.fault.report(unwritten);",
    replace: "",
    test: RUN_TEST,
    testName: "goes on without its events",
  },
  {
    name: "a sandbox that cannot write and says so to nobody but its caller",
    file: "lib/sandbox/assemble.ts",
    find: "if (error instanceof WriteFault) onDataFault(error);",
    replace: "",
    test: RUN_TEST,
    testName: "sandbox's journal",
  },
  {
    name: "half of a new policy left behind",
    file: "lib/local/data-layout.ts",
    find: "    removeQuietly(temporary);",
    replace: "",
    test: RUN_TEST,
    testName: "no half of the new one",
  },
  {
    name: "the line after a torn one torn with it",
    file: "lib/local/log-file.ts",
    find: 'endsTorn(file) ? "\\n" : ""',
    replace: '""',
    test: RUN_TEST,
    testName: "in the middle of withdrawing",
  },
];
