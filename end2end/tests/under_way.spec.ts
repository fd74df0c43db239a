// A form or a save that is under way: what is typed meanwhile is not lost with the page, and a server that takes what it
// is sent and says nothing is not believed.

import type { Locator, Page, Route } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { test } from "../own_server";
import { expect } from "../server";

const RETRYING = /^Not saved, retrying/;
/** The page tries again every four seconds. */
const NEXT_TRY = { timeout: 15_000 };

test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

async function openQuestion(page: Page, key: string): Promise<{ evidence: Locator; status: Locator }> {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, key);
  const asked = question(page, key);
  return { evidence: asked.getByLabel("Evidence", { exact: true }), status: asked.getByRole("status") };
}

/** Opens an action of the plan, and gives the field in which its progress is written. */
async function openAction(page: Page, number: number): Promise<Locator> {
  await openAudit(page, accounts.schoolLead);
  await page.goto(`/organisations/O-0022/action-plan/${number}`);
  await expect(page.locator("[data-ready=true]").first()).toBeAttached();
  return page.getByLabel("Progress");
}

/** Holds the replies to the page's own form from now on: tells of the first, and lets them go when asked to. */
async function heldReplies(page: Page, path: RegExp): Promise<{ saved: Promise<void>; let_go: () => void }> {
  let [told, go] = [() => {}, () => {}];
  const saved = new Promise<void>((resolve) => (told = resolve));
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route(path, async (route: Route) => {
    if (route.request().method() !== "POST") return route.continue();
    const response = await route.fetch({ maxRedirects: 0 });
    told();
    await gone;
    // By then the browser may have given the page up.
    return route.fulfill({ response }).catch(() => {});
  });
  return { saved, let_go: go };
}

function save(page: Page): Locator {
  return page.getByRole("button", { name: "Save", exact: true });
}

/** Presses "Save" while the focus stays in a field, as it does where a key presses it. */
async function saveWhileTyping(page: Page, field: Locator): Promise<void> {
  await field.press("End");
  await save(page).evaluate((button: HTMLElement) => button.click());
}

/** Whether the page would have asked before it is left, at each key that is pressed from now on. */
async function watchKeys(page: Page): Promise<() => Promise<boolean[]>> {
  await page.evaluate(() => {
    const asks: boolean[] = [];
    const ask = () => asks.push(!window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
    document.addEventListener("keydown", ask, { capture: true });
    Object.assign(window, { asks });
  });
  return () => page.evaluate(() => (window as unknown as { asks: boolean[] }).asks);
}

test("who types on after “Save” stays on the page, and all of it is saved", async ({ page }) => {
  const { evidence, status } = await openQuestion(page, "S5.1");
  const held = await heldReplies(page, /standards\/5$/);
  await evidence.fill("First.");
  await expect(status).toHaveText(/^Saved/);
  await saveWhileTyping(page, evidence);
  await held.saved;
  const given_up = page.waitForEvent("requestfailed", (request) => request.method() === "POST");
  await page.keyboard.type(" Second.");
  await given_up;
  held.let_go();
  await expect(status).toHaveText(/^Saved/, NEXT_TRY);
  await expect(evidence).toHaveValue("First. Second.");
  await page.unroute(/standards\/5$/);
  await page.reload();
  await expect(evidence).toHaveValue("First. Second.");
});

test("who types on after an action was sent stays on its page, and it is not left without asking", async ({ page }) => {
  const progress = await openAction(page, 1);
  const held = await heldReplies(page, /action-plan\/1$/);
  await progress.fill("First.");
  await saveWhileTyping(page, progress);
  await held.saved;
  await page.keyboard.type(" Second.");
  held.let_go();
  await page.unroute(/action-plan\/1$/);
  await expect(progress).toHaveValue("First. Second.");
  const asked = page.waitForEvent("dialog");
  const leaving = page.getByRole("link", { name: "Cancel" }).click({ noWaitAfter: true });
  await (await asked).dismiss();
  await leaving;
  await expect(progress).toHaveValue("First. Second.");
});

test("while an action is on its way, and after that was stopped, its page is not left without asking", async ({
  page,
  context,
}) => {
  const progress = await openAction(page, 2);
  const held = await heldReplies(page, /action-plan\/2$/);
  await progress.fill("Typed, and sent.");
  const asked = await watchKeys(page);
  await saveWhileTyping(page, progress);
  await held.saved;
  await page.keyboard.press("Home");
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.stopLoading");
  await page.keyboard.press("Home");
  held.let_go();
  await page.unroute(/action-plan\/2$/);
  expect(await asked(), "typed, on its way, stopped").toEqual([true, true, true]);
});

test("what is not saved of a page whose “Save” was stopped is saved when it can be", async ({ page, context }) => {
  const { evidence, status } = await openQuestion(page, "S5.2");
  const held = await heldReplies(page, /standards\/5$/);
  await page.route("**/api/save-answer", (route) => route.abort());
  await evidence.fill("Typed, and sent in vain.");
  await expect(status).toHaveText(RETRYING);
  const asked = await watchKeys(page);
  await saveWhileTyping(page, evidence);
  await held.saved;
  const devtools = await context.newCDPSession(page);
  await devtools.send("Page.stopLoading");
  await page.keyboard.press("Home");
  held.let_go();
  await page.unroute(/standards\/5$/);
  expect(await asked(), "typed, and stopped").toEqual([true, true]);

  await context.setOffline(true);
  await save(page).click({ noWaitAfter: true });
  await expect(status).toHaveText(RETRYING);
  await expect(evidence).toHaveValue("Typed, and sent in vain.");
  await page.unroute("**/api/save-answer");
  await context.setOffline(false);
  await expect(status).toHaveText(/^Saved/, NEXT_TRY);
});

test("a server that takes what it is sent and says nothing is not believed", async ({ page }) => {
  await page.clock.install();
  const { evidence, status } = await openQuestion(page, "S5.3");
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route(/\/api\//, async (route) => {
    await gone;
    return route.continue().catch(() => undefined);
  });
  const sent = page.waitForRequest(/save-answer/);
  await evidence.fill("Typed to a silent server.");
  await page.clock.fastForward(1_000);
  await sent;
  await expect(status).toHaveText("Saving");
  await page.clock.fastForward(10_000);
  await expect(status).toHaveText(RETRYING);
  go();
  await expect(status).toHaveText(/^Saved/, NEXT_TRY);
});

