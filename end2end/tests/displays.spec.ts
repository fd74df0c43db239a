// The pages in a reader's own colours, without movement, on paper, and read out.

import type { Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, question } from "../answering";
import { test } from "../own_server";
import { expect, signIn } from "../server";

/** The pages of the board with the most to see. */
const RESULTS = "/rounds/2014/results?form=schools";
const ROUND = "/rounds/2026-27";

/** Signs the board's administrator in. */
async function asBoard(page: Page): Promise<void> {
  await signIn(page, accounts.administrator.email, accounts.administrator.password);
}

/** Signs the lead of a school in. */
async function asLead(page: Page): Promise<void> {
  await signIn(page, accounts.schoolLead.email, accounts.schoolLead.password);
}

test.describe("in forced colours", () => {
  test.use({ contextOptions: { forcedColors: "active" } });

  test("buttons and fields have borders, and drawings keep colours that can be told apart", async ({ page }) => {
    await asBoard(page);
    for (const path of ["/people/new", "/organisations", "/organisations/O-0022/action-plan", RESULTS]) {
      await page.goto(path);
      expect(await withoutBorder(page), path).toEqual([]);
    }
    for (const path of [ROUND, RESULTS]) {
      await page.goto(path);
      expect(await alike(page), path).toEqual([]);
    }
    expect(await page.locator(".app-chart rect:visible").count()).toBeGreaterThan(50);
    await expect(page.locator(".app-legend__swatch.app-chart__3").first()).toHaveCSS("background-color", "rgb(18, 67, 109)");
    await expect(page.locator("td.app-heat__5").first()).toHaveCSS("border-top-width", "1px");
  });
});

/** The buttons and fields around which nothing is drawn. */
function withoutBorder(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const background = getComputedStyle(document.body).backgroundColor;
    const all = [...document.querySelectorAll(".govuk-button, .govuk-input, .govuk-select, .govuk-textarea")];
    if (all.length === 0) return ["nothing to look at"];
    const bare = all.filter((one) => {
      const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(one);
      return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1 || borderTopColor === background;
    });
    return bare.map((one) => one.outerHTML.slice(0, 120));
  });
}

/** The parts of drawings that have one colour with another part, or with what is behind them. */
function alike(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const drawings = [...document.querySelectorAll("svg.app-chart")].filter((drawing) => drawing.checkVisibility());
    if (drawings.length === 0) return ["nothing to look at"];
    for (const drawing of drawings) {
      const behind = getComputedStyle(drawing).backgroundColor;
      const colours = new Map<string, string>([[behind, "the paper"]]);
      for (const part of drawing.querySelectorAll("rect, polyline, line.app-chart__due")) {
        const { fill, stroke } = getComputedStyle(part);
        const colour = part.matches("rect") ? fill : stroke;
        const kind = part.getAttribute("class") ?? "";
        if ((colours.get(colour) ?? kind) !== kind) found.push(`${kind} is as ${colours.get(colour)}: ${colour}`);
        colours.set(colour, kind);
      }
      for (const words of drawing.querySelectorAll("text")) {
        if (getComputedStyle(words).fill === behind && !words.matches(".app-chart__on-dark")) found.push("words on nothing");
      }
    }
    return found;
  });
}

test("nothing moves for whom movement disturbs, whatever the style sheet lets move", async ({ page }) => {
  await page.route("**/*.css", async (route) => {
    const response = await route.fetch();
    const moving = "@keyframes s{to{opacity:.9}} a,button,main::before{transition:all 2s;animation:s 2s infinite;content:''}";
    await route.fulfill({ response, body: moving + (await response.text()) });
  });
  const moving = () => page.evaluate(() => document.getAnimations().length);
  await page.goto("/sign-in");
  expect(await moving(), "where nothing was asked for").toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  expect(await moving()).toBe(0);
  await page.getByRole("button", { name: "Sign in" }).hover();
  await page.getByRole("link", { name: "Privacy" }).focus();
  expect(await moving()).toBe(0);
  await expect(page.getByRole("link", { name: "Privacy" })).toHaveCSS("scroll-behavior", "auto");
});

