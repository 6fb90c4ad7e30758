import { existsSync } from "node:fs";
import { defineConfig } from "playwright/test";

const installed = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const executablePath = process.env.CHROMIUM_PATH ?? installed;
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
// Chromium's sandbox refuses to work for root.
const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];

export default defineConfig({
  globalSetup: "./e2e/global-setup.ts",
  outputDir: "test-results/browser",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // `npm test` has others (bin/check/run-suites.ts).
  reporter: "list",
  projects: [
    { name: "machine", testDir: "e2e/machine" },
    // Who may do what, once more: nothing of it may be the proxy's doing (C-2).
    {
      name: "without-proxy",
      testDir: "e2e",
      testMatch: /(machine\/actions-.*|without-proxy)\.spec\.ts$/,
    },
    { name: "dashboard", testDir: "e2e/dashboard" },
    // One at a time, like "system", and by itself (bin/test.ts).
    { name: "faults", testDir: "e2e/faults", timeout: 180_000, workers: 1 },
    // Not part of `npm test`: needs servers that npm cannot install (bin/test-system.ts). One at a time: they measure
    // and stop whole systems, and a crowded machine would be the fault that is found.
    { name: "system", testDir: "e2e/system", timeout: 120_000, workers: 1 },
  ],
  use: {
    trace: "off",
    launchOptions: {
      args: [...quiet, ...asRoot],
      ...(executablePath ? { executablePath } : {}),
    },
  },
});
