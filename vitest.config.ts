import { defineConfig } from "vitest/config";
import { APART } from "./test/apart.ts";
import { SLOW } from "./test/slow.ts";

const ALL = ["test/**/*.test.ts"];

/** `npm test` runs what is fast, `npm run test:slow` the rest, `npm run test:all` both. */
export default defineConfig(({ mode }) => {
  const isSlow = mode === "slow";
  const leftOut = isSlow || mode === "all" ? [] : SLOW;
  return {
    test: {
      environment: "node",
      reporters: ["default", "./test/helpers/closing-line.ts"],
      setupFiles: ["./test/setup.ts"],
      // Some start the command line as a process.
      globalSetup: ["./test/helpers/compile-once.ts"],
      // For two cores: a third of the time a test waits, for a page of the API, a process or a disk.
      maxWorkers: 3,
      // Embedded servers and real files: generous, because a test never asserts wall-clock time.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
      projects: [
        // Importing takes longer than many of these tests: they share what they import.
        {
          extends: true,
          test: { name: "sharing", include: isSlow ? [...SLOW] : ALL, exclude: [...APART, ...leftOut], isolate: false },
        },
        {
          extends: true,
          test: {
            name: "apart",
            include: APART.filter((file) => !isSlow || SLOW.includes(file)),
            exclude: [...leftOut],
          },
        },
      ],
    },
  };
});