test("a save whose connection died is sent again as it was, and so is “Save”", async ({ page }) => {
  await page.clock.install();
  const { evidence, status } = await openQuestion(page, "S5.5");
  const bodies: (string | null)[] = [];
  // The first of each is swallowed: nothing ever answers it.
  await page.route("**/api/save-answer", (route) => {
    bodies.push(route.request().postData());
    return bodies.length === 1 ? undefined : route.continue();
  });
  let asked = 0;
  await page.route("**/api/stay-signed-in", (route) => ((asked += 1) === 1 ? undefined : route.continue()));
  await evidence.fill("Typed over a dead connection.");
  await page.clock.fastForward(1_000);
  await expect.poll(() => bodies.length).toBe(1);
  await save(page).click({ noWaitAfter: true });
  await expect.poll(() => asked).toBe(1);
  const given_up = page.waitForEvent("requestfailed", (request) => request.url().endsWith("save-answer"));
  await page.clock.fastForward(10_000);
  await given_up;
  await expect(status).toHaveText(RETRYING);
  await expect(status).toHaveText(/^Saved/, NEXT_TRY);
  expect(bodies[1], "under its id").toBe(bodies[0]);
  await save(page).click();
  await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
  await expect(evidence).toHaveValue("Typed over a dead connection.");
});

test("a page that carries what was typed is not left without asking", async ({ page, context }) => {
  const { evidence } = await openQuestion(page, "S5.6");
  await context.clearCookies();
  await evidence.fill("Typed until the session ended.");
  await save(page).click();
  await expect(page.getByRole("heading", { name: "Your session has ended" })).toBeVisible();
  const asked = page.waitForEvent("dialog");
  const leaving = page.locator("header a").first().click({ noWaitAfter: true });
  await (await asked).dismiss();
  await leaving;
  await page.getByLabel("E-mail address").fill(accounts.schoolLead.email);
  await page.getByLabel("Password", { exact: true }).fill(accounts.schoolLead.password);
  await page.getByRole("button", { name: "Sign in and save" }).click();
  await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
  await expect(evidence).toHaveValue("Typed until the session ended.");
});

test("a form that opens what it leads to in another tab is not said to be on its way", async ({ page, context }) => {
  await openAudit(page, accounts.schoolLead);
  await page.goto("/account/password");
  const other = context.waitForEvent("page");
  await page.getByRole("button", { name: "Change the password" }).click({ modifiers: ["Control"] });
  await other;
  await page.waitForTimeout(1_500);
  await expect(page.getByText("Working…")).toHaveCount(0);
  await expect(page.locator("main [aria-disabled]")).toHaveCount(0);
});

test("an action sent to a server that says nothing is not saved, and the page says so", async ({ page }) => {
  await page.clock.install();
  const progress = await openAction(page, 3);
  let go = () => {};
  const gone = new Promise<void>((resolve) => (go = resolve));
  await page.route(/\/api\//, async (route) => {
    await gone;
    return route.continue().catch(() => undefined);
  });
  const asked = page.waitForRequest(/stay-signed-in/);
  await progress.fill("Typed to a silent server.");
  await save(page).click({ noWaitAfter: true });
  await asked;
  await page.clock.fastForward(10_000);
  await expect(page.getByText(/^No connection: not saved/)).toBeVisible();
  go();
  await expect(page.getByRole("status").first()).toContainText("A-003 is saved", NEXT_TRY);
});

test("a text too long to be sent keeps its page", async ({ page }) => {
  const { evidence, status } = await openQuestion(page, "S5.4");
  const long = "x".repeat(3_000_000);
  await evidence.fill(long);
  await expect(status).toContainText("Shorten it");
  await save(page).click();
  await expect(question(page, "S5.4").getByRole("radio").first()).toBeFocused();
  await expect(evidence).toHaveValue(long);
  await evidence.fill("Short.");
  await expect(status).toHaveText(/^Saved/);
  await save(page).click();
  await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
  await expect(evidence).toHaveValue("Short.");
});
