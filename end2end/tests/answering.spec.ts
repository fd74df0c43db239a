// Answering, where scripts run and where they do not: what only a browser can see of the save contract.

import { accounts } from "../accounts";
import { live, openAudit, question, second } from "../answering";
import { axe, expect, signIn, test } from "../server";

test("an answer saves as it is typed, and is there after the page is opened again", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await axe(page);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.1");
  await axe(page);

  const first = question(page, "S5.1");
  await first.getByLabel("Fully in place").check();
  await first.getByLabel("Evidence", { exact: true }).fill("Threshold document in the staff handbook, page 4.");
  await expect(first.getByRole("status")).toHaveText(/^Saved \d\d:\d\d$/);

  await page.reload();
  await expect(first.getByLabel("Fully in place")).toBeChecked();
  await expect(first.getByLabel("Evidence", { exact: true })).toHaveValue(/handbook, page 4/);
});

test("a save says what is still needed and what may identify a child, and counts along", async ({ page }) => {
  test.setTimeout(90_000);
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/6`);
  await live(page, "S6.3");
  const before = Number(/^(\d+) of/.exec(await page.locator("#answered").innerText())?.[1]);

  const asked = question(page, "S6.3");
  await asked.getByLabel("Making progress to achieving target", { exact: false }).first().check();
  await asked.getByLabel("What will be done", { exact: true }).fill("Ask the pupil council");
  await asked.getByLabel("By when").fill("soon");
  await asked.getByLabel("Evidence", { exact: true }).fill("Minutes about 943 476 5919.");
  await expect(asked.getByRole("status")).toHaveText(
    /^Saved \d\d:\d\d\. Still needed: who will do it, a date that can be read \(for example 26 March 2027\)\.$/,
  );
  await expect(asked.locator(".govuk-warning-text")).toContainText("This looks like an NHS number: 943 476 5919.");
  await expect(page.locator("#answered")).toHaveText(new RegExp(`^${before + 1} of \\d+ answered$`));
  await expect(page.locator("#last-saved")).toHaveText(/^Last saved \d+ \w+ \d{4} at \d\d:\d\d by \w+/);
  await axe(page);

  await asked.getByLabel("Evidence", { exact: true }).fill("Minutes.");
  await expect(asked.locator(".govuk-warning-text")).toHaveCount(0);

  // A text that the present score does not ask for is kept, and a warning about it leads to it.
  await asked.getByLabel("What will be done", { exact: true }).fill("Case number 48213: ask the pupil council");
  await asked.getByLabel("Fully in place").check();
  await expect(asked.getByLabel("What will be done", { exact: true })).toBeHidden();
  await asked.locator(".govuk-warning-text").getByRole("link", { name: "What will be done" }).click();
  await expect(asked.getByLabel("What will be done", { exact: true })).toBeVisible();
  await asked.getByLabel("What will be done", { exact: true }).fill("Ask the pupil council");
  await expect(asked.locator(".govuk-warning-text")).toHaveCount(0);
  await expect(asked.getByRole("status")).toHaveText(/^Saved/);
});

test.describe("when the evidence is too long", () => {
  test.use({ expectedErrors: /status of 422/ });

  test("what is left is counted near the limit, and said after a pause", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/6`);
    await live(page, "S6.4");
    const asked = question(page, "S6.4");
    const evidence = asked.getByLabel("Evidence", { exact: true });
    const count = asked.locator('[id="S6.4.evidence-info"]');
    await expect(count).toHaveText("You can enter up to 10,000 characters");
    await evidence.fill(`${"é".repeat(9_700)}${"\n".repeat(100)}`);
    await expect(count).toHaveText("You have 200 characters remaining");
    await evidence.fill("x".repeat(10_001));
    await expect(count).toHaveText("You have 1 character too many");
    await expect(asked.locator(".govuk-visually-hidden[aria-live]")).toHaveText("You have 1 character too many");
    await expect(asked.getByRole("status")).toHaveText(/^Not saved\. Evidence must be 10,?000 characters or fewer/);
    await evidence.fill("Minutes.");
    await expect(count).toHaveText("You can enter up to 10,000 characters");
    await expect(asked.getByRole("status")).toHaveText(/^Saved/);
  });

  test("what a refused page said goes question by question as each is put right", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/6`);
    const keys = ["S6.1", "S6.10"];
    const evidence = (key: string) => question(page, key).getByLabel("Evidence", { exact: true });
    for (const key of keys) {
      await live(page, key);
      await evidence(key).fill("x".repeat(10_001));
    }
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const summary = page.locator(".govuk-error-summary");
    await expect(summary.getByRole("listitem")).toHaveCount(2);
    await live(page, "S6.1");
    const marked = page.locator("section [class*='--error'], section [id$='-error']");
    const before = await marked.count();
    await evidence("S6.1").fill("Minutes.");
    await expect(question(page, "S6.1").getByRole("status")).toHaveText(/^Saved/);
    await expect(summary.getByRole("listitem")).toHaveText(/^S6\.10: /);
    await expect(marked).toHaveCount(before / 2);
    await axe(page);
    await evidence("S6.10").fill("Minutes.");
    await expect(question(page, "S6.10").getByRole("status")).toHaveText(/^Saved/);
    await expect(summary).toHaveCount(0);
    await expect(marked).toHaveCount(0);
  });
});

test("an action with something typed in it is not left without asking, and is saved without asking", async ({ page }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
  await page.goto("/organisations/O-0022/action-plan/1");
  await expect(page.locator("main [data-ready=true]")).toBeAttached();
  await page.getByLabel("Progress").fill("Begun, and not saved.");
  await page.getByRole("link", { name: "Cancel" }).click();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await expect(page.getByLabel("Progress")).toHaveValue("Begun, and not saved.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").filter({ hasText: "A-001 is saved" })).toBeVisible();
  expect(asked, "questions on leaving the page").toHaveLength(1);
});

test.describe("when the session has ended", () => {
  test.use({ javaScriptEnabled: false, expectedErrors: /status of 401/ });

  test("what was typed is kept on the page that asks to sign in, and is then saved", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/7`);
    const evidence = 'Two lines,\n"quoted" & <b>kept</b>.';
    const asked = page.locator("section.app-question").last();
    await asked.getByLabel("Evidence", { exact: true }).fill(evidence);
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Your session has ended" })).toBeVisible();
    await page.getByLabel("E-mail address").fill(accounts.schoolLead.email);
    await page.getByLabel("Password", { exact: true }).fill(accounts.schoolLead.password);
    await page.getByRole("button", { name: "Sign in and save" }).click();
    await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
    await expect(asked.getByLabel("Evidence", { exact: true })).toHaveValue(evidence);
  });
});

