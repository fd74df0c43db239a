// A picture of every page in its main states, as wide as a desk's screen and as narrow as a phone's.

import { join } from "node:path";
import { accounts, type AccountName } from "../accounts";
import { test } from "../own_server";
import { signIn } from "../server";
import { refusals, type State, states } from "../states";

const widths = [1280, 375];

const directory = process.env.S11_PICTURES ?? join(__dirname, "../../target/screenshots");

for (const [account, all] of Object.entries(states) as [AccountName | "nobody", State[]][]) {
  for (const state of all) {
    const { name, path, then } = state;

    test.describe(name, () => {
      test.use({ expectedErrors: refusals([state]) });

      test(path, async ({ page }) => {
        if (account !== "nobody") await signIn(page, accounts[account].email, accounts[account].password);
        await page.goto(path);
        await then?.(page);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await page.screenshot({ path: join(directory, `${name}-${width}.png`), fullPage: true });
        }
      });
    });
  }
}
