// Pages at their extremes, for every reader: before anything is there, with the longest names, and with hundreds of
// organisations.

import type { Page } from "@playwright/test";
import { accounts } from "../accounts";
import { codeOf } from "../authenticator";
import { test } from "../own_server";
import { Program } from "../program";
import { fits, readable } from "../readable";
import { expect, signIn } from "../server";
import { answerAll, COLUMNS, day, importFile, letIn, PASSWORD, post, press } from "../steps";

/** Opens each page and looks at it. */
async function look(page: Page, paths: string[], at: typeof readable = readable): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await at(page, path);
  }
}

/** Gives the first code of an authenticator app, on the page that asks for it. Gives the app's key. */
async function setUpApp(page: Page): Promise<string> {
  await page.goto("/account/authenticator");
  const key = await page.locator("code").innerText();
  await page.getByLabel("Six-digit code").fill(codeOf(key));
  await press("Confirm")(page);
  return key;
}

/** Creates a round of the schools form that has begun, and gives its address. */
async function makeRound(page: Page, title: string): Promise<string> {
  const dates = { opens: day(-3), due: day(30), closes: day(60) };
  const asked = Object.entries({ edition: "2026-27", ...dates }).map(([name, value]) => [`schools.${name}`, value]);
  const created = await post(page, "/rounds/new", { title, ...Object.fromEntries(asked) });
  expect(created).toMatch(/\?created=1$/);
  return created.replace(/\?.*/, "");
}

