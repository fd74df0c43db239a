// What hostile people type, and a browser page in which nothing of it may come to life unseen.
//
// Each text that could come to life has a mark: an element or attribute whose name holds `s29`, a call that opens a dialog,
// or an address of another site. A page that shows the text as text has none of them.

import type { Browser, BrowserContextOptions, Page } from "@playwright/test";
import type { Account } from "./accounts";
import { expect, signIn, test as base } from "./server";

export { expect };

/** These tests fill their server with strange names: no other test gets it. */
export const test = base.extend<object, { ownServer: void }>({
  ownServer: [async ({}, use) => use(), { scope: "worker", auto: true }],
});

/** Sixty texts, each of which a field of several lines keeps as it is. */
export const corpus: readonly string[] = [
  // Elements.
  "<script s29>alert(29)</script>",
  "<img s29 src=x onerror=alert(29)>",
  "<svg s29 onload=alert(29)>",
  "<svg><script s29>alert(29)</script></svg>",
  '<iframe s29 srcdoc="<script>parent.alert(29)</script>">',
  "<details s29 open ontoggle=alert(29)>",
  "<style s29>*{display:none}</style>",
  "<base s29 href=//s29.example>",
  '<meta s29 http-equiv=refresh content="0;url=//s29.example">',
  "<form s29 action=//s29.example><button>Save</button>",
  "<template s29 shadowrootmode=open><img src=x onerror=alert(29)></template>",
  "<x-s29 onfocus=alert(29) tabindex=1 autofocus>",
  "<!--><script s29>alert(29)</script>-->",
  "Tick <b s29>box</b> & 2 < 3 > 1",
  // Out of an attribute.
  '" onfocus=alert(29) autofocus s29="',
  "' onfocus=alert(29) autofocus s29='",
  "` onmouseover=alert(29) s29=`",
  '"><script s29>alert(29)</script>',
  "'><img s29 src=x onerror=alert(29)>",
  '" style="position:fixed;inset:0" s29="',
  'x" type="image" src="x" onerror="alert(29)" s29="',
  // Out of an element whose inside is text.
  "</textarea><script s29>alert(29)</script>",
  "</title><script s29>alert(29)</script>",
  "</style><img s29 src=x onerror=alert(29)>",
  "</option></select><img s29 src=x onerror=alert(29)>",
  "</td></tr></table><svg s29 onload=alert(29)>",
  "</noscript></template><svg s29 onload=alert(29)>",
  "--><img s29 src=x onerror=alert(29)><!--",
  // Out of a script, and out of JSON.
  "</script><script s29>alert(29)</script>",
  '"};alert(29);//',
  "';alert(29);//",
  "\\u003cimg s29 src=x onerror=alert(29)\\u003e",
  '\\"><img s29 src=x onerror=alert(29)>\\',
  "]]><script s29>alert(29)</script>",
  // Out of the props of an island.
  '&quot;}"><script s29>alert(29)</script>',
  "\"}' data-s29='{\"audit\":1,\"question\":\"S1.1\"}",
  '{"standing":"<b s29>saved</b>","warnings":[null]}',
  "&#34; onload=alert(29) s29=&#34;",
  // Entities and encodings, which nobody may undo.
  "&lt;script s29&gt;alert(29)&lt;/script&gt;",
  "&#x3C;b s29&#x3E; &amp;amp; &copy &notin; &nbsp;",
  "%3Cimg%20s29%20src=x%20onerror=alert(29)%3E+%2B",
  // Templates.
  "{{constructor.constructor('alert(29)')()}}",
  "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} seven",
  // Addresses.
  "javascript:alert(29)//",
  "data:text/html,<script s29>alert(29)</script>",
  "//s29.example/%2e%2e/?a=1&b=2#c",
  // Unicode.
  "\u{FF1C}script s29\u{FF1E}alert(29)\u{FF1C}/script\u{FF1E}",
  "a\u{202E}<gpj.tpircs s29>\u{202C}\u{2066}b\u{2069}",
  "\u{5E9}\u{5DC}\u{5D5}\u{5DD} <b s29> \u{645}\u{631}\u{62D}\u{628}\u{627}",
  "zero\u{200B}width\u{2060}and end",
  "\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466} \u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} \u{2764}\u{FE0F} us",
  `Z${"\u{338}\u{328}\u{31B}\u{34E}\u{489}".repeat(6)}a e\u{301}`,
  "W".repeat(1_000),
  // Formulas, statements, headers, and words that mean nothing at all.
  '=HYPERLINK("//s29.example","click")',
  "+1-2@SUM(1+1)*cmd|' /C calc'!A0",
  "'; DROP TABLE answer; -- %_\\",
  "x\r\nSet-Cookie: s29=1\r\n\r\n<script s29>alert(29)</script>",
  "null",
  "undefined",
  "__proto__",
];