test("a 2 asks what will be done about it, with no script needed to show it", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/6`);
  const asked = question(page, "S6.2");
  await expect(asked.getByLabel("Who (a role, not a name)")).toBeHidden();
  await asked.getByLabel("Making progress to achieving target", { exact: false }).first().check();
  await expect(asked.getByLabel("Who (a role, not a name)")).toBeVisible();
});

test("Save may be pressed while the answer is still being typed", async ({ page }) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/6`);
  await live(page, "S6.9");
  await question(page, "S6.9").getByLabel("Evidence", { exact: true }).fill("Typed, and saved at once.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").first()).toContainText("Your answers are saved");
  await expect(question(page, "S6.9").getByLabel("Evidence", { exact: true })).toHaveValue("Typed, and saved at once.");
  expect(asked, "questions on leaving the page").toEqual([]);
});

test.describe("when a save gets no answer", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("the page says so, keeps the text, and saves it when the server is back", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.8");
    const asked = question(page, "S5.8");
    await page.route("**/api/save-answer", (route) => route.abort());
    await asked.getByLabel("Evidence", { exact: true }).fill("Typed while the line was down.");
    await expect(asked.getByRole("status")).toHaveText(/Not saved, retrying/);
    await page.unroute("**/api/save-answer");
    await expect(asked.getByRole("status")).toHaveText(/^Saved/, { timeout: 15_000 });
    await page.reload();
    await expect(asked.getByLabel("Evidence", { exact: true })).toHaveValue("Typed while the line was down.");
  });
});