test("on paper there is nothing to press, and no table is cut", async ({ page }) => {
  await asLead(page);
  const checkPaper = async (path: string, tables: number): Promise<void> => {
    await page.emulateMedia({ media: null });
    await page.goto(path);
    await page.emulateMedia({ media: "print" });
    const press = "nav, footer, button, .govuk-button, select, .govuk-skip-link, .govuk-back-link, .govuk-pagination";
    expect.soft(await page.locator(`:is(${press}):visible`).allInnerTexts(), `${path}: to press`).toEqual([]);
    expect(await page.locator("main").getByRole("table").count(), `${path}: tables`).toBeGreaterThanOrEqual(tables);
    expect.soft(await page.evaluate(scrollingTables), `${path}: tables that scroll`).toEqual([]);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  };
  for (const path of ["/audits/272", "/audits/272/standards/3", "/audits/272/check"]) {
    await checkPaper(path, 0);
    // The bars that say it on a screen are not printed.
    const whose = page.getByText(/^Marsh Lane Primary School, audit round 2026-27, as it stands on /);
    await expect.soft(whose, `${path}: whose it is`).toBeVisible();
  }
  await checkPaper("/audits/119/record", 0);
  await checkPaper("/audits/119/results", 2);
  await checkPaper("/organisations/O-0022/action-plan", 1);
  await page.context().clearCookies();
  await page.emulateMedia({ media: null });
  await asBoard(page);
  await checkPaper(RESULTS, 2);
  // A drawing has no room for its small figures: on paper its table stands under it.
  await expect.soft(page.getByRole("table", { name: /^Answers by standard/ }), "the table of a drawing").toBeVisible();
  await checkPaper(ROUND, 2);
  await checkPaper("/organisations", 1);
  await checkPaper("/rounds/2014/results/organisations?form=schools&group=all&standard=3", 1);
});

/** In the page: the tables of which a part is in a region that scrolls, or hides it. */
function scrollingTables(): string[] {
  const cut: string[] = [];
  for (const table of document.querySelectorAll("table")) {
    for (let around = table.parentElement; around; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX !== "visible") cut.push(`${around.className}: ${table.caption?.textContent}`);
    }
  }
  return cut;
}

