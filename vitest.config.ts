import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    // Embedded servers and real files: generous, because a test never asserts wall-clock time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
