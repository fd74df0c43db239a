// What WCAG 2.2 AA forbids and a program can see, on the pages of the board and of an organisation; and that nothing but a
// data table scrolls sideways on a telephone.

import { accounts, type AccountName } from "../accounts";
import { axe, expect, signIn, test } from "../server";

const pages: [account: AccountName, paths: string[]][] = [
  [
    "schoolLead",
    [
      "/account",
      "/account/password",
      "/account/authenticator",
      "/organisations/O-0022",
      "/organisations/O-0022/people",
      "/organisations/O-0022/action-plan",
      "/organisations/O-0022/action-plan/1",
      "/organisations/O-0022/results",
      "/audits/272",
      "/audits/272/check",
      "/audits/119/record",
      "/audits/119/results",
      "/accessibility",
      "/privacy",
    ],
  ],
  [
    "administrator",
    [
      "/rounds",
      "/rounds/new",
      "/rounds/2026-27",
      "/rounds/2026-27/audits",
      "/rounds/2026-27/invite",
      "/rounds/2014/results?form=schools",
      "/rounds/2014/results?form=partners",
      "/rounds/2014/answers",
      "/rounds/2014/results/organisations?form=schools&group=all&standard=3",
      "/organisations",
      "/organisations/new",
      "/organisations/import",
      "/organisations/O-0022",
      "/organisations/O-0022/close",
      "/audits/272",
      "/people",
      "/people/new",
      "/people/5",
      "/people/5/edit",
      "/people/5/end-membership/O-0027",
      "/forms",
      "/forms/schools/2026-27",
    ],
  ],
];

for (const [account, paths] of pages) {
  test(`pages of the ${account} can be used by everyone`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, accounts[account].email, accounts[account].password);
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(path);
      await test.step(`${path} at a desk`, () => axe(page));
      await page.setViewportSize({ width: 320, height: 700 });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} at 320 pixels`).toBe(320);
    }
  });
}