test.describe("when the line is down and Save is pressed", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("the page stays with its text, and saves it when the line is back", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.9");
    const asked = question(page, "S5.9");
    await context.setOffline(true);
    await asked.getByLabel("Evidence", { exact: true }).fill("Typed without a line.");
    await page.getByRole("button", { name: "Save and return to task list" }).click();
    await expect(asked.getByRole("status")).toHaveText(/Not saved, retrying/);
    await expect(asked.getByLabel("Evidence", { exact: true })).toHaveValue("Typed without a line.");
    await context.setOffline(false);
    await expect(asked.getByRole("status")).toHaveText(/^Saved/, { timeout: 15_000 });
    await page.reload();
    await expect(asked.getByLabel("Evidence", { exact: true })).toHaveValue("Typed without a line.");
  });

  test("a server that does not answer, with nothing known of it yet, leads to no error page", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    const answers = async (path: string, field: ReturnType<typeof page.getByLabel>, words: RegExp) => {
      await context.route("**/*", (route) => route.abort("connectionrefused"));
      await field.fill("Typed, and sent at once.");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByText(words)).toBeVisible();
      await expect(field).toHaveValue("Typed, and sent at once.");
      await context.unroute("**/*");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.locator(".govuk-notification-banner")).toContainText("saved");
      await page.goto(path);
      await expect(field).toHaveValue("Typed, and sent at once.");
    };
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.7");
    const evidence = question(page, "S5.7").getByLabel("Evidence", { exact: true });
    await answers(`${audit}/standards/5`, evidence, /^Not saved, retrying/);
    const action = "/organisations/O-0022/action-plan/1";
    await page.goto(action);
    await expect(page.locator("[data-ready]").last()).toBeAttached();
    await answers(action, page.getByLabel("Progress"), /^No connection: not saved/);
  });

  test("a page that was held back goes on asking before it is left", async ({ page, context }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.6");
    await live(page, "S5.5");
    const [first, second] = [question(page, "S5.6"), question(page, "S5.5")];
    await context.setOffline(true);
    await first.getByLabel("Evidence", { exact: true }).fill("Held back.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(first.getByRole("status")).toHaveText(/Not saved, retrying/);
    await context.setOffline(false);
    await expect(first.getByRole("status")).toHaveText(/^Saved/, { timeout: 15_000 });
    await context.setOffline(true);
    await second.getByLabel("Evidence", { exact: true }).fill("Typed after it.");
    await expect(second.getByRole("status")).toHaveText(/Not saved, retrying/);
    await page.getByRole("link", { name: "Task list", exact: true }).click();
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await context.setOffline(false);
    await expect(second.getByRole("status")).toHaveText(/^Saved/, { timeout: 15_000 });
  });
});

test("a text that no request could hold is said to be too long, and what it is shortened to is saved", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.8");
  const asked = question(page, "S5.8");
  await asked.getByLabel("Evidence", { exact: true }).fill("x".repeat(2_200_000));
  await expect(asked.getByRole("status")).toHaveText(
    "Not saved. Evidence has 2,200,000 characters: far too many to be sent. Shorten it.",
  );
  await asked.getByLabel("Evidence", { exact: true }).fill("Shortened.");
  await expect(asked.getByRole("status")).toHaveText(/^Saved/);
});

