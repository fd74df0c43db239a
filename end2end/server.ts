// The `test` that every browser test uses: a server of its own for each worker, and a page on which nothing may go wrong
// unseen. Also signing in, and the accessibility check.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import type { Account } from "./accounts";
import { Program } from "./program";

export { expect };

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
      const program = await Program.withSample();
      await use(program.address);
      await program.remove();
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
      // No test means to make the server fail.
      const unexpected = errors.filter((error) => /status of 500/.test(error) || !expectedErrors?.test(error));
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

/** Fails on anything in the page that WCAG 2.2 AA forbids and a program can see, and on what is only bad practice. */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    // No page has a frame: without it a second page would be opened for each look.
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map((node) => node.target.join(" ")) }));
  expect.soft(found, "accessibility faults").toEqual([]);
}
