// Using a page by its keyboard alone: where Tab leads, and whether one can see where it led.

import type { Locator, Page } from "@playwright/test";
import { expect } from "./server";

/** More stops than any page has. */
const MOST_STOPS = 400;

/** Presses Tab until this is reached. Each stop on the way can be seen, and follows the one before it in the page. */
export async function tabTo(page: Page, goal: Locator): Promise<void> {
  await expect(goal).toBeVisible();
  await page.evaluate(remember);
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    await pressTab(page);
    if (await goal.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("Tab does not lead there");
}

/** Presses Tab through the whole page and out of it. Gives how many stops it has. */
export async function tabThrough(page: Page): Promise<number> {
  const expected = await page.evaluate(stopsOfPage);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.evaluate(remember);
  for (let stops = 0; stops < expected; stops++) await pressTab(page);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(isOutside), "after its last stop the page lets the keyboard go").toBe(true);
  return expected;
}

/** Presses Tab once, and looks at where it leads. */
async function pressTab(page: Page): Promise<void> {
  await page.keyboard.press("Tab");
  const { element, faults } = await page.evaluate(lookAtFocus);
  expect(faults, `the focus on ${element}`).toEqual([]);
}

/** In the page: whether the focus has left it, or has begun at its first stop again. */
function isOutside(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.matches(".govuk-skip-link") === true;
}

/** In the page: how many stops it has. The radio buttons of a question are one. */
function stopsOfPage(): number {
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const seen = new Set<string>();
  const all = [...document.querySelectorAll<HTMLElement>(stops)].filter((stop) => {
    if (stop.tabIndex < 0 || !stop.checkVisibility({ visibilityProperty: true })) return false;
    if (!stop.matches("[type=radio]")) return true;
    const { name } = stop as HTMLInputElement;
    return !seen.has(name) && Boolean(seen.add(name));
  });
  return all.length;
}

/** What is kept in the page: what had the focus last, and how everything looks without it. */
type Kept = {
  remembered?: { last: Element | null; unfocused: Map<Element, string> };
  lookOf?: (element: Element) => string;
};

/** In the page: keeps how everything looks that has not got the focus, and what has it. */
function remember(): void {
  const kept = window as Kept;
  kept.lookOf ??= (element) => {
    const look = (of: Element, part?: string): string => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor, borderWidth, ...rest } =
        getComputedStyle(of, part);
      const outline = outlineStyle === "none" ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
      return [outline, boxShadow, backgroundColor, borderColor, borderWidth, rest.color, rest.textDecorationLine].join(" ");
    };
    // A radio button or a box is drawn by its label, and the link of a figure takes its whole cell.
    const label = element.nextElementSibling?.matches("label") ? element.nextElementSibling : element;
    return [look(element), look(element, "::after"), look(label, "::before")].join("; ");
  };
  kept.remembered ??= { last: null, unfocused: new Map() };
  const { activeElement } = document;
  kept.remembered.last = activeElement === document.body ? null : activeElement;
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")) {
    if (element !== activeElement && !kept.remembered.unfocused.has(element)) {
      kept.remembered.unfocused.set(element, kept.lookOf(element));
    }
  }
}

/** In the page: what is wrong with where the focus is. */
function lookAtFocus(): { element: string; faults: string[] } {
  const { remembered, lookOf } = window as Kept;
  const { activeElement: now } = document;
  if (!remembered || !lookOf || !now || now === document.body) return { element: "nothing", faults: ["is lost"] };
  const faults: string[] = [];
  if (remembered.unfocused.get(now) === lookOf(now)) faults.push("looks as if it were not there");
  const { last } = remembered;
  remembered.last = now;
  if (last && !(last.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING)) faults.push("goes back");
  const { top, bottom, left, right, width, height } = now.getBoundingClientRect();
  const outside = bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth;
  if (outside || width < 2 || height < 2) faults.push("is not in sight");
  return { element: now.outerHTML.slice(0, 120), faults };
}
