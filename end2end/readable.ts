// What every page owes every reader, as far as a program can see it: WCAG 2.2 AA, and a page that fits a narrow screen
// and one that is magnified four times.

import type { Page } from "@playwright/test";
import { axe, expect, test } from "./server";

/** A desk's screen, the narrowest phone, and a screen of 1280 by 1024 at 400%. */
const DESK = { width: 1280, height: 1024 };
const TELEPHONE = { width: 320, height: 700 };
const MAGNIFIED = { width: 320, height: 256 };

/** Looks at the open page on each screen. */
export async function readable(page: Page, name: string): Promise<void> {
  await test.step(name, async () => {
    await page.setViewportSize(DESK);
    await axe(page);
    await fits(page, name);
    await axe(page);
  });
}

/** Looks whether the open page fits the narrow screens. */
export async function fits(page: Page, name: string): Promise<void> {
  for (const size of [MAGNIFIED, TELEPHONE]) {
    await page.setViewportSize(size);
    expect.soft(await misfits(page), `${name}, ${size.width} by ${size.height}`).toEqual([]);
  }
}

/** What does not fit: a page that scrolls sideways, and an element that hides a part of its text. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { documentElement: root } = document;
    const found: string[] = [];
    const named = (element: Element): string => {
      const words = (element.textContent ?? "").trim().slice(0, 40);
      return `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${words}”`;
    };
    if (root.scrollWidth > root.clientWidth) {
      found.push(`the page is ${root.scrollWidth} wide`);
      for (const element of document.body.querySelectorAll("*")) {
        const sticksOut = element.getBoundingClientRect().right > root.clientWidth + 1;
        if (sticksOut && !element.closest(".app-scroll")) found.push(`sticks out: ${named(element)}`);
      }
    }
    for (const element of document.querySelectorAll("*")) {
      const style = getComputedStyle(element);
      // A field of one line scrolls what is typed into it; a text for screen readers alone is a single pixel.
      if (element.matches("input") || element.clientWidth <= 1 || element.clientHeight <= 1) continue;
      const hides = (overflow: string): boolean => overflow === "hidden" || overflow === "clip";
      const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const tall = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      if (wide || tall) found.push(`cut: ${named(element)}`);
    }
    // A drawing's letters do not widen the page: they are looked at one by one.
    for (const text of document.querySelectorAll("svg text")) {
      const { left, right, width } = text.getBoundingClientRect();
      const scrolls = text.closest(".app-scroll") !== null;
      if (width > 0 && !scrolls && (left < -1 || right > root.clientWidth + 1)) found.push(`cut: ${named(text)}`);
    }
    return found;
  });
}
