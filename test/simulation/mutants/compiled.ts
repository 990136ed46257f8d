import type { TestedMutant } from "./list.ts";

const COMPILED_TEST = "test/bin/sweeper.compiled.test.ts";

/**
 * Of the guards against running something else than the sources, and against passing on, or writing over, what somebody else
 * has written. Every one of these its test must notice.
 */
export const COMPILED_MUTANTS: readonly TestedMutant[] = [
  {
    name: "a compiled command line that outlives a change of its sources",
    file: "bin/compiled.mjs",
    find: "[name, size, mtimeMs]",
    replace: "[name, size]",
    test: COMPILED_TEST,
    testName: "never runs what was compiled before",
  },
  {
    name: "a start that ends where nothing can be compiled",
    file: "bin/sweeper.mjs",
    find: "  } catch {\n    return null;",
    replace: "  } catch (error) {\n    throw error;",
    test: COMPILED_TEST,
    testName: "runs its sources where nothing can be compiled",
  },
  {
    name: "a package that passes on code under any licence",
    file: "bin/third-party.ts",
    find: "if (!NO_MORE_THAN_NAMED.test(String(license)))",
    replace: "if (license === undefined)",
    test: "test/bin/third-party.test.ts",
    testName: "end the packing where one asks for more",
  },
  {
    name: "a recipe that writes over what is there",
    file: "bin/new/changes.ts",
    find: "if (existsSync(path)) throw",
    replace: "if (false) throw",
    test: "test/bin/new.test.ts",
    testName: "changes nothing and says why",
  },
];
