import type { TestedMutant } from "./list.ts";

const COMPILED_TEST = "test/bin/sweeper.compiled.test.ts";

/** Of the guards against running something else than the sources. Every one of these its test must notice. */
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
];
