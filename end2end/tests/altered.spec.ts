// What others do to the page: translators, extensions and reading aids change it before the scripts come and after. The
// lines that say whether text is safe stay true, and one question that fails does not silence the others.

import type { Locator, Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { expect, test } from "../server";

/** What is done to a page, by what it is like. Each runs in the page. */
const alterations: Record<string, () => void> = {
  "a translator wraps every text": () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: Text[] = [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    for (const text of texts) {
      if (!text.data.trim() || text.parentElement?.closest("script, noscript, textarea, option")) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      outer.append(inner);
      text.replaceWith(outer);
      // A translator keeps none of the page's own text nodes.
      inner.textContent = text.data;
    }
  },
  "an extension puts an element into every element": () => {
    for (const element of document.body.querySelectorAll("*:not(script, noscript, textarea, select, option, input, svg, svg *)")) {
      element.prepend(document.createElement("ext-before"));
      element.append("\u{200B}", document.createElement("ext-after"));
    }
  },
  "a cleaner takes every comment away": () => {
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    const comments: Comment[] = [];
    while (walker.nextNode()) comments.push(walker.currentNode as Comment);
    for (const comment of comments) comment.remove();
    document.body.normalize();
  },
  "a dark reader and a spelling aid mark every element": () => {
    for (const element of document.querySelectorAll("*")) {
      element.setAttribute("data-gramm", "false");
      element.setAttribute("spellcheck", "true");
      element.classList.add("darkreader");
    }
    document.documentElement.setAttribute("data-darkreader-mode", "dynamic");
  },
  "an extension puts its own elements around everything": () => {
    document.head.prepend(document.createElement("meta"));
    document.body.prepend(document.createElement("ext-bar"));
    document.documentElement.append(document.createElement("ext-panel"));
    for (const section of document.querySelectorAll("section.app-question, section.app-question > div, fieldset")) {
      const around = document.createElement("ext-around");
      section.replaceWith(around);
      around.append(section);
    }
  },
  "a reading aid takes the lines away that say how answers stand": () => {
    for (const status of document.querySelectorAll("section.app-question [role=status], section.app-question [aria-live]")) {
      status.remove();
    }
  },
};

function evidenceOf(page: Page, key: string): Locator {
  return question(page, key).getByLabel(/^Evidence/);
}

/** Types into the first and the last question, and sees that each says only what is so. */
async function saysWhatIsSo(page: Page, text: string): Promise<void> {
  for (const key of ["S5.1", "S5.10"]) {
    const status = question(page, key).getByRole("status");
    await evidenceOf(page, key).fill(text);
    await expect(status).toHaveText(/^Saved \d\d:\d\d/);
    await page.route("**/api/save-answer", (route) => route.abort());
    await evidenceOf(page, key).fill(`${text} And more.`);
    await expect(status).toHaveText(/^Not saved, retrying/);
    await page.unroute("**/api/save-answer");
    await expect(status).toHaveText(/^Saved \d\d:\d\d/, { timeout: 15_000 });
  }
  await expect(page.locator(".app-until-ready")).toBeHidden();
  await page.reload();
  for (const key of ["S5.1", "S5.10"]) await expect(evidenceOf(page, key)).toHaveValue(`${text} And more.`);
}

/** Opens a standard, and lets its wasm come only when something was done to the page. */
async function openAltered(page: Page, alter: () => void): Promise<void> {
  let come = (): void => undefined;
  const held = new Promise<void>((resolve) => (come = resolve));
  const audit = await openAudit(page, accounts.schoolLead);
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${audit}/standards/5`, { waitUntil: "domcontentloaded" });
  await page.evaluate(alter);
  come();
}

test.describe("whatever is done to the page", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  for (const [what, alter] of Object.entries(alterations)) {
    test(`before the scripts come: ${what}`, async ({ page }) => {
      test.setTimeout(90_000);
      await openAltered(page, alter);
      await live(page, "S5.10");
      await saysWhatIsSo(page, `Before: ${what}.`);
    });

    test(`after the scripts came: ${what}`, async ({ page }) => {
      test.setTimeout(90_000);
      const audit = await openAudit(page, accounts.schoolLead);
      await page.goto(`${audit}/standards/5`);
      await live(page, "S5.10");
      await evidenceOf(page, "S5.1").fill("Saved before.");
      await expect(question(page, "S5.1").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
      await page.evaluate(alter);
      await saysWhatIsSo(page, `After: ${what}.`);
    });
  }
});

/** Sees that the page says that it does not save, that it is not left without asking, and that its plain form works. */
async function doesNotSave(page: Page, key: string): Promise<void> {
  // A new text each time: the page does not ask about one that is stored already.
  const typed = `Typed where nothing listens, ${Date.now()}.`;
  const notice = page.getByText("This page is not saving automatically. Choose Save before you leave.");
  await page.locator(".app-until-ready").evaluate((late) => late.getAnimations().forEach((animation) => animation.finish()));
  await expect(notice).toBeVisible();
  // Browsers ask only where somebody has touched the page.
  await evidenceOf(page, key).click();
  await evidenceOf(page, key).fill(typed);
  await expect(question(page, key).getByRole("status")).toHaveText("Not saved yet. Choose Save.");
  const asked: string[] = [];
  const ask = (dialog: { type: () => string; dismiss: () => Promise<void> }): void => {
    asked.push(dialog.type());
    void dialog.dismiss();
  };
  page.on("dialog", ask);
  await page.getByRole("link", { name: "Task list", exact: true }).click();
  await expect.poll(() => asked).toEqual(["beforeunload"]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
  await expect(evidenceOf(page, key)).toHaveValue(typed);
  expect(asked, "questions on leaving the page").toHaveLength(1);
  page.off("dialog", ask);
}

test("a question that cannot start does not keep the others from saving, and the notice stays", async ({ page }) => {
  await openAltered(page, () => document.querySelector("section[id='S5.4'] [data-part]")?.removeAttribute("data-question"));
  await live(page, "S5.10");
  await evidenceOf(page, "S5.9").fill("The others save.");
  await expect(question(page, "S5.9").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
  await doesNotSave(page, "S5.4");
});

test("an extension that writes the page anew leaves copies, which are not said to be saved", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.5");
  await page.evaluate(() => (document.querySelector("main")!.innerHTML = document.querySelector("main")!.innerHTML));
  await evidenceOf(page, "S5.5").press("x");
  await doesNotSave(page, "S5.5");
});

/** What is done to one field of a stored answer, by what it is like. */
const displaced: Record<string, (evidence: HTMLTextAreaElement) => void> = {
  "moved into an overlay": (evidence) => document.body.append(evidence),
  "moved to the end of its form": (evidence) => evidence.form!.append(evidence),
  "renamed": (evidence) => evidence.setAttribute("name", `ext-${evidence.name}`),
  "replaced by an editor of an extension's own": (evidence) => {
    const editor = document.createElement("div");
    editor.contentEditable = "true";
    evidence.replaceWith(editor);
  },
  "disabled": (evidence) => (evidence.disabled = true),
  "doubled": (evidence) => evidence.before(evidence.cloneNode(true)),
  "taken away": (evidence) => evidence.remove(),
  "beside scores that were replaced": (evidence) => {
    const radios = evidence.closest("section")!.querySelectorAll("input[type=radio]");
    for (const radio of radios) radio.outerHTML = radio.outerHTML.replace("checked", "");
  },
  "not to be found": () => {
    for (const of of [Element.prototype, Document.prototype]) {
      of.querySelectorAll = () => {
        throw new Error("taken away");
      };
    }
  },
};

test.describe("a field that is not where the page put it", () => {
  test.use({ expectedErrors: /taken away|Failed to load resource|Failed to fetch|net::ERR/ });

  for (const [what, displace] of Object.entries(displaced)) {
    test(`is not stored as emptied, and the page says that it does not save: ${what}`, async ({ page, context }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      const path = `${audit}/standards/5`;
      await page.goto(path);
      await live(page, "S5.1");
      await evidenceOf(page, "S5.1").fill("Original evidence.");
      await question(page, "S5.1").getByLabel("Making progress").first().check();
      await page.keyboard.press("Tab");
      await expect(question(page, "S5.1").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
      await evidenceOf(page, "S5.1").evaluate(displace);
      const who = question(page, "S5.1").getByLabel("Who (a role, not a name)");
      await who.focus();
      await page.keyboard.type("Deputy head");
      await page.keyboard.press("Tab");
      await expect(page.locator("html[data-stopped]")).toBeAttached();
      await expect(page.locator("section[id='S5.1'] .app-question__status")).toHaveText("Not saved yet. Choose Save.");
      await expect(page.getByText("This page is not saving automatically. Choose Save before you leave.")).toBeVisible();
      const asked = page.waitForEvent("dialog");
      const leaving = page.getByRole("link", { name: "Task list", exact: true }).click({ noWaitAfter: true });
      await (await asked).dismiss();
      await leaving;
      const other = await context.newPage();
      await other.goto(path);
      await expect(evidenceOf(other, "S5.1")).toHaveValue("Original evidence.");
      await expect(question(other, "S5.1").getByLabel("Making progress").first()).toBeChecked();
    });
  }

  for (const scripts of [true, false]) {
    test(`is not emptied by “Save”, and what was typed stays on the page, wasm ${scripts ? "on" : "off"}`, async ({ page }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      const path = `${audit}/standards/3`;
      if (!scripts) await page.route("**/*.wasm", (route) => route.abort());
      await page.goto(path);
      if (scripts) await live(page, "S3.1");
      const stored = await evidenceOf(page, "S3.1").inputValue();
      expect(stored).not.toBe("");
      await evidenceOf(page, "S3.1").evaluate((area: HTMLTextAreaElement) => (area.disabled = true));
      await evidenceOf(page, "S3.2").fill("Typed beside it.");
      page.on("dialog", (dialog) => void dialog.accept());
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.locator(".govuk-error-summary")).toContainText("the page did not come whole");
      await expect(evidenceOf(page, "S3.1")).toHaveValue(stored);
      await expect(evidenceOf(page, "S3.2")).toHaveValue("Typed beside it.");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
      await expect(evidenceOf(page, "S3.1")).toHaveValue(stored);
      await expect(evidenceOf(page, "S3.2")).toHaveValue("Typed beside it.");
    });
  }
});

/** Changes that empty a field of a stored answer, or take its choice away, without anybody's doing. */
const emptied: Record<string, (evidence: HTMLTextAreaElement) => void> = {
  "its texts are put into a translator's elements": (evidence) => {
    // A field that nobody has typed into holds what stands in it.
    const fresh = evidence.closest("section")!.querySelector<HTMLTextAreaElement>("[name='S3.1.action']")!;
    for (const area of [evidence, fresh]) {
      const font = document.createElement("font");
      font.append(...area.childNodes);
      area.append(font);
    }
  },
  "its value is taken without an event": (evidence) => (evidence.value = ""),
  "a line is made to take days, and text again": (evidence) => {
    const day = evidence.closest("section")!.querySelector<HTMLInputElement>("[name='S3.1.by_when']")!;
    day.type = "date";
    day.type = "text";
    evidence.value = "";
  },
  "its section is written anew": (evidence) => {
    const section = evidence.closest("section")!;
    evidence.focus();
    section.innerHTML = section.innerHTML;
  },
  "its question is copied, and the copy taken away": (evidence) => {
    const section = evidence.closest("section")!;
    const copy = section.cloneNode(true) as HTMLElement;
    section.after(copy);
    copy.remove();
    evidence.value = "";
  },
  "its choices are taken without an event": (evidence) => {
    const radios = evidence.closest("section")!.querySelectorAll<HTMLInputElement>("input[type=radio]");
    for (const radio of radios) radio.checked = false;
  },
};

test.describe("what nobody has emptied", () => {
  test.use({ expectedErrors: /Failed to load resource|Failed to fetch|net::ERR/ });

  for (const [what, empty] of Object.entries(emptied)) {
    for (const scripts of [true, false]) {
      test(`stays stored, wasm ${scripts ? "on" : "off"}: ${what}`, async ({ page, context }) => {
        const audit = await openAudit(page, accounts.schoolLead);
        const path = `${audit}/standards/3`;
        if (!scripts) await page.route("**/*.wasm", (route) => route.abort());
        await page.goto(path);
        if (scripts) await live(page, "S3.1");
        const stored = await evidenceOf(page, "S3.1").inputValue();
        const chosen = await question(page, "S3.1").locator("input[type=radio]:checked").first().getAttribute("value");
        expect(stored).not.toBe("");
        await evidenceOf(page, "S3.1").evaluate(empty);
        await page.evaluate(() => window.dispatchEvent(new Event("blur")));
        page.on("dialog", (dialog) => void dialog.accept());
        await evidenceOf(page, "S3.2").fill(`Typed beside it: ${what}.`);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await expect(page.locator(".govuk-error-summary, .govuk-notification-banner").first()).toBeVisible();
        const other = await context.newPage();
        await other.goto(path);
        await expect(evidenceOf(other, "S3.1")).toHaveValue(stored);
        await expect(question(other, "S3.1").locator(`input[value='${chosen}']`).first()).toBeChecked();
      });
    }
  }

  test("a copy of the page goes on from what was saved, and not from what came", async ({ page, context }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    const path = `${audit}/standards/5`;
    await page.goto(path);
    await live(page, "S5.1");
    const typed = `Typed and saved before the copy, ${Date.now()}.`;
    await evidenceOf(page, "S5.1").fill(typed);
    await page.keyboard.press("Tab");
    await expect(question(page, "S5.1").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
    await page.evaluate(() => (document.querySelector("main")!.innerHTML = document.querySelector("main")!.innerHTML));
    await evidenceOf(page, "S5.2").fill("Typed into the copy.");
    page.on("dialog", (dialog) => void dialog.accept());
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
    const other = await context.newPage();
    await other.goto(path);
    await expect(evidenceOf(other, "S5.1")).toHaveValue(typed);
    await expect(evidenceOf(other, "S5.2")).toHaveValue("Typed into the copy.");
  });

  test("what its author empties is stored as empty, and what they take back too", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.1");
    const status = question(page, "S5.1").getByRole("status");
    for (const text of ["Typed.", "", "Typed again.", ""]) {
      await evidenceOf(page, "S5.1").fill(text);
      await page.keyboard.press("Tab");
      await expect(status).toHaveText(/^Saved \d\d:\d\d/);
      await expect(page.locator("section[id='S5.1'] [data-unsaved]")).toHaveCount(0);
    }
    await page.reload();
    await expect(evidenceOf(page, "S5.1")).toHaveValue("");
  });
});

test("an action's field that nobody has emptied stays stored", async ({ page }) => {
  await openAudit(page, accounts.schoolLead);
  const path = "/organisations/O-0022/action-plan/5";
  await page.goto(path);
  const what = page.getByLabel("What will be done");
  const stored = await what.inputValue();
  expect(stored).not.toBe("");
  await what.evaluate((area: HTMLTextAreaElement) => (area.value = ""));
  page.on("dialog", (dialog) => void dialog.accept());
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.locator(".govuk-error-summary")).toContainText("the page did not come whole");
  await expect(what).toHaveValue(stored);
});

test("answers without their form are not left without asking", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.5");
  await page.evaluate(() => {
    const form = document.querySelector("form[name^=as_of]")!;
    form.replaceWith(...form.childNodes);
  });
  await evidenceOf(page, "S5.5").fill("Typed where there is no form.");
  const asked = page.waitForEvent("dialog");
  const leaving = page.getByRole("link", { name: "Task list", exact: true }).click({ noWaitAfter: true });
  await (await asked).dismiss();
  await leaving;
});

test.describe("without the plain script", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  test("a page that has stopped claims nothing and is not left without asking", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.route("**/page.js*", (route) => route.abort());
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.5");
    await evidenceOf(page, "S5.5").fill("Saved before.");
    await expect(question(page, "S5.5").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
    await evidenceOf(page, "S5.5").evaluate((evidence) => evidence.after(evidence.cloneNode(true)));
    await evidenceOf(page, "S5.5").first().press("x");
    await expect(page.locator("section[id='S5.5'] .app-question__status")).toHaveText("Not saved yet. Choose Save.");
    const asked = page.waitForEvent("dialog");
    const leaving = page.getByRole("link", { name: "Task list", exact: true }).click({ noWaitAfter: true });
    await (await asked).dismiss();
    await leaving;
  });
});

/** What an extension does to the line that says how an answer stands. */
const strays: Record<string, (line: Element) => void> = {
  "renamed": (line) => (line.id = "ext-line"),
  "moved out of its section": (line) => document.body.append(line),
  "copied before itself": (line) => line.before(line.cloneNode(true)),
  "copied to the top of its section": (line) => line.closest("section")!.prepend(line.cloneNode(true)),
};

test.describe("a line that is not where the page put it", () => {
  test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

  for (const [what, stray] of Object.entries(strays)) {
    test(`does not go on saying what is no longer so: ${what}`, async ({ page }) => {
      const audit = await openAudit(page, accounts.schoolLead);
      await page.goto(`${audit}/standards/5`);
      await live(page, "S5.7");
      await evidenceOf(page, "S5.7").fill("Saved before.");
      await expect(question(page, "S5.7").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
      await page.locator("section[id='S5.7'] .app-question__status").evaluate(stray);
      await page.route("**/api/save-answer", (route) => route.abort());
      await evidenceOf(page, "S5.7").fill("Not saved after.");
      await expect(page.getByText("Not saved, retrying")).toHaveCount(1);
      await expect(page.getByText(/^Saved \d\d:\d\d/)).toHaveCount(0);
    });
  }
});

/** What is done to a question's part before the scripts come. */
const partless: Record<string, () => void> = {
  "its field moved out of it": () => {
    const section = document.querySelector("section[id='S5.1']")!;
    section.append(section.querySelector("[name='S5.1.evidence']")!);
  },
  "it is unwrapped": () => {
    const part = document.querySelector("section[id='S5.1'] [data-part]")!;
    part.replaceWith(...part.childNodes);
  },
  "its mark is taken": () => document.querySelector("section[id='S5.1'] [data-part]")?.removeAttribute("data-part"),
};

for (const [what, alter] of Object.entries(partless)) {
  test(`a question without its part is not kept by the form's part: ${what}`, async ({ page }) => {
    await openAltered(page, alter);
    await live(page, "S5.10");
    await doesNotSave(page, "S5.1");
  });
}

