// What a browser keeps of a session, and what it lets others see of one.

import type { Locator, Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { common } from "../browser";
import { test } from "../own_server";
import { axe, expect, signIn } from "../server";
import { PASSWORD, post, press } from "../steps";

const { email, password } = accounts.schoolLead;

/** Pastes a text as people do who have it from a password manager. */
async function paste(page: Page, field: Locator, text: string): Promise<void> {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await field.focus();
  await page.keyboard.press("Control+V");
  await expect(field).toHaveValue(text);
}

test("a password can be pasted wherever one is asked for", async ({ page, context, browser, baseURL }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await paste(page, page.getByLabel("Password"), password);
  await press("Sign in")(page);
  await page.goto("/account/password");
  await paste(page, page.getByLabel("Current password"), password);
  await paste(page, page.getByLabel("New password", { exact: true }), PASSWORD);
  await paste(page, page.getByLabel("The new password again"), PASSWORD);
  await press("Change the password")(page);
  await expect(page.getByRole("status").filter({ hasText: "Your password is changed" })).toBeVisible();

  const board = await (await browser.newContext({ baseURL })).newPage();
  await signIn(board, accounts.administrator.email, accounts.administrator.password);
  const person = { name: "Pasting Person", email: "pasting@board.example", role: "reviewer" };
  await board.goto(await post(board, "/people/new", person));
  await page.goto(await board.locator("code").innerText());
  await board.context().close();
  await paste(page, page.getByLabel("New password", { exact: true }), PASSWORD);
  await paste(page, page.getByLabel("The new password again"), PASSWORD);
  await press("Set password")(page);
  await expect(page.getByText("Your password is set.")).toBeVisible();
});

test("no script can read the session, and no address has it", async ({ page, context }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await signIn(page, email, password);
  const cookies = await context.cookies();
  // The session, and that somebody has signed in here before.
  expect(cookies.map((cookie) => cookie.name).sort()).toEqual(["__Host-browser", "__Host-session"]);
  for (const cookie of cookies) {
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    expect(cookie.value.length, "the token").toBeGreaterThan(40);
  }
  const tokens = cookies.map((cookie) => cookie.value);
  const paths = await page.locator("a[href^='/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of new Set([...paths, "/audits/272/standards/1"])) {
    if (!path || path.includes(".xlsx")) continue;
    await page.goto(path);
    expect(await page.evaluate(() => document.cookie), path).toBe("");
    const content = await page.content();
    for (const token of tokens) {
      expect(content, path).not.toContain(token);
      expect(page.url()).not.toContain(token);
    }
  }
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((url) => tokens.some((token) => url.includes(token)))).toEqual([]);
});

test("the browser's storage holds nothing after evidence was typed and saved", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.1");
  const asked = question(page, "S5.1");
  await asked.getByLabel("Evidence", { exact: true }).fill("The canary xylograph-7731.");
  await expect(asked.getByRole("status")).toHaveText(/^Saved/);
  await page.reload();
  await live(page, "S5.1");
  const kept = () =>
    page.evaluate(async () => ({
      local: { ...localStorage },
      session: { ...sessionStorage },
      databases: (await indexedDB.databases()).map(({ name }) => name),
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      history: history.state as unknown,
      name: window.name,
    }));
  const nothing = { local: {}, session: {}, databases: [], caches: [], workers: 0, history: null, name: "" };
  expect(await kept()).toEqual(nothing);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/because=signed-out/);
  expect(await kept()).toEqual(nothing);
});

