import { defineConfig } from "vitest/config";

/** Tests in a browser, one after the other: they share the made-up service, whose stream one of them cuts. */
export default defineConfig({
  test: { root: new URL("../..", import.meta.url).pathname, include: ["test/browser/*.test.ts"], environment: "node", testTimeout: 240_000, hookTimeout: 120_000, expect: { poll: { timeout: 60_000 } } },
});
