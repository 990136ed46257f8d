import type { TestedMutant } from "./list.ts";

/** Every one of these its test must notice. */
export const TESTED_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a lost message ends the local run",
    file: "lib/local/runner.ts",
    find: "comes when its queue lets it`, { fault });",
    replace: "comes when its queue lets it`, { fault }); throw error;",
    test: "test/local/runner.other-process.test.ts",
  },
  {
    name: "what another process hides not heard of",
    file: "lib/local/runner.ts",
    find: "if (hiddenUntil.has(receiptHandle)) hiddenUntil.set(",
    replace: "if (hiddenUntil.has(receiptHandle) && seconds < 0) hiddenUntil.set(",
    test: "test/local/runner.other-process.test.ts",
  },
  {
    name: "a local run that leaves hidden messages behind",
    file: "lib/local/runner.ts",
    find: "else if (await isAnyHidden()) await pause(LOOK_ANYWAY_MS);",
    replace: "else if ((await isAnyHidden()) && stopped) await pause(LOOK_ANYWAY_MS);",
    test: "test/local/runner.test.ts",
    testName: "after its time was up",
  },
  {
    name: "a result that cannot be printed ends the command at once",
    file: "lib/cli/io.ts",
    find: 'if (error.code === "EPIPE") return;',
    replace: 'if (error.code !== "EPIPE") throw error;',
    test: "test/cli/io.test.ts",
    testName: "one line with the cause",
  },
  {
    name: "the rest of a result dropped",
    file: "lib/cli/io.ts",
    find: "for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);",
    replace: "writeSync(file, bytes);",
    test: "test/cli/io.test.ts",
    testName: "a disk that fills up",
  },
];
