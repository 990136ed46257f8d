import { defineConfig } from "vitest/config";

/**
 * Tests of what holds no state of its own: they share what they import, which for many of them takes longer than the test. Whoever
 * replaces a module, a global or a variable of the environment runs apart.
 */
const SHARING = ["domain", "analytics", "report", "edges", "contract", "config", "infra"].map(
  (room) => `test/${room}/**/*.test.ts`,
);
const APART = [
  "test/analytics/standing-advice.test.ts",
  "test/infra/grants.bundles.test.ts",
  "test/infra/grants.in-use.test.ts",
  "test/infra/sweeper-metrics.test.ts",
];

export default defineConfig({
  test: {
    environment: "node",
    reporters: ["default", "./test/helpers/closing-line.ts"],
    // Embedded servers and real files: generous, because a test never asserts wall-clock time.
    // Most of the time goes to waiting for sockets and child processes.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    projects: [
      { extends: true, test: { name: "sharing", include: SHARING, exclude: APART, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: SHARING } },
      { extends: true, test: { name: "replacing", include: APART } },
    ],
  },
});