test("a standard is printed with all that was typed, and what is asked", async ({ page }) => {
  await asLead(page);
  await page.goto("/audits/272/standards/5");
  await live(page, "S5.2");
  const asked = question(page, "S5.2");
  const evidence = asked.getByLabel("Evidence", { exact: true });
  const lines = Array.from({ length: 30 }, (_, line) => `Line ${line + 1} of what was typed.`);
  await evidence.fill(lines.join("\n"));
  await expect(asked.getByRole("status")).toHaveText(/^Saved/);
  // A4 with margins.
  await page.setViewportSize({ width: 718, height: 1000 });
  await page.emulateMedia({ media: "print" });
  await expect(asked.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(asked.getByText("Where are you now?")).toBeVisible();
  for (const whole of await asked.locator(".govuk-radios__item, .govuk-form-group").all()) {
    await expect(whole).toHaveCSS("break-inside", "avoid");
  }
  for (const above of await asked.locator(".app-question__key, h2, .govuk-label, .govuk-hint").all()) {
    await expect(above).toHaveCSS("break-after", "avoid");
  }
  const hidden = await evidence.evaluate((area) => area.scrollHeight - area.clientHeight);
  expect(hidden, "pixels of the text that are not on the paper").toBeLessThanOrEqual(0);
});

/** Everything in a page that must have a name for those who hear it. */
const NAMED = /^\s*- (table|img|region|navigation|textbox|combobox|checkbox|radio|link|button)(:.*)?$/;

test("every table, drawing, region and control has a name", async ({ page }) => {
  const lookAt = async (path: string, least: { tables?: number; drawings?: number }): Promise<void> => {
    await page.goto(path);
    for (const summary of await page.locator("summary").all()) await summary.click();
    const snapshot = (await page.locator("body").ariaSnapshot()).split("\n");
    expect(snapshot.filter((line) => NAMED.test(line)), `${path}: without a name`).toEqual([]);
    const count = (role: string): number => snapshot.filter((line) => line.trim().replace("'", "").startsWith(`- ${role} "`)).length;
    expect(count("table"), `${path}: tables`).toBe(least.tables ?? 0);
    expect(count("img"), `${path}: drawings`).toBe(least.drawings ?? 0);
  };
  await asLead(page);
  await lookAt("/organisations/O-0022", { tables: 1 });
  await lookAt("/organisations/O-0022/people", { tables: 1 });
  await lookAt("/organisations/O-0022/action-plan", { tables: 1 });
  await lookAt("/audits/119/results", { tables: 2 });
  await lookAt("/account/authenticator", { drawings: 1 });
  await lookAt("/audits/272/standards/3", {});
  await page.context().clearCookies();
  await asBoard(page);
  await lookAt("/rounds", { tables: 1 });
  await lookAt(ROUND, { tables: 3, drawings: 1 });
  await lookAt(`${ROUND}/audits`, { tables: 1 });
  await lookAt(RESULTS, { tables: 7, drawings: 3 });
  await lookAt("/rounds/2014/results?form=partners", { tables: 7, drawings: 3 });
  await lookAt("/organisations", { tables: 1 });
  await lookAt("/people", { tables: 1 });
});

test("what is drawn of the returns stands in words and in a table too", async ({ page }) => {
  await asBoard(page);
  await page.goto(ROUND);
  const drawing = page.getByRole("img");
  const said = await page.getByRole("figure").locator(".app-caption").first().innerText();
  await expect(drawing).toHaveAccessibleName(said);
  const [, returned = "", invited = ""] = /^(\d+) of (\d+) submitted; /.exec(said) ?? [];
  await expect(drawing).toContainText(`${returned} today`);
  await expect(drawing).toContainText(`${invited} invited`);
  await page.getByText("The same as a table").click();
  const table = page.getByRole("table", { name: "Audits submitted, by day" });
  await expect(table.getByRole("row").last().getByRole("cell").last()).toHaveText(returned);
  const submitted = await table.locator("td:nth-of-type(1)").allInnerTexts();
  expect(submitted.reduce((sum, number) => sum + Number(number), 0)).toBe(Number(returned));
  await expect(page.locator(".app-figures")).toContainText(invited);
});

test("what is drawn of the results stands in words and in tables too", async ({ page }) => {
  await asBoard(page);
  await page.goto(RESULTS);
  const figures = await page.getByRole("figure").all();
  expect(figures).toHaveLength(3);
  for (const figure of figures) {
    const drawing = figure.getByRole("img");
    const says = await figure.locator("h3").innerText();
    await expect(drawing).toHaveAccessibleName(
      `Stacked bars of the shares scored 3, 2 and 1. ${says}. The table below has the figures.`,
    );
    await figure.getByText("The same as a table").click();
    const heads = await figure.getByRole("columnheader").allInnerTexts();
    const cells = (head: string): Promise<string[]> =>
      figure.locator(`tbody tr > :nth-child(${heads.indexOf(head) + 1})`).allInnerTexts();
    const [threes, twos, ones] = await Promise.all([cells("3"), cells("2"), cells("1")]);
    const scored = threes.map((n, row) => Number(n) + Number(twos[row]) + Number(ones[row]));
    const drawn = await drawing.locator("text", { hasText: /^n \d+$/ }).allTextContents();
    expect(drawn).toEqual(scored.map((n) => `n ${n}`));
    // The share of 3s is drawn in the bar where there is room for it.
    const shares = await cells("% fully in place");
    const inBars = await drawing.locator("text.app-chart__on-dark").allTextContents();
    expect(inBars.length).toBeGreaterThan(0);
    expect(shares.filter((share) => inBars.includes(share)).length).toBeGreaterThanOrEqual(new Set(inBars).size);
    expect(inBars.filter((share) => !shares.includes(share))).toEqual([]);
  }
});