test.describe("before anything is there", () => {
  test.use({
    program: async ({}, use) => {
      const program = await Program.empty();
      await use(program);
      await program.remove();
    },
  });

  test("an empty installation can be set up and used by everyone", async ({ page, program }) => {
    test.setTimeout(180_000);
    await look(page, ["/"]);
    expect(page.url()).toContain("/set-up");
    await press("Set up")(page);
    await readable(page, "set-up refused");
    await page.getByLabel("Set-up token").fill(program.token);
    await page.getByLabel("Name", { exact: true }).fill("Emptyshire Safeguarding Board");
    await page.getByLabel("Short name").fill("ESB");
    await page.getByLabel("E-mail address for help").fill("help@emptyshire.example");
    await page.getByLabel("Your name").fill("Ada First");
    await page.getByLabel("Your e-mail address").fill("first@emptyshire.example");
    await page.getByLabel("New password", { exact: true }).fill(PASSWORD);
    await page.getByLabel("The new password again").fill(PASSWORD);
    await press("Set up")(page);

    await signIn(page, "first@emptyshire.example", PASSWORD);
    await readable(page, "an authenticator app is asked for");
    const key = await setUpApp(page);
    await look(page, ["/rounds", "/organisations", "/people", "/forms"]);
    await page.goto("/rounds");
    const steps = page.getByRole("main").getByRole("listitem");
    await expect(steps).toHaveText([/^Import the organisations/, /^Add a lead/, /^Create a round/, /^Invite organisations/]);

    const round = await makeRound(page, "First round");
    await look(page, [round, `${round}/audits`, `${round}/invite`, `${round}/results?form=schools`, `${round}/answers`]);
    await look(page, [`${round}/results/organisations?form=schools&group=all&standard=1`]);
    const details = { name: "First School", sector: "education", sub_sector: "primary", basis: "statutory" };
    const organisation = (await post(page, "/organisations/new", details)).replace(/\?.*/, "");
    await look(page, [organisation, `${organisation}/action-plan`, `${organisation}/results`, `${organisation}/people`]);

    const other = { name: "Bea Second", email: "second@emptyshire.example", role: "administrator" };
    await page.goto(await post(page, "/people/new", other));
    await readable(page, "a link to set a password");
    const theirs = await letIn(page, other.email, async (asked) => {
      await readable(asked, "set password");
      await press("Set password")(asked);
      await readable(asked, "set password refused");
    });
    await setUpApp(theirs);
    await theirs.context().close();
    await look(page, ["/people/2/remove-authenticator"]);

    await press("Sign out")(page);
    await signInWithPassword(page, "first@emptyshire.example");
    await readable(page, "a code is asked for");
    await press("Continue")(page);
    await readable(page, "a code is refused");
    // The code of the present step may have been used to set the app up; the next one is taken already.
    await page.getByLabel("Six-digit code").fill(codeOf(key, 1));
    await press("Continue")(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Audit rounds");
  });
});

/** The first step of signing in, for somebody who has an authenticator app. */
async function signInWithPassword(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await press("Sign in")(page);
}

/** Texts of a given length, and what is asked of the pages that show them. One long word changes nothing but the width. */
const longest: [what: string, long: (length: number) => string, at: typeof readable][] = [
  ["words", (length) => "Saint Bartholomew’s and the Holy Innocents ".repeat(8).slice(0, length - 1) + "X", readable],
  ["one word", (length) => "W".repeat(length), fits],
];

for (const [what, long, at] of longest) {
  test(`names of the longest length fit on every page: ${what}`, async ({ page }) => {
    test.setTimeout(180_000);
    const { email, password } = accounts.administrator;
    await signIn(page, email, password);
    const names = { name: long(160), group: long(160) };
    const details = { ...names, sector: "education", sub_sector: "primary", basis: "statutory" };
    const organisation = (await post(page, "/organisations/new", details)).replace(/\?.*/, "");
    const reference = organisation.replace("/organisations/", "");
    const lead = { name: long(100), email: `${"w".repeat(200)}@long.example`, role: "lead", organisation: reference };
    await page.goto(await post(page, "/people/new", lead));
    const person = new URL(page.url()).pathname;
    await at(page, "a person and a link");
    const theirs = await letIn(page, lead.email, (asked) => at(asked, "set password"));

    const round = await makeRound(page, long(40).replace("’", "-"));
    await post(page, `${round}/invite`, { whom: "one", organisation: reference });
    await post(page, `${round}/open`, {});
    await theirs.goto(organisation);
    const link = theirs.getByRole("link", { name: /^Audit round/ });
    const audit = (await link.getAttribute("href")) ?? "";
    await look(theirs, [audit, "/account"], at);
    await answerAll(theirs, audit, long(200));
    await look(theirs, [`${audit}/standards/1`, `${audit}/check`], at);
    await theirs.getByLabel("Your name").fill(long(101));
    await press("Submit the audit")(theirs);
    await at(theirs, "a declaration that is refused");
    await theirs.getByLabel("Your name").fill(long(100));
    await theirs.getByLabel("Your role").fill(long(100));
    await theirs.getByLabel(/true to the best of my knowledge/).check();
    await press("Submit the audit")(theirs);
    await at(theirs, "a submitted audit");
    const plan = `${organisation}/action-plan`;
    await look(theirs, [organisation, `${audit}/record`, `${audit}/results`, plan, `${plan}/1`, `${organisation}/people`], at);
    await theirs.context().close();

    await look(page, ["/rounds", round, `${round}/audits`, `${round}/results?form=schools`, "/organisations", "/people"], at);
    await look(page, [`${round}/results/organisations?form=schools&group=all&question=S1.1`, `${plan}/1`], at);
    await look(page, [organisation, `${organisation}/edit`, person, `${person}/edit`, `${person}/stop`], at);
    await look(page, [`${person}/end-membership/${reference}`, `/organisations?q=${encodeURIComponent(long(160))}`], at);
    await page.goto("/organisations/import");
    await importFile(`${COLUMNS}\n"${names.name}",education,primary,"${names.group}",statutory\n`, true)(page);
    await at(page, "a file with a name that is there");
    await post(page, `${organisation}/close`, { then: "close" });
    await look(page, [organisation, `${organisation}/close`], at);
  });
}

test("five hundred organisations can be imported, invited and found by everyone", async ({ page }) => {
  test.setTimeout(180_000);
  const { email, password } = accounts.administrator;
  await signIn(page, email, password);
  await page.goto("/organisations/import");
  const rows = Array.from({ length: 500 }, (_, n) => `Imported School ${n + 1},education,primary,,statutory`);
  await importFile([COLUMNS, ...rows, ""].join("\n"))(page);
  await expect(page.locator(".govuk-notification-banner")).toContainText("500 organisations were imported.");
  await readable(page, "imported");
  await look(page, ["/organisations?q=Imported&page=3", "/rounds/2026-27/invite"]);
  await page.goto(await post(page, "/rounds/2026-27/invite", { whom: "all" }));
  await readable(page, "invited");
  await page.goto("/rounds/2026-27/audits?form=schools&sector=education&state=invited");
  await expect(page.getByRole("rowheader", { name: /^Imported School/ })).toHaveCount(500);
  await readable(page, "audits of hundreds");
  await look(page, ["/rounds/2026-27/results?form=schools&include=in-progress"]);
});