test("going back after signing out shows no page of the session", async ({ playwright, baseURL }) => {
  // Playwright's browser keeps no whole pages to go back to; people's browsers do, and so does this one.
  const { launchOptions } = common.use ?? {};
  const browser = await playwright.chromium.launch({
    ...launchOptions,
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const page = await browser.newPage({ baseURL });
  await signIn(page, email, password);
  await page.goto("/audits/272/standards/1");
  await expect(page.locator("section.app-question").first()).toBeVisible();
  await press("Sign out")(page);
  await expect(page.getByText("You have signed out.")).toBeVisible();
  for (const was of ["/audits/272/standards/1", "/organisations/O-0022"]) {
    await page.evaluate(() => history.back());
    await expect(page).toHaveURL(`/sign-in?next=${was}`);
    await expect(page.getByText("Marsh Lane")).toHaveCount(0);
    await expect(page.locator("section.app-question")).toHaveCount(0);
  }
  await browser.close();
});

test.describe("in a frame of another site", () => {
  test.use({ expectedErrors: /frame-ancestors|X-Frame-Options|Framing/ });

  test("no page of ours is shown", async ({ page, baseURL }) => {
    await page.route("http://localhost:1/", (route) =>
      route.fulfill({ contentType: "text/html", body: `<h1>Theirs</h1><iframe src="${baseURL}/sign-in"></iframe>` }),
    );
    const framed = page.frameLocator("iframe").getByRole("heading", { name: "Sign in" });
    // Without that part of the policy the page is shown in the frame, so nothing else keeps it out.
    await page.route("**/sign-in", async (route) => {
      const response = await route.fetch();
      const policy = response.headers()["content-security-policy"]?.replace("frame-ancestors 'none'", "");
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy ?? "" } });
    });
    await page.goto("http://localhost:1/");
    await expect(framed).toBeVisible();
    await page.unroute("**/sign-in");
    await page.goto("http://localhost:1/");
    await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
    await expect(framed).toHaveCount(0);
  });
});

test.describe("when the session ends while somebody types", () => {
  test.use({ expectedErrors: /status of 401/ });

  test("the page says so, offers signing in, and then saves the same text by itself", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.2");
    const asked = question(page, "S5.2");
    const evidence = asked.getByLabel("Evidence", { exact: true });
    const other = await context.newPage();
    await other.goto("/account");
    await press("Sign out")(other);
    await other.close();

    await evidence.fill("Typed after the session had ended.");
    await expect(asked.getByRole("status")).toContainText("Not saved: your session has ended.");
    await axe(page);
    const opened = context.waitForEvent("page");
    await asked.getByRole("link", { name: "Sign in in a new tab" }).click();
    const tab = await opened;
    await tab.getByLabel("E-mail address").fill(email);
    await tab.getByLabel("Password").fill(password);
    await press("Sign in")(tab);
    await expect(tab.getByRole("button", { name: "Sign out" })).toBeVisible();
    await tab.close();

    await expect(asked.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/, { timeout: 15_000 });
    await expect(evidence).toHaveValue("Typed after the session had ended.");
    await page.reload();
    await expect(evidence).toHaveValue("Typed after the session had ended.");
  });
});

test.describe("when somebody else signs in in the same browser", () => {
  test.use({ expectedErrors: /status of 404/ });

  test("the page says so, and saves the same text by itself when its author is back", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.3");
    const asked = question(page, "S5.3");
    const evidence = asked.getByLabel("Evidence", { exact: true });
    const other = await context.newPage();
    await signIn(other, accounts.partnerLead.email, accounts.partnerLead.password);

    await evidence.fill("Typed while somebody else was signed in.");
    const said = "Not saved. You cannot save as this user. Someone else may have signed in on this computer.";
    await expect(asked.getByRole("status")).toContainText(said);
    await axe(page);
    await signIn(other, email, password);
    await other.close();

    await expect(asked.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/, { timeout: 15_000 });
    await page.reload();
    await expect(evidence).toHaveValue("Typed while somebody else was signed in.");
  });
});

test("two minutes before a session ends it is said, and the session can be kept", async ({ page }) => {
  await page.clock.install();
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.2");
  const said = page.getByRole("alert").filter({ hasText: "signed out in about 2 minutes" });
  await page.clock.runFor("56:00");
  await expect(said).toHaveCount(0);
  await page.clock.runFor("01:30");
  await expect(said).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Stay signed in" }).click();
  await expect(said).toHaveCount(0);
  // Typing keeps the session too.
  await page.clock.runFor("50:00");
  const asked = question(page, "S5.2");
  await asked.getByLabel("Evidence", { exact: true }).fill("Typed in the meantime.");
  await page.clock.runFor("00:02");
  await expect(asked.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
  await page.clock.runFor("20:00");
  await expect(said).toHaveCount(0);
});
