// A picture of every page in its main states, as wide as a desk's screen and as narrow as a telephone's.

import { join } from "node:path";
import { accounts, type AccountName } from "../accounts";
import { signIn, test } from "../server";

/** The picture's name, who looks at the page (no one signed in: null), and its path. */
const pages: [name: string, account: AccountName | null, path: string][] = [
  ["sign-in", null, "/sign-in"],
  ["set-password-used", null, `/set-password/${"0".repeat(64)}`],
  ["accessibility", null, "/accessibility"],
  ["privacy", null, "/privacy"],
  ["account", "schoolLead", "/account"],
  ["account-password", "schoolLead", "/account/password"],
  ["authenticator", "schoolLead", "/account/authenticator"],
  ["organisation", "schoolLead", "/organisations/O-0022"],
  ["organisation-people", "schoolLead", "/organisations/O-0022/people"],
  ["task-list", "schoolLead", "/audits/272"],
  ["task-list-submitted", "schoolLead", "/audits/119"],
  ["standard", "schoolLead", "/audits/272/standards/3"],
  ["standard-empty", "schoolLead", "/audits/272/standards/5"],
  ["standard-closed", "schoolLead", "/audits/119/standards/3"],
  ["check", "schoolLead", "/audits/272/check"],
  ["record", "schoolLead", "/audits/119/record"],
  ["own-results", "schoolLead", "/audits/119/results"],
  ["action-plan", "schoolLead", "/organisations/O-0022/action-plan"],
  ["action", "schoolLead", "/organisations/O-0022/action-plan/1"],
  ["not-found", "schoolLead", "/audits/999999"],
  ["not-allowed", "schoolLead", "/rounds"],
  ["rounds", "administrator", "/rounds"],
  ["round-new", "administrator", "/rounds/new"],
  ["round", "administrator", "/rounds/2026-27"],
  ["round-audits", "administrator", "/rounds/2026-27/audits?state=invited"],
  ["round-invite", "administrator", "/rounds/2026-27/invite"],
  ["results-schools", "reviewer", "/rounds/2014/results?form=schools"],
  ["results-partners", "reviewer", "/rounds/2014/results?form=partners"],
  ["results-in-progress", "reviewer", "/rounds/2026-27/results?form=schools&include=in-progress"],
  ["results-behind", "reviewer", "/rounds/2014/results/organisations?form=schools&group=all&question=S3.3"],
  ["round-answers", "reviewer", "/rounds/2014/answers"],
  ["organisations", "administrator", "/organisations"],
  ["organisations-none", "administrator", "/organisations?q=nothing+has+this+name"],
  ["organisations-import", "administrator", "/organisations/import"],
  ["organisation-board", "administrator", "/organisations/O-0022"],
  ["organisation-new", "administrator", "/organisations/new"],
  ["organisation-edit", "administrator", "/organisations/O-0022/edit"],
  ["organisation-close", "administrator", "/organisations/O-0022/close"],
  ["people", "administrator", "/people"],
  ["person-new", "administrator", "/people/new"],
  ["person", "administrator", "/people/5"],
  ["person-edit", "administrator", "/people/5/edit"],
  ["person-end-membership", "administrator", "/people/5/end-membership/O-0027"],
  ["task-list-board", "administrator", "/audits/272"],
  ["forms", "administrator", "/forms"],
  ["form-edition", "administrator", "/forms/schools/2026-27"],
];

/** The same after its form was sent as it stands: the errors it shows, or what it did. */
const refused: [name: string, account: AccountName | null, path: string, button: string][] = [
  ["sign-in-refused", null, "/sign-in", "Sign in"],
  ["round-new-refused", "administrator", "/rounds/new", "Create the round"],
  ["organisation-new-refused", "administrator", "/organisations/new", "Add the organisation"],
  ["round-answers-made", "administrator", "/rounds/2014/answers", "Make the file"],
  ["person-new-refused", "administrator", "/people/new", "Add the person"],
];

const widths = [1280, 320];

const directory = process.env.S11_PICTURES ?? join(__dirname, "../../target/screenshots");

for (const [name, account, path, button] of [...pages.map((page) => [...page, ""] as const), ...refused]) {
  test(`${name} (${path})`, async ({ page }) => {
    if (account) await signIn(page, accounts[account].email, accounts[account].password);
    await page.goto(path);
    if (button) await page.getByRole("button", { name: button, exact: true }).click();
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(directory, `${name}-${width}.png`), fullPage: true });
    }
  });
}
