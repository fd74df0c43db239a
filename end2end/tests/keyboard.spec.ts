// An audit by the keyboard alone: where the focus goes, and that one can see it.

import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { tabThrough, tabTo } from "../keyboard";
import { test } from "../own_server";
import { expect, signIn } from "../server";
import { answerAll } from "../steps";

test("an audit is opened, answered, checked and submitted without a mouse", async ({ page, browser, baseURL }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ baseURL });
  const before = await context.newPage();
  const audit = await openAudit(before, accounts.schoolLead);
  await answerAll(before, audit, "Written before.");
  await context.close();

  const { keyboard } = page;
  const { email, password } = accounts.schoolLead;
  await page.goto("/sign-in");
  await tabTo(page, page.getByLabel("E-mail address"));
  await keyboard.type(email);
  await tabTo(page, page.getByLabel("Password"));
  await keyboard.type(password);
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Marsh Lane");
  await tabTo(page, page.getByRole("link", { name: "Audit round 2026-27" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Your safeguarding audit" })).toBeVisible();
  await tabTo(page, page.getByRole("link", { name: /^5\. / }));
  await keyboard.press("Enter");

  await live(page, "S5.1");
  await tabTo(page, page.getByRole("link", { name: "Skip to main content" }));
  await keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  const first = question(page, "S5.1");
  await tabTo(page, first.getByRole("radio", { name: /^2 / }));
  await keyboard.press("ArrowUp");
  await expect(first.getByRole("radio", { name: /^3 / })).toBeChecked();
  await tabTo(page, first.getByLabel("Evidence", { exact: true }));
  await keyboard.press("Control+A");
  await keyboard.type("Typed without a mouse.");
  await tabTo(page, first.locator("summary", { hasText: "Examples of evidence" }));
  await expect(first.getByRole("status")).toHaveText(/^Saved \d\d:\d\d$/);
  await keyboard.press("Enter");
  await expect(first.getByText("This question rests on:")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Save and return to task list" }));
  await keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Your answers are saved" })).toBeVisible();

  await tabTo(page, page.getByRole("link", { name: "Check answers and submit" }));
  await keyboard.press("Enter");
  await expect(page.getByText("Typed without a mouse.")).toBeVisible();
  await tabTo(page, page.getByRole("button", { name: "Submit the audit" }));
  await keyboard.press("Enter");
  const problems = page.locator(".govuk-error-summary");
  await expect(problems).toBeFocused();
  for (const [link, field] of [
    [/^Your role /, page.getByLabel("Your role")],
    [/Confirm/i, page.getByLabel(/true to the best of my knowledge/)],
  ] as const) {
    await problems.focus();
    await tabTo(page, problems.getByRole("link", { name: link }));
    await keyboard.press("Enter");
    await expect(field).toBeFocused();
  }
  await keyboard.press("Space");
  await keyboard.press("Shift+Tab");
  await keyboard.type("Head teacher");
  await keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "The audit is submitted" })).toBeVisible();
});

test("Tab stops once at everything that can be used, in the order of the page, and then leaves it", async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
  for (const [path, stops] of [
    ["/audits/272/standards/3", 60],
    ["/organisations/O-0022/action-plan/1", 15],
    ["/audits/119/results", 10],
  ] as const) {
    await page.goto(path);
    expect(await tabThrough(page), path).toBeGreaterThan(stops);
  }
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, accounts.administrator.email, accounts.administrator.password);
  for (const [path, stops] of [
    ["/rounds/2026-27", 40],
    ["/organisations?q=school&sector=education", 30],
    ["/people/new", 10],
  ] as const) {
    await page.goto(path);
    expect(await tabThrough(page), path).toBeGreaterThan(stops);
  }
});

test.describe("in forced colours", () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("the focus can be seen where a reader's own colours replace the page's", async ({ page }) => {
    test.setTimeout(120_000);
    await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
    await page.goto("/audits/272/standards/3");
    expect(await page.evaluate(() => matchMedia("(forced-colors: active)").matches)).toBe(true);
    expect(await tabThrough(page)).toBeGreaterThan(60);
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, accounts.administrator.email, accounts.administrator.password);
    await page.goto("/rounds/2014/results?form=schools");
    expect(await tabThrough(page)).toBeGreaterThan(120);
  });
});
