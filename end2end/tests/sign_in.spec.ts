// Signing in and out, as a person does it.

import { accounts } from "../accounts";
import { axe, expect, signIn, test } from "../server";

test("the sign-in page can be used by everyone", async ({ page }) => {
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await axe(page);
});

test("a wrong password is said so, and the e-mail address stays", async ({ page }) => {
  const { email } = accounts.schoolLead;
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();

  await expect(page.locator(".govuk-error-summary")).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue(email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await axe(page);
});

test("the right password signs in, and signing out ends it", async ({ page }) => {
  const { email, password } = accounts.schoolLead;
  await signIn(page, email, password);
  const signedIn = page.url();
  await axe(page);

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);

  await page.goto(signedIn);
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("with scripts off", () => {
  test.use({ javaScriptEnabled: false });

  test("the form signs in all the same", async ({ page }) => {
    await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
    await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  });
});
