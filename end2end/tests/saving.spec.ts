// Saving by the button and by the Enter key: where it leads, and what is said beside it.

import type { Locator, Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { test } from "../own_server";
import { expect } from "../server";
import { answerAll } from "../steps";

/** The page tries again every four seconds. */
const NEXT_TRY = { timeout: 15_000 };

function said(page: Page): Locator {
  return page.locator("#form-status");
}

function save(page: Page): Locator {
  return page.getByRole("button", { name: "Save", exact: true });
}

async function openQuestion(page: Page, key: string): Promise<Locator> {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, key);
  return question(page, key).getByLabel("Evidence", { exact: true });
}

test.describe("beside the button", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("it is said at once that there is no connection, and then that everything is saved", async ({ page, context }) => {
    const evidence = await openQuestion(page, "S5.1");
    await context.setOffline(true);
    await evidence.fill("Typed without a connection.");
    await save(page).click();
    await expect(said(page)).toHaveText(
      "No connection: not saved. Keep this page open: it is saved as soon as the connection is back.",
    );
    await context.setOffline(false);
    await expect(said(page)).toHaveText("Everything on this page is saved.", NEXT_TRY);
    await evidence.fill("Typed after that.");
    await expect(said(page)).toHaveText("");
    await expect(question(page, "S5.1").getByRole("status")).toHaveText(/^Saved/);
    await page.reload();
    await expect(evidence).toHaveValue("Typed after that.");
  });

  test("a press with nothing to save and no connection keeps the page", async ({ page, context }) => {
    await openQuestion(page, "S5.2");
    await context.setOffline(true);
    for (const button of ["Save", "Save and return to task list"]) {
      await page.getByRole("button", { name: button, exact: true }).click();
      await expect(said(page)).toHaveText("No connection. Everything on this page is already saved.");
    }
    await context.setOffline(false);
    await page.goto("/organisations/O-0022/action-plan/1");
    await expect(page.locator("main [data-ready=true]")).toBeAttached();
    await context.setOffline(true);
    await save(page).click();
    await expect(said(page)).toHaveText("No connection. Everything on this page is already saved.");
    await context.setOffline(false);
    await save(page).click();
    await expect(page.getByRole("status").first()).toContainText("A-001 is saved");
  });

  test("while the server has not answered it is said that the page is being saved", async ({ page }) => {
    const evidence = await openQuestion(page, "S5.3");
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    await page.route("**/api/stay-signed-in", async (route) => {
      await gone;
      return route.continue();
    });
    await evidence.fill("Typed on a slow line.");
    await save(page).click();
    await expect(said(page)).toHaveText("Saving…");
    go();
    await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
  });

  test("an action is sent by itself when the connection is back, unless it is typed on", async ({ page, context }) => {
    await openAudit(page, accounts.schoolLead);
    await page.goto("/organisations/O-0022/action-plan/2");
    await expect(page.locator("main [data-ready=true]")).toBeAttached();
    const progress = page.getByLabel("Progress");
    await context.setOffline(true);
    await progress.fill("First.");
    await save(page).click();
    await expect(said(page)).toHaveText(/^No connection: not saved/);
    await progress.fill("First, and more.");
    await expect(said(page)).toHaveText("Not saved yet. Choose Save.");
    await save(page).click();
    await expect(said(page)).toHaveText(/^No connection: not saved/);
    await context.setOffline(false);
    await expect(page.getByRole("status").first()).toContainText("A-002 is saved", NEXT_TRY);
    await page.goto("/organisations/O-0022/action-plan/2");
    await expect(progress).toHaveValue("First, and more.");
  });

  test("a declaration without a connection is not sent, and says so", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await answerAll(page, audit, "Kept in the safeguarding file.");
    await page.goto(`${audit}/check`);
    await expect(page.locator("main [data-ready=true]")).toBeAttached();
    await page.getByLabel("Your role").fill("Head teacher");
    await context.setOffline(true);
    await page.getByRole("button", { name: "Submit the audit" }).click();
    await expect(said(page)).toHaveText("No connection: nothing was sent. Choose the button again when the connection is back.");
    await expect(page.getByLabel("Your role")).toHaveValue("Head teacher");
    await context.setOffline(false);
    await page.getByRole("button", { name: "Submit the audit" }).click();
    await expect(page.locator(".govuk-error-summary")).toBeVisible();
    await expect(page.getByLabel("Your role")).toHaveValue("Head teacher");
  });

  test("what was said to be not sent is not sent by a late answer", async ({ page }) => {
    await page.clock.install();
    const audit = await openAudit(page, accounts.schoolLead);
    await answerAll(page, audit, "Kept in the safeguarding file.");
    await page.goto(`${audit}/check`);
    await expect(page.locator("main [data-ready=true]")).toBeAttached();
    await page.getByLabel("Your role").fill("Head teacher");
    await page.getByLabel(/^The answers are true/).check();
    let go = (): void => undefined;
    const gone = new Promise<void>((resolve) => (go = resolve));
    await page.route("**/api/stay-signed-in", async (route) => {
      await gone;
      return route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest(/stay-signed-in/);
    const submit = page.getByRole("button", { name: "Submit the audit" });
    await submit.click({ noWaitAfter: true });
    await asked;
    await page.clock.fastForward(10_000);
    await expect(said(page)).toHaveText(/^No connection: nothing was sent/);
    go();
    await page.clock.fastForward(10_000);
    await page.waitForTimeout(1_000);
    expect(new URL(page.url()).pathname).toBe(`${audit}/check`);
    await page.unroute("**/api/stay-signed-in");
    await submit.click();
    await expect(page).toHaveURL(`${audit}?submitted=1`);
  });

  for (const [width, height] of [[1280, 720], [1366, 657], [375, 667]] as const) {
    test(`is in view at ${width} by ${height}`, async ({ page, context }) => {
      await page.setViewportSize({ width, height });
      await openQuestion(page, "S5.1");
      for (const path of [new URL(page.url()).pathname, "/organisations/O-0022/action-plan/1"]) {
        await page.goto(path);
        await expect(page.locator("html[data-live]")).toBeAttached();
        await context.setOffline(true);
        // The lowest place at which somebody sees the button.
        await save(page).evaluate((button) => button.scrollIntoView({ block: "end" }));
        await save(page).click();
        await expect(said(page)).toHaveText(/^No connection/);
        await expect(said(page)).toBeInViewport({ ratio: 1 });
        await context.setOffline(false);
      }
    });
  }
});

