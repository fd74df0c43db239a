// Every page in every state, for every reader: what WCAG 2.2 AA forbids and a program can see, and that nothing but a data
// table scrolls sideways on a phone or a magnified screen.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accounts, type AccountName } from "../accounts";
import { test } from "../own_server";
import { readable } from "../readable";
import { expect, signIn } from "../server";
import { refusals, type State, states } from "../states";

/** So many states to a test: one browser page looks at one after another. */
const TO_A_TEST = 14;

for (const [account, all] of Object.entries(states) as [AccountName | "nobody", State[]][]) {
  for (let first = 0; first < all.length; first += TO_A_TEST) {
    const some = all.slice(first, first + TO_A_TEST);

    test.describe(`the pages of ${account} from ${some[0]?.name} on`, () => {
      test.use({ expectedErrors: refusals(some) });

      test("can be used by everyone", async ({ page }) => {
        test.setTimeout(180_000);
        if (account !== "nobody") await signIn(page, accounts[account].email, accounts[account].password);
        const cookies = await page.context().cookies();
        const statuses: number[] = [];
        page.on("response", (response) => {
          if (response.status() >= 400 && !response.request().isNavigationRequest()) statuses.push(response.status());
        });
        for (const { name, path, then, refused } of some) {
          // In one of the states the session has ended.
          await page.context().addCookies(cookies);
          await page.goto(path);
          statuses.length = 0;
          await then?.(page);
          await readable(page, name);
          expect.soft(statuses.filter((status) => status !== refused), `what scripts are refused on ${name}`).toEqual([]);
        }
      });
    });
  }
}

test("every page of the map is among them", () => {
  const map = readFileSync(join(__dirname, "../../src/http/routes.rs"), "utf8");
  const pages = [...map.matchAll(/^ +page\("([^"]+)"/gm)].map(([, path = ""]) => path);
  expect(pages.length).toBeGreaterThan(40);
  const looked = Object.values(states).flatMap((some) => some.map(({ path }) => path.replace(/\?.*/, "")));
  const missing = pages.filter((page) => {
    const pattern = new RegExp(`^${page.replace(/\{[a-z]+\}/g, "[^/]+")}$`);
    return !looked.some((path) => pattern.test(path));
  });
  // Looked at in extremes.spec: the sample is set up already, and nobody in it has an authenticator app.
  expect(missing.sort()).toEqual(["/people/{person}/remove-authenticator", "/set-up", "/sign-in/code"]);
});
