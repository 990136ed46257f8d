import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    reporters: ["default", "./test/helpers/closing-line.ts"],
    // Embedded servers and real files: generous, because a test never asserts wall-clock time.
    // Much of the time goes to waiting: for sockets, child processes and the pace of the API. On two cores four workers
    // take the tests of the command line from 121 s to 75 s.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});
