// A whole audit by the plain forms alone. What it submits stays so: its server is its own.

import { accounts } from "../accounts";
import { openAudit } from "../answering";
import { test } from "../own_server";
import { axe, expect } from "../server";

test.describe("with scripts off", () => {
  test.use({ javaScriptEnabled: false });

  test("the whole journey: answer what is missing, check, submit, and read it again", async ({
    page,
    browser,
    baseURL,
  }) => {
    test.setTimeout(120_000);
    const audit = await openAudit(page, accounts.schoolLead);
    // The accessibility check is itself a script: it looks at the same pages in a browser that runs scripts.
    const checked = async () => {
      const context = await browser.newContext({
        baseURL,
        javaScriptEnabled: true,
        storageState: await page.context().storageState(),
      });
      const same = await context.newPage();
      await same.goto(page.url());
      await axe(same);
      await context.close();
    };
    for (let standard = 1; standard <= 7; standard++) {
      await page.goto(`${audit}/standards/${standard}`);
      for (const section of await page.locator("section.app-question").all()) {
        if ((await section.locator("input[type=radio]:checked").count()) === 0) {
          await section.getByLabel("Fully in place").check();
        }
        if (await section.getByLabel("What will be done", { exact: true }).isVisible()) {
          await section.getByLabel("What will be done", { exact: true }).fill("Agree it at the next leadership meeting");
          await section.getByLabel("Who (a role, not a name)").fill("Deputy head");
          await section.getByLabel("By when").fill("26 March 2027");
        }
      }
      await page.getByRole("button", { name: "Save and return to task list" }).click();
      await expect(page.getByRole("status").filter({ hasText: "Your answers are saved" })).toBeVisible();
    }
    await page.getByRole("link", { name: "Check answers and submit" }).click();
    await checked();

    await page.getByLabel("Your name").fill("");
    await page.getByRole("button", { name: "Submit the audit" }).click();
    await expect(page.locator(".govuk-error-summary")).toContainText("Your name must not be empty");

    await page.getByLabel("Your name").fill("Hester Quillan");
    await page.getByLabel("Your role").fill("Head teacher");
    await page.getByLabel(/true to the best of my knowledge/).check();
    await page.getByRole("button", { name: "Submit the audit" }).click();
    const submitted = /The audit is submitted\. Your reference number is S11-2026-27-\d+/;
    await expect(page.getByRole("status").filter({ hasText: submitted })).toBeVisible();
    await expect(page.locator(".app-lead")).toContainText(/reference number is S11-2026-27-\d+/);
    await checked();

    await page.goto(`${audit}/standards/3`);
    await expect(page.getByText("This audit has been submitted.")).toBeVisible();
    await expect(page.getByRole("radio")).toHaveCount(0);
    await checked();
    await page.goto(`${audit}/record`);
    await checked();
  });
});