/** Texts that every field keeps without their unseen characters. */
export const unstorable: readonly string[] = [
  "<scr\u{0}ipt s29>alert(29)</script>",
  "<b s29>\u{1B}[31mred\u{7}</b>",
  "<b s29>\u{FFFE}</b>",
];

/** A text as a field of one line holds it. */
export function asLine(text: string): string {
  return text.replace(/[\r\n]/g, "");
}

/** A text as it is kept for a name: as its reader sees it, in one line. */
export function asName(text: string): string {
  const seen = text.replace(/[^\P{C}\s\u200C\u200D]|\uFFFE/gu, "");
  return seen.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
}

/** An e-mail address as it is kept. */
export function asAddress(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** A text as a page holds it: line ends are LF, and for a NUL stands what a browser reads in its place. */
export function asShown(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\u{0}", "\u{FFFD}");
}

/** The texts, as many to a line as fit into `limit` characters. A longer text is left out. */
export function packed(texts: readonly string[], limit: number, between: string): string[] {
  const packs: string[] = [];
  for (const text of texts) {
    const last = packs.at(-1);
    // Counted as the server counts: in code points.
    const joined = last === undefined ? text : last + between + text;
    if ([...joined].length <= limit && last !== undefined) packs[packs.length - 1] = joined;
    else if ([...text].length <= limit) packs.push(text);
  }
  return packs;
}

/** What a page must show. */
export type Shown = {
  /** In what is read. */
  text?: readonly string[];
  /** In the field of this name, and nothing but this. */
  values?: Fields;
  /** In the browser's tab. */
  title?: string;
};

/** The fields of a form: name and value. */
export type Fields = Readonly<Record<string, string>>;

/** A page that is asked for, or a form that is posted. */
export type Ask = { path: string; fields?: Fields };

/** The page that came: its status, and where it is after every redirect. */
export type Answered = { status: number; path: string };

/** One person's browser page. It keeps every sign that a typed text came to life. */
export class Watched {
  /** The address of every page that was opened and looked at. */
  readonly looked: string[] = [];
  /** How many pages were read and not opened. */
  private read = 0;
  /** Signs that a typed text came to life: there must be none. */
  readonly signs: string[] = [];
  private last: Answered = { status: 0, path: "" };

  private constructor(
    readonly page: Page,
    private readonly scripts: boolean,
  ) {}

  /** Opens a page in a browser context of its own. */
  static async open(browser: Browser, options: BrowserContextOptions): Promise<Watched> {
    const context = await browser.newContext(options);
    await context.addInitScript(() => {
      const refused: string[] = [];
      Object.assign(window, { refusedByPolicy: refused });
      document.addEventListener("securitypolicyviolation", (violation) => {
        refused.push(`${violation.violatedDirective} refused ${violation.blockedURI} ${violation.sample}`);
      });
    });
    const page = await context.newPage();
    const watched = new Watched(page, options.javaScriptEnabled ?? true);
    watched.listen();
    return watched;
  }

  /** The same for somebody who signs in. */
  static async signedIn(browser: Browser, baseURL: string, account: Account): Promise<Watched> {
    const watched = await Watched.open(browser, { baseURL });
    await signIn(watched.page, account.email, account.password);
    return watched;
  }

  /** A second page of the same person, where scripts do not run. */
  async withoutScripts(browser: Browser, baseURL: string): Promise<Watched> {
    const storageState = await this.page.context().storageState();
    return Watched.open(browser, { baseURL, storageState, javaScriptEnabled: false });
  }

  private listen(): void {
    const { page, signs } = this;
    const refusedPages = new Set<string>();
    page.on("dialog", (dialog) => {
      // A page that was refused asks before it is left, and that is right.
      if (dialog.type() !== "beforeunload") signs.push(`${page.url()}: a dialog said ${dialog.message()}`);
      void dialog.accept();
    });
    page.on("response", (response) => {
      const request = response.request();
      if (request.isNavigationRequest()) this.last = { status: response.status(), path: pathOf(response.url()) };
      // A picture or a script that is not there is not an answer.
      const isAnswer = request.isNavigationRequest() || request.resourceType() === "fetch";
      if (isAnswer && response.status() >= 400) refusedPages.add(response.url());
      if (response.status() >= 500) signs.push(`${response.url()}: status ${response.status()}`);
    });
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1" && !request.url().startsWith("data:image/png;base64,")) {
        signs.push(`${page.url()}: asked for ${request.url()}`);
      }
    });
    page.on("pageerror", (error) => signs.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      const isAnswer = message.text().startsWith("Failed to load resource") && refusedPages.has(message.location().url);
      if (message.type() === "error" && !isAnswer) signs.push(`${page.url()}: ${message.text()}`);
    });
  }

  /** Opens a page and looks at it. */
  async look(path: string, shown: Shown = {}): Promise<Answered> {
    await this.page.goto(path);
    return this.lookHere(shown);
  }

  /** Opens a page, and looks at it also as a printer gets it. */
  async lookAndPrint(path: string, shown: Shown): Promise<void> {
    await this.look(path, shown);
    await this.page.emulateMedia({ media: "print" });
    await this.lookHere(shown);
    await this.page.emulateMedia({ media: null });
  }

  /** Looks at the page that is open: that it has come to rest, holds nothing alive, and shows what it must as text. */
  async lookHere(shown: Shown = {}): Promise<Answered> {
    const { page } = this;
    const answered = { ...this.last, path: pathOf(page.url()) };
    if (this.scripts && (await page.locator("[data-part]").count()) > 0) {
      // Every island could read the props that the server gave it.
      const asleep = page.locator("[data-part]:not([data-ready=true])");
      await expect(asleep, `islands of ${answered.path} that do not run`).toHaveCount(0);
    }
    await this.inspect([{ answered, ...shown }]);
    this.looked.push(answered.path);
    return answered;
  }

  /** These fields, with those that the page's own form has besides them. */
  async whole(path: string, fields: Fields): Promise<Fields> {
    const [whole] = await this.page.evaluate(completed, [{ path, fields }]);
    return whole?.fields ?? fields;
  }

  /**
   * Posts a form as the browser does, with fields of any content, and looks at the page that comes of it. What that
   * page must show may depend on whether the form was accepted.
   */
  async send(path: string, fields: Fields, shown: (answered: Answered) => Shown = () => ({})): Promise<Answered> {
    const whole = await this.whole(path, fields);
    const arrived = this.page.waitForEvent("load");
    await this.page.evaluate(post, { path, fields: whole });
    await arrived;
    return this.lookHere(shown(this.last));
  }

  /**
   * Asks for many pages, or posts many forms, without opening what comes of them: each is read by the browser's parser
   * and looked at, and nothing in it runs. For what is also opened elsewhere, in a list or with other texts.
   */
  async ask(asked: readonly Ask[], shown: (answered: Answered, place: number) => Shown): Promise<Answered[]> {
    const answers = await this.page.evaluate(fetchAll, await this.page.evaluate(completed, asked));
    await this.inspect(answers.map(({ html, ...answered }, place) => ({ html, answered, ...shown(answered, place) })));
    this.read += answers.length;
    return answers;
  }

  private async inspect(pages: readonly (Shown & { answered: Answered; html?: string })[]): Promise<void> {
    const expected = pages.map(({ html, text = [], values = {}, title = "" }) => ({
      html,
      text: text.map(asShown),
      values: Object.entries(values).map(([name, value]) => [name, asShown(value)] as const),
      title: asShown(title),
    }));
    const inspected = await this.page.evaluate(inspect, expected);
    for (const [place, { alive, missing }] of inspected.entries()) {
      const at = `${pages[place]?.answered.status} ${pages[place]?.answered.path}`;
      this.signs.push(...alive.map((sign) => `${at}: ${sign}`));
      expect.soft(missing, `not shown as it was typed on ${at}`).toEqual([]);
    }
  }

  /**
   * Closes the page. Fails when anything came to life in it, and when fewer pages were opened or read than there were:
   * then the test has looked past them.
   */
  async close(opened: number, read = 0): Promise<void> {
    const cookies = await this.page.context().cookies();
    await this.page.context().close();
    expect(this.signs, "signs of typed text that came to life").toEqual([]);
    const ours = ["__Host-session", "__Host-browser", "__Host-done"];
    expect(cookies.filter(({ name }) => !ours.includes(name))).toEqual([]);
    expect(new Set(this.looked).size, "pages opened").toBeGreaterThanOrEqual(opened);
    expect(this.read, "pages read").toBeGreaterThanOrEqual(read);
  }
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** In the page: sends a form that is made for this. A text area keeps line ends, which a line would lose. */
function post({ path, fields }: { path: string; fields: Fields }): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = path;
  for (const [name, value] of Object.entries(fields)) {
    const area = document.createElement("textarea");
    area.name = name;
    area.value = value;
    form.append(area);
  }
  document.body.append(form);
  setTimeout(() => HTMLFormElement.prototype.submit.call(form));
}