test("what was typed before the scripts came is saved too", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  let come = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${audit}/standards/5`, { waitUntil: "domcontentloaded" });
  const asked = question(page, "S5.10");
  await asked.getByLabel("Evidence", { exact: true }).fill("Typed on a slow line.");
  come();
  await expect(asked.getByRole("status")).toHaveText(/^Saved/, { timeout: 15_000 });
  await page.reload();
  await expect(asked.getByLabel("Evidence", { exact: true })).toHaveValue("Typed on a slow line.");
});

test.describe("when two people change one answer", () => {
  test.use({ expectedErrors: /status of 409/ });

  test("the second sees both texts and chooses", async ({ page, browser, baseURL }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    const other = await second(browser, baseURL ?? "", accounts.contributor);
    await page.goto(`${audit}/standards/6`);
    await other.goto(`${audit}/standards/6`);
    await live(page, "S6.5");
    await live(other, "S6.5");

    const theirs = question(other, "S6.5");
    await theirs.getByLabel("Fully in place").check();
    await theirs.getByLabel("Evidence", { exact: true }).fill("Theirs, saved first.");
    await expect(theirs.getByRole("status")).toHaveText(/^Saved/);

    const mine = question(page, "S6.5");
    await mine.getByLabel("Evidence", { exact: true }).fill("Mine, typed at the same time.");
    await expect(mine.getByRole("alert")).toContainText("Theirs, saved first.");
    await expect(mine.getByLabel("Evidence", { exact: true })).toHaveValue("Mine, typed at the same time.");
    // The score was not in conflict: the other's stands, and stays.
    await expect(mine.getByLabel("Fully in place")).toBeChecked();
    await axe(page);

    await mine.getByRole("button", { name: "Keep yours" }).press("Enter");
    // The button is gone: the keyboard goes on in the same question.
    await expect(mine.locator("input[type=radio]:focus")).toHaveCount(1);
    await expect(mine.getByRole("status")).toHaveText(/^Saved/);
    await other.reload();
    await expect(theirs.getByLabel("Evidence", { exact: true })).toHaveValue("Mine, typed at the same time.");
    await expect(theirs.getByLabel("Fully in place")).toBeChecked();
    await other.context().close();
  });
});

test.describe("when a conflict is sent with the whole page", () => {
  test.use({ expectedErrors: /status of 409/ });

  test("one box tells of it, and goes when it is settled", async ({ page, browser, baseURL }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    const other = await second(browser, baseURL ?? "", accounts.contributor);
    await page.goto(`${audit}/standards/6`);
    await other.goto(`${audit}/standards/6`);
    await live(page, "S6.8");
    await live(other, "S6.8");
    await question(other, "S6.8").getByLabel("Evidence", { exact: true }).fill("Theirs.");
    await expect(question(other, "S6.8").getByRole("status")).toHaveText(/^Saved/);

    const mine = question(page, "S6.8");
    const evidence = mine.getByLabel("Evidence", { exact: true });
    await evidence.fill("Mine.");
    await expect(mine.getByRole("alert")).toContainText("Theirs.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator(".govuk-error-summary")).toContainText("S6.8: Changed by");
    await live(page, "S6.8");
    await evidence.fill("Mine, and more.");
    await expect(mine.getByRole("alert")).toContainText("Theirs.");
    await expect(mine.locator(".app-conflict")).toHaveCount(1);
    await expect(page.locator(".govuk-error-summary")).toHaveCount(0);
    await mine.getByRole("button", { name: "Keep yours" }).click();
    await expect(mine.getByRole("status")).toHaveText(/^Saved/);
    await expect(mine.locator(".app-conflict")).toHaveCount(0);
    await other.context().close();
  });

  test("what a refused page put into the fields is no text of its reader's", async ({ page, browser, baseURL }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    const other = await second(browser, baseURL ?? "", accounts.contributor);
    for (const one of [page, other]) {
      await one.goto(`${audit}/standards/6`);
      await live(one, "S6.7");
    }
    const [mine, theirs] = [question(page, "S6.7"), question(other, "S6.7")];
    const [shown, written] = [mine, theirs].map((one) => one.getByLabel("Evidence", { exact: true }));
    await written?.fill("Their first.");
    await expect(theirs.getByRole("status")).toHaveText(/^Saved/);
    await mine.getByLabel("Who (a role, not a name)").evaluate((field: HTMLInputElement) => (field.value = "Mine."));
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator(".govuk-error-summary")).toContainText("S6.7: Changed by");
    await live(page, "S6.7");
    await expect(shown ?? mine).toHaveValue("Their first.");

    await written?.fill("Their second.");
    await expect(theirs.getByRole("status")).toHaveText(/^Saved/);
    await mine.getByLabel("Fully in place").check();
    await expect(mine.getByRole("alert")).toContainText("Their second.");
    await expect(shown ?? mine).toHaveValue("Their second.");
    // The stored answer changes once more before theirs is chosen: it is not said to be saved.
    await written?.fill("Their third.");
    await expect(theirs.getByRole("status")).toHaveText(/^Saved/);
    await mine.getByRole("button", { name: "Keep theirs" }).click();
    await expect(mine.getByRole("alert")).toContainText("Their third.");
    await mine.getByRole("button", { name: "Keep theirs" }).click();
    await expect(mine.getByRole("status")).toHaveText(/^Saved .* by /);
    await expect(shown ?? mine).toHaveValue("Their third.");
    await other.context().close();
  });
});
