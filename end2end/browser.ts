// What the tests and the pictures have in common: which browser, how it is started, and what a run leaves behind.

import type { PlaywrightTestConfig } from "@playwright/test";

/** Shared by playwright.config.ts and screenshots.config.ts. */
export const common: PlaywrightTestConfig = {
  globalSetup: "./sample.ts",
  outputDir: "test-results",
  reporter: "list",
  forbidOnly: true,
  fullyParallel: true,
  // A test that passes only at the second try has found something.
  retries: 0,
  workers: 2,
  use: {
    locale: "en-GB",
    timezoneId: "Europe/London",
    screenshot: "off",
    trace: "off",
    video: "off",
    launchOptions: {
      // The system's own Chromium: Playwright's download is not available everywhere.
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
  },
};
