// A picture of every page in the table, as wide as a desk's screen and as narrow as a telephone's.

import { join } from "node:path";
import { accounts, type AccountName } from "../accounts";
import { signIn, test } from "../server";

/** The picture's name, who looks at the page (no one signed in: null), and its path. */
const pages: [name: string, account: AccountName | null, path: string][] = [
  ["sign-in", null, "/sign-in"],
];

const widths = [1280, 320];

const directory = process.env.S11_PICTURES ?? join(__dirname, "../../target/screenshots");

for (const [name, account, path] of pages) {
  test(`${name} (${path})`, async ({ page }) => {
    if (account) await signIn(page, accounts[account].email, accounts[account].password);
    await page.goto(path);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(directory, `${name}-${width}.png`), fullPage: true });
    }
  });
}