for (const scripts of [true, false]) {
  test.describe(`with scripts ${scripts ? "on" : "off"}`, () => {
    // Chromium notes an answer that is a refused page, or a refused save, as a resource that failed.
    test.use({ javaScriptEnabled: scripts, expectedErrors: /status of 422/ });

    test("Enter in a line of an answer saves it and stays", async ({ page }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      const path = `${audit}/standards/5`;
      await page.goto(path);
      if (scripts) await live(page, "S5.10");
      const asked = question(page, "S5.4");
      await asked.getByLabel("Making progress", { exact: false }).first().check();
      for (const label of ["Who (a role, not a name)", "By when", "Or say why there is no action"]) {
        const line = asked.getByLabel(label);
        const text = label === "By when" ? "26 March 2027" : `Enter in ${label}`.slice(0, 30);
        await line.fill(text);
        await line.press("Enter");
        await (scripts
          ? expect(asked.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/)
          : expect(page.getByRole("status").first()).toContainText("Your answers are saved"));
        expect(new URL(page.url()).pathname).toBe(path);
        if (scripts) await expect(line).toBeFocused();
        await page.goto(path);
        if (scripts) await live(page, "S5.10");
        await expect(line).toHaveValue(text);
      }
    });

    test("Enter in a line of an action saves it and stays", async ({ page }) => {
      await openAudit(page, accounts.schoolLead);
      const path = "/organisations/O-0022/action-plan/3";
      await page.goto(path);
      if (scripts) await expect(page.locator("main [data-ready=true]")).toBeAttached();
      await page.getByLabel("Who (a role, not a name)").fill("Deputy head");
      await page.getByLabel("Who (a role, not a name)").press("Enter");
      await expect(page.getByRole("status").first()).toContainText("A-003 is saved");
      expect(new URL(page.url()).pathname).toBe(path);
      await expect(page.getByLabel("Who (a role, not a name)")).toHaveValue("Deputy head");
    });

    test("from “Check answers” a question leads back to its place there, also after it was refused", async ({ page }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      await page.goto(`${audit}/check`);
      await page.getByRole("link", { name: "Change S5.6" }).click();
      await expect(page).toHaveURL(`${audit}/standards/5?check=S5.6#S5.6`);
      if (scripts) await live(page, "S5.6");
      await expect(page.getByRole("link", { name: "Check answers", exact: true })).toHaveAttribute(
        "href",
        `${audit}/check#answer-S5.6`,
      );
      const evidence = question(page, "S5.6").getByLabel("Evidence", { exact: true });
      await evidence.fill("x".repeat(10_001));
      await page.getByRole("button", { name: "Save and return to check answers" }).click();
      await expect(page.locator(".govuk-error-summary")).toBeVisible();
      if (scripts) await live(page, "S5.6");
      await evidence.fill("From the check page.");
      await save(page).click();
      await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
      if (scripts) await live(page, "S5.6");
      await page.getByRole("button", { name: "Save and return to check answers" }).click();
      await expect(page).toHaveURL(`${audit}/check?saved=1#answer-S5.6`);
      await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
      await expect(page.locator("[id='answer-S5.6']")).toContainText("From the check page.");
      await expect(page.locator("[id='answer-S5.6']")).toBeInViewport();
      // From the task list it leads back to the task list.
      await page.goto(`${audit}/standards/5`);
      await expect(page.getByRole("button", { name: "Save and return to task list" })).toBeVisible();
    });
  });
}

