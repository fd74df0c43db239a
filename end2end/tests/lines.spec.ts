// Bad lines: slow ones, some that come and go, a server that is started anew, and scripts that never come. What was typed
// is stored in the end, and the page says honestly whether it is.

import type { Locator, Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { test } from "../own_server";
import { expect } from "../server";

/** The page tries again every four seconds. */
const NEXT_TRY = { timeout: 15_000 };

/** Opens a standard of the open audit, and gives the evidence of one question and the line under it. */
async function openQuestion(page: Page, key: string): Promise<{ evidence: Locator; status: Locator }> {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, key);
  await expect(page.locator(".app-until-ready")).toBeHidden();
  return fieldsOf(page, key);
}

function fieldsOf(page: Page, key: string): { evidence: Locator; status: Locator } {
  const asked = question(page, key);
  return { evidence: asked.getByLabel("Evidence", { exact: true }), status: asked.getByRole("status") };
}

test.describe("when the scripts never come", () => {
  test.use({ expectedErrors: /Failed to load resource|Failed to fetch|net::ERR/ });

  test("the plain form works, and nothing that was typed is lost", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.route("**/*.wasm", (route) => route.abort());
    const refused = page.waitForEvent("requestfailed", (request) => request.url().endsWith(".wasm"));
    await page.goto(`${audit}/standards/5`);
    await refused;
    const notice = page.getByText("This page is not saving automatically. Choose Save before you leave.");
    await expect(notice).toBeHidden();
    // The notice comes after ten seconds: these are skipped.
    await page.locator(".app-until-ready").evaluate((late) => late.getAnimations().forEach((animation) => animation.finish()));
    await expect(notice).toBeVisible();
    const { evidence } = fieldsOf(page, "S5.3");
    await question(page, "S5.3").getByLabel("Making progress").first().check();
    await question(page, "S5.3").getByLabel("What will be done", { exact: true }).fill("Ask the pupils.");
    await evidence.fill("Typed where no script came.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
    await expect(evidence).toHaveValue("Typed where no script came.");
    await expect(question(page, "S5.3").getByLabel("What will be done", { exact: true })).toHaveValue("Ask the pupils.");
    await expect(question(page, "S5.3").locator("[data-ready]")).toHaveCount(0);
  });

  test("an answer's page is not left without asking, and is saved without asking", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const audit = await openAudit(page, accounts.schoolLead);
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto(`${audit}/standards/3`);
    const saved = question(page, "S3.1");
    await expect(saved.getByRole("status")).toHaveText(/^Saved/);
    await saved.getByLabel("Evidence", { exact: true }).fill("Typed, and not sent.");
    await expect(saved.getByRole("status")).toHaveText("Not saved yet. Choose Save.");
    await page.getByRole("link", { name: "Task list", exact: true }).click();
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await expect(saved.getByLabel("Evidence", { exact: true })).toHaveValue("Typed, and not sent.");
    // Another form takes nothing of it along.
    await page.getByRole("button", { name: "Sign out" }).click();
    await expect.poll(() => asked).toHaveLength(2);
    await page.getByRole("button", { name: "Save and return to task list" }).click();
    await expect(page.getByRole("heading", { name: "Your safeguarding audit" })).toBeVisible();
    expect(asked, "questions on leaving the page").toHaveLength(2);
  });

  test("an action with something typed in it is not left without asking, and is saved without asking", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await openAudit(page, accounts.schoolLead);
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto("/organisations/O-0022/action-plan/1");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect(page.getByRole("heading", { name: "Action plan" })).toBeVisible();
    await page.goto("/organisations/O-0022/action-plan/1");
    await page.getByLabel("Progress").fill("Typed, and not sent.");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("status").first()).toContainText("A-001 is saved");
    expect(asked, "questions on leaving the page").toHaveLength(1);
  });
});

test("on a slow line what was typed before the scripts came is saved", async ({ page }) => {
  test.setTimeout(120_000);
  const audit = await openAudit(page, accounts.schoolLead);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const speed = 50 * 1024;
  const slow = { offline: false, latency: 400, downloadThroughput: speed, uploadThroughput: speed };
  await devtools.send("Network.emulateNetworkConditions", slow);
  await page.goto(`${audit}/standards/5`, { waitUntil: "commit" });
  const { evidence, status } = fieldsOf(page, "S5.4");
  await evidence.fill("Typed before the scripts came.");
  await expect(page.locator("[data-ready]")).toHaveCount(0);
  await expect(status).toHaveText(/^Saved \d\d:\d\d/, { timeout: 90_000 });
  await expect(evidence).toHaveValue("Typed before the scripts came.");
  await page.reload({ waitUntil: "commit" });
  await expect(evidence).toHaveValue("Typed before the scripts came.");
});

test.describe("when the server is started anew", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("a page that was left open keeps its text, says so, and saves it", async ({ page, program }) => {
    const { evidence, status } = await openQuestion(page, "S5.5");
    await program.stop();
    await evidence.fill("Typed while the server was away.");
    await expect(status).toHaveText(/^Not saved, retrying/);
    await expect(evidence).toHaveValue("Typed while the server was away.");
    await program.start();
    await expect(status).toHaveText(/^Saved \d\d:\d\d/, NEXT_TRY);
    await page.reload();
    await expect(evidence).toHaveValue("Typed while the server was away.");
  });
});

test.describe("when the line comes and goes", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("what was typed last is what is stored in the end", async ({ page, context }) => {
    test.setTimeout(90_000);
    const { evidence, status } = await openQuestion(page, "S5.6");
    for (const text of ["Once.", "Twice.", "Three times."]) {
      await context.setOffline(true);
      await evidence.fill(text);
      await expect(status).toHaveText(/^Not saved, retrying/);
      await evidence.fill(`${text} And more, while the line was down.`);
      await context.setOffline(false);
      await expect(status).toHaveText(/^Saved/, NEXT_TRY);
    }
    // A save that arrives, but its answer is lost: and more is typed before the next try.
    const arrived: string[] = [];
    await page.route("**/api/save-answer", async (route) => {
      arrived.push(route.request().postData() ?? "");
      if (arrived.length <= 2) {
        await route.fetch();
        await route.abort();
      } else await route.continue();
    });
    await evidence.fill("Stored, and the page does not know.");
    await expect(status).toHaveText(/^Not saved, retrying/);
    await evidence.fill("The last that was typed.");
    await expect(status).toHaveText(/^Saved/, NEXT_TRY);
    await expect.poll(() => arrived.at(-1)).toContain("The last that was typed.");
    await expect(status).toHaveText(/^Saved/, NEXT_TRY);
    expect(arrived[1], "the save that was not answered is sent again as it was").toBe(arrived[0]);
    await page.reload();
    await expect(evidence).toHaveValue("The last that was typed.");
  });

  test("an answer's page is not left without asking while something on it is not saved", async ({ page, context }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const { evidence, status } = await openQuestion(page, "S5.7");
    await context.setOffline(true);
    await evidence.fill("Typed, and not saved.");
    await expect(status).toHaveText(/^Not saved, retrying/);
    await page.getByRole("link", { name: "Task list", exact: true }).click();
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await expect(evidence).toHaveValue("Typed, and not saved.");
    await context.setOffline(false);
    await expect(status).toHaveText(/^Saved/, NEXT_TRY);
    await page.getByRole("link", { name: "Task list", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Your safeguarding audit" })).toBeVisible();
    expect(asked, "questions on leaving the page").toHaveLength(1);
  });
});