/** In the page: gives each form the fields that its own page has besides those that are given. */
function completed(asked: readonly Ask[]): Promise<Ask[]> {
  const whole = async (ask: Ask): Promise<Ask> => {
    if (!ask.fields || Object.keys(ask.fields).length === 0) return ask;
    const answer = await fetch(ask.path);
    const forms = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("main form");
    const own = [...forms].find((form) => form.getAttribute("method") === "post") as HTMLFormElement | undefined;
    const fields = own ? Object.fromEntries([...new FormData(own)] as [string, string][]) : {};
    return { ...ask, fields: { ...fields, ...ask.fields } };
  };
  return Promise.all(asked.map(whole));
}

/** In the page: asks for pages and posts forms, a few at a time. */
function fetchAll(asked: readonly Ask[]): Promise<(Answered & { html: string })[]> {
  const fetchOne = async ({ path, fields }: Ask): Promise<Answered & { html: string }> => {
    const answer = await fetch(path, fields ? { method: "POST", body: new URLSearchParams(fields) } : {});
    const { pathname, search } = new URL(answer.url);
    return { status: answer.status, path: pathname + search, html: await answer.text() };
  };
  return Promise.all(asked.map(fetchOne));
}

/** In the page: what is alive in it, or in pages that are given, and which of the expected texts they do not show. */
function inspect(
  pages: {
    html: string | undefined;
    text: string[];
    values: (readonly [string, string])[];
    title: string;
  }[],
): { alive: string[]; missing: string[] }[] {
  const refusedByPolicy = (window as { refusedByPolicy?: string[] }).refusedByPolicy ?? [];
  const addresses = ["href", "xlink:href", "src", "action", "formaction", "srcdoc", "data", "style"];
  const ours = /^(\/(?!\/)|#|mailto:|data:image\/png;base64,|http:\/\/127\.0\.0\.1:)/;
  const never = ["base", "iframe", "object", "embed", "style", "template"];
  // A browser makes one space of several in a title.
  const squeezed = (title: string): string => title.replace(/[\t\n\f\r ]+/g, " ").trim();

  return pages.map((expected) => {
    const page = expected.html === undefined ? document : new DOMParser().parseFromString(expected.html, "text/html");
    const alive = [...refusedByPolicy];
    for (const element of page.querySelectorAll("*")) {
      const { localName } = element;
      if (localName.includes("s29") || never.includes(localName)) alive.push(`an element ${localName}`);
      if (element.shadowRoot) alive.push(`${localName} has a shadow`);
      for (const { name, value } of element.attributes) {
        if (name.includes("s29") || name.startsWith("on")) alive.push(`${localName} has ${name}`);
        if (addresses.includes(name) && !ours.test(value)) alive.push(`${localName} has ${name} ${value}`);
      }
      const known = element.hasAttribute("src") || element.hasAttribute("nonce");
      if (localName === "script" && !known) alive.push("a script of nobody");
    }

    // What is read: all text but that of scripts, and of fields, whose content is asked for by itself.
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    let read = "";
    while (walker.nextNode()) {
      const { parentElement, nodeValue } = walker.currentNode;
      if (!parentElement?.closest("script, style, noscript, textarea")) read += nodeValue;
    }
    const missing = expected.text.filter((text) => !read.includes(text));
    for (const [name, value] of expected.values) {
      const fields = [...page.querySelectorAll<HTMLInputElement>(`[name="${name}"]`)];
      const found = fields.find((field) => field.type !== "radio" || field.checked)?.value;
      if (found !== value) missing.push(`${name}: ${JSON.stringify(value)} but ${JSON.stringify(found)}`);
    }
    if (!squeezed(page.title).includes(squeezed(expected.title))) missing.push(`title: ${expected.title}`);
    return { alive, missing };
  });
}
