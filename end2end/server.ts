// The `test` that every browser test uses: a server of its own for each worker, and a page on which nothing may go wrong
// unseen. Also signing in, and the accessibility check.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Account } from "./accounts";
import { setting } from "./sample";

export { expect };

/** How long a server may take to say where it listens. */
const START_MS = 20_000;

type WorkerFixtures = {
  /** Where this worker's server listens, `http://127.0.0.1:<port>`. */
  address: string;
};

type TestFixtures = {
  /** Errors that a test means to cause: a message that matches does not fail it. */
  expectedErrors: RegExp | undefined;
  /** Fails the test when the page reported an error that it did not mean to cause. */
  noErrors: void;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  address: [
    async ({}, use) => {
      const directory = mkdtempSync(join(tmpdir(), "section11-server-"));
      const database = copySample(directory);
      const server = spawn(setting("S11_BINARY"), ["serve", "--database", database, "--listen", "127.0.0.1:0"], {
        cwd: directory,
        env: { ...process.env, LEPTOS_SITE_ROOT: setting("S11_SITE") },
        stdio: ["ignore", "pipe", "pipe"],
      });
      // A worker that is ended before its fixtures are leaves no server behind.
      const kill = () => server.kill("SIGKILL");
      process.once("exit", kill);
      try {
        await use(await firstAddress(server));
      } finally {
        await stop(server);
        process.off("exit", kill);
        rmSync(directory, { recursive: true, force: true });
      }
    },
    { scope: "worker" },
  ],

  baseURL: async ({ address }, use) => use(address),

  expectedErrors: [undefined, { option: true }],

  noErrors: [
    async ({ page, expectedErrors }, use) => {
      const errors: string[] = [];
      const refusedPages = new Set<string>();
      await page.addInitScript(() => {
        document.addEventListener("securitypolicyviolation", (violation) =>
          console.error(`Content policy: ${violation.violatedDirective} refused ${violation.blockedURI}`),
        );
      });
      page.on("response", (response) => {
        if (response.status() >= 400 && response.request().isNavigationRequest()) refusedPages.add(response.url());
      });
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        // A page that arrives with status 422 or 404 is an answer and no fault, though Chromium notes it as one.
        const isAnswer = message.text().startsWith("Failed to load resource") && refusedPages.has(message.location().url);
        if (message.type() === "error" && !isAnswer) errors.push(message.text());
      });
      await use();
      const unexpected = errors.filter((error) => !expectedErrors?.test(error));
      expect(unexpected, "errors that the browser reported").toEqual([]);
    },
    { auto: true },
  ],
});

/** Signs in with the form, and waits until the page after it has come. */
export async function signIn(page: Page, email: Account["email"], password: Account["password"]): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
}

/** Fails on anything in the page that WCAG 2.2 AA forbids and a program can see. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(" ")) }));
  expect(found, "accessibility faults").toEqual([]);
}

/** Copies the sample database, with its log of late writes if it has one. */
function copySample(directory: string): string {
  const database = join(directory, "section11.db");
  for (const part of ["", "-wal"]) {
    const source = setting("SAMPLE_DATABASE") + part;
    if (existsSync(source)) copyFileSync(source, database + part);
  }
  return database;
}

/** The address in the first line that has one. What the server says on both outputs is kept for when it does not start. */
function firstAddress(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (why: string) => reject(new Error(`the server ${why}\n${said.join("\n")}`));
    const timer = setTimeout(() => fail(`named no address within ${START_MS / 1000} seconds`), START_MS);
    server.once("error", (error) => fail(`could not be started: ${error.message}`));
    server.once("exit", (code, signal) => fail(`ended at once (${code ?? signal})`));
    for (const output of [server.stdout, server.stderr]) {
      if (!output) continue;
      // Read to the end, so that a full pipe never stops the server.
      createInterface({ input: output }).on("line", (line) => {
        if (said.length < 100) said.push(line);
        const address = output === server.stdout && /http:\/\/127\.0\.0\.1:\d+/.exec(line);
        if (address) {
          clearTimeout(timer);
          resolve(address[0]);
        }
      });
    }
  });
}

/** Ends this server and no other, and returns when it has ended. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const impatient = setTimeout(() => server.kill("SIGKILL"), 5_000);
  server.kill("SIGTERM");
  await ended;
  clearTimeout(impatient);
}