test("a value that comes without any event into a copy of a part is not said to be saved", async ({ page }) => {
  const audit = await openAudit(page, accounts.schoolLead);
  await page.goto(`${audit}/standards/5`);
  await live(page, "S5.5");
  await page.evaluate(() => (document.querySelector("main")!.innerHTML = document.querySelector("main")!.innerHTML));
  await evidenceOf(page, "S5.5").evaluate((area: HTMLTextAreaElement) => (area.value = "Dictated into a copy."));
  const asked = page.waitForEvent("dialog");
  const leaving = page.getByRole("link", { name: "Task list", exact: true }).click({ noWaitAfter: true });
  await (await asked).dismiss();
  await leaving;
  await evidenceOf(page, "S5.5").focus();
  await expect(page.locator("html[data-stopped]")).toBeAttached();
});

test.describe("when the wasm fails", () => {
  test.use({ expectedErrors: /unreachable|panicked|taken away/ });

  test("the notice comes back, and the page is not left without asking", async ({ page }) => {
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.6");
    await expect(page.locator(".app-until-ready")).toBeHidden();
    await page.evaluate(() => {
      Document.prototype.createElement = () => {
        throw new Error("taken away");
      };
    });
    await evidenceOf(page, "S5.6").press("x");
    await expect(page.locator("html[data-stopped]")).toBeAttached();
    await doesNotSave(page, "S5.7");
  });

  test("“Save” works without a question, and no line claims anything", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.6");
    await evidenceOf(page, "S5.2").fill("Saved before.");
    await expect(question(page, "S5.2").getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
    await page.route("**/api/save-answer", (route) =>
      route.request().postData()?.includes("S5.1") ? undefined : route.continue(),
    );
    await evidenceOf(page, "S5.1").fill("Typed before the wasm failed.");
    await expect(question(page, "S5.1").getByRole("status")).toHaveText("Saving");
    await page.evaluate(() => {
      Document.prototype.createElement = () => {
        throw new Error("taken away");
      };
    });
    await evidenceOf(page, "S5.6").press("x");
    await expect(page.locator("html[data-stopped]")).toBeAttached();
    for (const key of ["S5.1", "S5.6"]) {
      await expect(question(page, key).locator(".app-question__status")).toHaveText("Not saved yet. Choose Save.");
    }
    await expect(question(page, "S5.2").locator(".app-question__status")).toHaveText("");
    await page.waitForTimeout(11_000);
    await expect(question(page, "S5.1").locator(".app-question__status")).toHaveText("Not saved yet. Choose Save.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator(".govuk-notification-banner")).toContainText("Your answers are saved");
    expect(asked).toEqual([]);
    await expect(evidenceOf(page, "S5.1")).toHaveValue("Typed before the wasm failed.");
    await expect(evidenceOf(page, "S5.6")).toHaveValue(/x$/);
    await expect(evidenceOf(page, "S5.2")).toHaveValue("Saved before.");
  });
});

test.describe("a value that comes without any event", () => {
  /** Sets a field as dictation software does. */
  async function dictate(field: Locator, text: string): Promise<void> {
    await field.evaluate((area, text) => ((area as HTMLTextAreaElement).value = text), text);
  }

  test("is saved when its field is left, and after a while where it is not", async ({ page }) => {
    await page.clock.install();
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.8");
    const [left, stayed] = [question(page, "S5.2"), question(page, "S5.8")];
    await evidenceOf(page, "S5.2").focus();
    await dictate(evidenceOf(page, "S5.2"), "Dictated, and left.");
    await page.keyboard.press("Tab");
    await expect(left.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
    await dictate(evidenceOf(page, "S5.8"), "Dictated, and stayed.");
    await page.clock.runFor("01:05");
    await expect(stayed.getByRole("status")).toHaveText(/^Saved \d\d:\d\d/);
    await page.reload();
    await expect(evidenceOf(page, "S5.2")).toHaveValue("Dictated, and left.");
    await expect(evidenceOf(page, "S5.8")).toHaveValue("Dictated, and stayed.");
  });

  test("keeps its page from being left without asking", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, "S5.3");
    await page.route("**/api/save-answer", () => undefined);
    await dictate(evidenceOf(page, "S5.3"), "Dictated, and not saved.");
    await page.getByRole("link", { name: "Task list", exact: true }).click();
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await page.unroute("**/api/save-answer");

    page.removeAllListeners("dialog");
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto("/organisations/O-0022/action-plan/5");
    page.removeAllListeners("dialog");
    await expect(page.locator("main [data-ready=true]")).toBeAttached();
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await dictate(page.getByLabel("Progress"), "Dictated, and not saved.");
    await page.getByRole("link", { name: "Cancel" }).click();
    await expect.poll(() => asked).toEqual(["beforeunload", "beforeunload"]);
  });
});
