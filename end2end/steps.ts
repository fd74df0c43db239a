// What is done on a page to bring it into a state: forms that are refused, and things that somebody else changed.

import type { Page } from "@playwright/test";
import { live, question } from "./answering";
import { expect, signIn } from "./server";

/** The password of everybody whom a test lets in. */
export const PASSWORD = "lantern-harbour-meadow-29";

/** The header of a file of organisations. */
export const COLUMNS = "name,sector,sub_sector,group,basis";

/** Presses a button, and waits for the page that comes of it. */
export function press(button: string): (page: Page) => Promise<void> {
  return async (page) => {
    const arrived = page.waitForEvent("load");
    await page.getByRole("button", { name: button, exact: true }).click();
    await arrived;
  };
}

/** Posts the form of a page without leaving this one, filled in with these fields, and gives the address that it leads to. */
export async function post(page: Page, path: string, fields: Record<string, string>): Promise<string> {
  const answered = await page.evaluate(
    async ([path, fields]) => {
      const asked = Object.keys(fields).length > 0 ? await (await fetch(path)).text() : "";
      const forms = [...new DOMParser().parseFromString(asked, "text/html").querySelectorAll("main form")];
      const own = forms.find((form) => form.getAttribute("method") === "post") as HTMLFormElement | undefined;
      const whole = new URLSearchParams(own && (new FormData(own) as unknown as URLSearchParams));
      for (const [name, value] of Object.entries(fields)) whole.set(name, value);
      const response = await fetch(path, { method: "POST", body: whole });
      return { status: response.status, url: response.url };
    },
    [path, fields] as const,
  );
  expect(answered.status, `status of ${path}`).toBe(200);
  const { pathname, search } = new URL(answered.url);
  return pathname + search;
}

/** A day so many days from now, as a form takes it. */
export function day(fromNow: number): string {
  return new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);
}

/** Lets somebody set a password by the link that the page shows, and sign in with it, in a browser of their own. */
export async function letIn(from: Page, email: string, atLink?: (page: Page) => Promise<void>): Promise<Page> {
  const link = new URL(await from.locator("code").innerText());
  const context = await from.context().browser()?.newContext({ baseURL: link.origin });
  if (!context) throw new Error("the page has no browser");
  const page = await context.newPage();
  await page.goto(link.pathname);
  await atLink?.(page);
  await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("The new password again").fill(PASSWORD);
  await press("Set password")(page);
  await signIn(page, email, PASSWORD);
  return page;
}

/** Saves the same answer to every question of an audit: a 2, with one text in every field. */
export async function answerAll(page: Page, audit: string, text: string): Promise<void> {
  for (let standard = 1; standard <= 7; standard++) {
    await page.goto(`${audit}/standards/${standard}`);
    const status = await page.evaluate(
      async ([text, byWhen]) => {
        const fields = new FormData(document.querySelector<HTMLFormElement>("main form") ?? undefined);
        for (const { id } of document.querySelectorAll("section.app-question")) {
          fields.set(`${id}.score`, "2");
          for (const name of ["evidence", "action", "who"]) fields.set(`${id}.${name}`, text);
          fields.set(`${id}.by_when`, byWhen);
        }
        const saved = await fetch(location.href, { method: "POST", body: new URLSearchParams([...fields] as [string, string][]) });
        return saved.status;
      },
      [text, day(60)] as const,
    );
    expect(status, `saving standard ${standard}`).toBe(200);
  }
}

/** Uploads a file of organisations. */
export function importFile(text: string, onlyCheck = false): (page: Page) => Promise<void> {
  return async (page) => {
    const file = { name: "organisations.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.locator("#file").setInputFiles(file);
    await press(onlyCheck ? "Only check the file" : "Import the file")(page);
  };
}

/** Has all answers of a round made into a file, and waits until it is ready: the page asks for itself again. */
export async function makeFile(page: Page): Promise<void> {
  await press("Make the file")(page);
  await expect(page.getByRole("link", { name: /^Download / })).toBeVisible({ timeout: 60_000 });
}

/** A file in order, in which two rows bear one name. */
export const checkSameNames = importFile(`${COLUMNS}\nTwo of One Name,housing,,,\nTwo of One Name,housing,,,\n`, true);

/** Sends the form without a name in it. */
export async function withoutName(page: Page): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill("");
  await press("Save the changes")(page);
}

