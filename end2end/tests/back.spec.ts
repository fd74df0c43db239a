// Coming back to a page by the browser's button: the page is made anew, and then the browser may put into its fields what
// they held before. That must never stand over what somebody has saved since.

import type { Page } from "@playwright/test";
import { accounts } from "../accounts";
import { openAudit, question, second } from "../answering";
import { expect, signIn, test } from "../server";

const ACTION = "/organisations/O-0022/action-plan/2";

/** Leaves the page for another one of the organisation, and waits until that is there. */
async function leave(page: Page): Promise<void> {
  await page.goto("/organisations/O-0022/results");
}

/** The standard's page, come back to. */
async function back(page: Page): Promise<void> {
  await page.goBack();
  await page.waitForLoadState("load");
}

/** Saves a page's form and waits for the page that comes of it. */
async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").first()).toContainText(/saved/i);
}

for (const scripts of [true, false]) {
  test.describe(`with scripts ${scripts ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled: scripts });
    const [untouched, typed] = scripts ? (["S4.1", "S4.2"] as const) : (["S4.3", "S4.4"] as const);

    test("an answer that somebody saved meanwhile is what the page holds", async ({ page, browser, baseURL }) => {
      test.setTimeout(90_000);
      const audit = await openAudit(page, accounts.schoolLead);
      await page.goto(`${audit}/standards/4`);
      await question(page, typed).getByLabel("Evidence", { exact: true }).fill("Mine, and left.");
      if (scripts) await expect(question(page, typed).getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
      await leave(page);

      const other = await second(browser, baseURL ?? "", accounts.contributor);
      await other.goto(`${audit}/standards/4`);
      for (const key of [untouched, typed]) {
        await question(other, key).getByLabel("Fully in place").check();
        await question(other, key).getByLabel("Evidence", { exact: true }).fill(`Theirs for ${key}.`);
      }
      await save(other);

      await back(page);
      if (scripts) await expect(question(page, typed).locator("[data-ready=true]")).toBeAttached();
      for (const key of [untouched, typed]) {
        await expect(question(page, key).getByLabel("Fully in place")).toBeChecked();
        await expect(question(page, key).getByLabel("Evidence", { exact: true })).toHaveValue(`Theirs for ${key}.`);
        await expect(question(page, key).getByRole("status")).toHaveText(/^Saved .* by /);
      }
    });

    test("an action that somebody changed meanwhile is what the page holds", async ({ page, browser, baseURL }) => {
      await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
      await page.goto(ACTION);
      page.on("dialog", (dialog) => void dialog.accept());
      await page.getByLabel("Progress").fill("Mine, and left.");
      await leave(page);

      const other = await second(browser, baseURL ?? "", accounts.contributor);
      await other.goto(ACTION);
      await other.getByLabel("Status").selectOption("No longer needed");
      await other.getByLabel("Done on").fill("");
      await other.getByLabel("Progress").fill(`Theirs, scripts ${scripts ? "on" : "off"}.`);
      await save(other);

      await back(page);
      await expect(page.getByLabel("Status")).toHaveValue("no_longer_needed");
      await expect(page.getByLabel("Progress")).toHaveValue(/^Theirs, /);
    });

    test("what somebody typed is not put into the page of who signs in after them", async ({ page }) => {
      await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
      await page.goto("/organisations/O-0022/action-plan/4");
      page.on("dialog", (dialog) => void dialog.accept());
      await page.getByLabel("Progress").fill("The lead's own.");
      await page.context().clearCookies();
      await page.goto("/sign-in");
      await signIn(page, accounts.contributor.email, accounts.contributor.password);
      for (let steps = 0; steps < 4 && !page.url().endsWith("/action-plan/4"); steps += 1) await back(page);
      await expect(page.getByRole("heading", { name: "Action A-004" })).toBeVisible();
      await expect(page.getByText("Tomos Brayfell").first()).toBeVisible();
      await expect(page.getByLabel("Progress")).not.toHaveValue("The lead's own.");
    });

    test("what was typed and not saved is still there when nobody has saved meanwhile", async ({ page }) => {
      await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
      await page.goto("/organisations/O-0022/action-plan/3");
      page.on("dialog", (dialog) => void dialog.accept());
      await page.getByLabel("Progress").fill("Typed, and not lost.");
      await leave(page);
      await back(page);
      await expect(page.getByLabel("Progress")).toHaveValue("Typed, and not lost.");
    });
  });
}