for (const scripts of [true, false]) {
  test.describe(`a refused page that is sent once more by a reload, scripts ${scripts ? "on" : "off"}`, () => {
    test.use({ javaScriptEnabled: scripts, expectedErrors: /Failed to load resource/ });

    test("does not stand over what was put right", async ({ page, context }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      const path = `${audit}/standards/5`;
      await page.goto(path);
      if (scripts) await live(page, "S5.5");
      const asked = question(page, "S5.5");
      const evidence = asked.getByLabel("Evidence", { exact: true });
      const refused = "x".repeat(10_001);
      await evidence.fill(refused);
      await save(page).click();
      await expect(page.locator(".govuk-error-summary")).toBeVisible();
      // Put right: here where scripts run, in another tab where they do not.
      const at = scripts ? page : await context.newPage();
      if (!scripts) await at.goto(path);
      else await live(page, "S5.5");
      await question(at, "S5.5").getByLabel("Evidence", { exact: true }).fill("Put right.");
      if (scripts) await expect(asked.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
      else await save(at).click();

      await page.reload();
      await expect(page.locator(".govuk-error-summary")).toContainText("S5.5: You saved this differently");
      await expect(asked.locator(".app-conflict")).toContainText("Put right.");
      await expect(asked.getByRole("status")).toHaveText("Not saved yet. Choose Save.");
      await asked.getByRole("button", { name: "Keep what is stored" }).click();
      await expect(evidence).toHaveValue("Put right.");
      await page.goto(path);
      await expect(evidence).toHaveValue("Put right.");
    });

    test("of an action shows what is stored", async ({ page, context }) => {
      await openAudit(page, accounts.schoolLead);
      const path = "/organisations/O-0022/action-plan/4";
      await page.goto(path);
      if (scripts) await expect(page.locator("main [data-ready=true]")).toBeAttached();
      await page.getByLabel("What will be done").fill("");
      await page.getByLabel("Progress").fill("Refused.");
      await save(page).click();
      await expect(page.locator(".govuk-error-summary")).toBeVisible();
      const other = await context.newPage();
      await other.goto(path);
      await other.getByLabel("Progress").fill("Put right.");
      await save(other).click();
      await expect(other.getByRole("status").first()).toContainText("A-004 is saved");
      page.on("dialog", (dialog) => void dialog.accept());
      await page.reload();
      await expect(page.getByText("As it is stored now")).toBeVisible();
      await expect(page.locator("#revision")).toContainText("Put right.");
    });
  });
}