/** Evidence that is too long, sent before the page's script has seen it. */
export async function refuseAnswer(page: Page): Promise<void> {
  await setUnseen(page, "evidence", "x".repeat(10_001));
  await press("Save")(page);
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
}

/** Somebody else saves an answer before the page's own button is pressed. */
export async function changedBefore(page: Page): Promise<void> {
  await saveAsAnother(page);
  await setUnseen(page, "evidence", "Ours, which came second.");
  await press("Save")(page);
  await expect(page.getByRole("button", { name: "Keep what is stored" })).toBeVisible();
}

/** Somebody else saves an answer while it is typed. */
export async function changedWhileTyping(page: Page): Promise<void> {
  const key = await saveAsAnother(page);
  await live(page, key);
  await question(page, key).getByLabel("Evidence", { exact: true }).fill("Ours, which came second.");
  await expect(question(page, key).getByRole("alert")).toBeVisible();
}

/** An answer whose score asks for an action that it does not have yet: the line beside it says what is still needed. */
export async function answerWithoutAction(page: Page): Promise<void> {
  const key = "S6.3";
  await live(page, key);
  await question(page, key).getByLabel("Making progress to achieving target", { exact: false }).first().check();
  await question(page, key).getByLabel("Evidence", { exact: true }).fill("There is none yet.");
  await expect(question(page, key).getByText(/Still needed: /)).toBeVisible();
}

/** The session ends before the page's own button is pressed. */
export async function signedOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await setUnseen(page, "evidence", "Typed when the session had ended.");
  await press("Save")(page);
  await expect(page.getByRole("button", { name: "Sign in and save" })).toBeVisible();
}

/** An action whose text, person and date are emptied is refused. */
export async function refuseAction(page: Page): Promise<void> {
  for (const field of ["What will be done", "Who (a role, not a name)", "By when"]) await page.getByLabel(field, { exact: true }).fill("");
  await press("Save")(page);
  await expect(page.locator(".govuk-error-summary")).toBeVisible();
}

/** Somebody else saves an action before the page's own button is pressed. */
export async function changedAction(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const fields = new FormData(document.querySelector<HTMLFormElement>("main form") ?? undefined);
    fields.set("progress", "Theirs, which came first.");
    await fetch(location.href, { method: "POST", body: new URLSearchParams([...fields] as [string, string][]) });
  });
  await page.getByLabel("Progress").fill("Ours, which came second.");
  await press("Save")(page);
  await expect(page.getByText("As it is stored now")).toBeVisible();
}

/** Saves the first answer of a page as another browser would that has opened the same page. Gives the question's key. */
async function saveAsAnother(page: Page): Promise<string> {
  const key = (await page.locator("section.app-question").first().getAttribute("id")) ?? "";
  await page.evaluate(async (key) => {
    const fields = new FormData(document.querySelector<HTMLFormElement>("main form") ?? undefined);
    fields.set(`${key}.save_id`, "another-browser");
    fields.set(`${key}.evidence`, "Theirs, which came first.");
    await fetch(location.href, { method: "POST", body: new URLSearchParams([...fields] as [string, string][]) });
  }, key);
  return key;
}

/** Writes into the page's first field of this name without an event: no script knows of it. */
async function setUnseen(page: Page, name: string, text: string): Promise<void> {
  const field = page.locator(`section.app-question textarea[name$=".${name}"]`).first();
  await field.evaluate((area, text) => ((area as HTMLTextAreaElement).value = text), text);
}
