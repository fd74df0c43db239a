// A button that is pressed twice on a line on which the answer takes its time, and an answer that is reloaded: the form is
// carried out once, and the page says what was done. A form that is on its way says so.

import type { Page } from "@playwright/test";
import { accounts } from "../accounts";
import { COLUMNS, importFile } from "../steps";
import { expect, signIn, test } from "../server";

const IMPORT = "/organisations/import";

/** Lets everything take 60 milliseconds each way. */
async function farAway(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const speed = 1024 * 1024;
  const line = { offline: false, latency: 120, downloadThroughput: speed, uploadThroughput: speed };
  await devtools.send("Network.emulateNetworkConditions", line);
}

/** The paths of the forms that a page posts from now on. */
function posts(page: Page): string[] {
  const posted: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST") posted.push(new URL(request.url()).pathname);
  });
  return posted;
}

async function chooseFile(page: Page, names: string[]): Promise<void> {
  await signIn(page, accounts.administrator.email, accounts.administrator.password);
  await page.goto(IMPORT);
  const rows = names.map((name) => `${name},housing,,,\n`).join("");
  const file = { name: "organisations.csv", mimeType: "text/csv", buffer: Buffer.from(`${COLUMNS}\n${rows}`) };
  await page.locator("#file").setInputFiles(file);
}

for (const scripts of [true, false]) {
  test.describe(scripts ? "with scripts" : "with scripts off", () => {
    test.use({ javaScriptEnabled: scripts });
    const names = ["Quay House", "Tern House"].map((name) => `${name} ${scripts ? "With" : "Without"}`);

    test("two clicks on “Import the file” import it once, and the page says so", async ({ page }) => {
      await chooseFile(page, names);
      await farAway(page);
      const posted = posts(page);
      const importing = page.getByRole("button", { name: "Import the file" });
      await importing.scrollIntoViewIfNeeded();
      const button = await importing.boundingBox();
      if (!button) throw new Error("there is no button");
      // The second is pressed a tenth of a second after the first.
      await page.mouse.click(button.x + button.width / 2, button.y + button.height / 2, { clickCount: 2, delay: 50 });
      await expect(page.getByText("2 organisations were imported.")).toBeVisible();
      expect(posted).toEqual([IMPORT, IMPORT]);
      await page.reload();
      await expect(page.getByText("2 organisations were imported.")).toHaveCount(0);
      for (const name of names) {
        await page.goto(`/organisations?q=${encodeURIComponent(name)}`);
        await expect(page.getByRole("link", { name, exact: true })).toHaveCount(1);
      }
    });

    test("a refusal that is reloaded is the same refusal", async ({ page }) => {
      await chooseFile(page, []);
      const posted = posts(page);
      await importFile(`${COLUMNS}\n,housing,,,\n`)(page);
      await expect(page.getByText("There is a problem")).toBeVisible();
      await page.reload();
      await expect(page.getByText("There is a problem")).toBeVisible();
      expect(posted).toEqual([IMPORT, IMPORT]);
    });
  });
}

test("a form that is on its way says so until it is stopped, and holds nobody up", async ({ page }) => {
  await chooseFile(page, ["Kittiwake House"]);
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route(`**${IMPORT}`, async (route) => {
    await held;
    await route.continue();
  });
  // A page that is about to be left is not looked at from outside: it tells what it shows.
  const shown: string[] = [];
  page.on("console", (message) => shown.push(message.text()));
  await page.evaluate(() => {
    const tell = () => {
      const status = document.querySelector("[role=status].app-working");
      console.info(`${status?.previousElementSibling?.getAttribute("aria-disabled")}: ${status?.textContent}`);
    };
    tell();
    new MutationObserver(tell).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  expect(shown).toEqual(["undefined: undefined"]);
  await page.getByRole("button", { name: "Import the file" }).click({ noWaitAfter: true });
  await expect.poll(() => shown.slice(1)).toEqual(["true: ", "true: Working…"]);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Page.stopLoading");
  await expect.poll(() => shown.at(-1)).toBe("undefined: undefined");
  await page.getByRole("button", { name: "Import the file" }).click({ noWaitAfter: true });
  await expect.poll(() => shown.at(-1)).toBe("true: Working…");
  letGo();
  await expect(page.getByText("1 organisation was imported.")).toBeVisible();
});
