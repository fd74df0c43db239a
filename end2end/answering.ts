// Where answers are typed: an audit, one question of it, and a second person on the same server.

import type { Browser, Locator, Page } from "@playwright/test";
import type { Account } from "./accounts";
import { expect, signIn } from "./server";

/** Opens the audit of the open round of the organisation that this person leads or contributes to. */
export async function openAudit(page: Page, account: Account): Promise<string> {
  await signIn(page, account.email, account.password);
  await page.getByRole("link", { name: /2026-27/ }).first().click();
  await expect(page.getByRole("heading", { name: "Your safeguarding audit" })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** One question's part of a standard's page. */
export function question(page: Page, key: string): Locator {
  return page.locator(`section[id="${key}"]`);
}

/** Waits until every answer of the page saves by itself. */
export async function live(page: Page, key: string): Promise<void> {
  await expect(question(page, key).locator("[data-ready=true]")).toBeAttached();
}

/** A second person's page on the same server. */
export async function second(browser: Browser, baseURL: string, account: Account): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, account.email, account.password);
  return page;
}
