import { defineConfig } from "vitest/config";
import { contractServer } from "./dev/server.ts";
import { securityHeaders } from "./dev/headers.ts";

/** Folder of the bundle that the jar carries. It is committed, so that a JDK alone builds Gradwatch. */
const bundle = "../src/main/resources/io/gradwatch/fleet/page";

export default defineConfig({
  plugins: [contractServer()],
  build: {
    outDir: bundle,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  preview: { port: 4273, strictPort: true, headers: securityHeaders },
  server: { port: 4274, strictPort: true },
  test: { include: ["test/*.test.ts"], environment: "node", testTimeout: 60_000 },
});
