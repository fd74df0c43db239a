// Minutes without a line. The page's clock is moved by hand, so that ten minutes pass in seconds and it is known to the
// millisecond when the page tried to save.

import type { Locator, Page } from "@playwright/test";
import { accounts } from "../accounts";
import { live, openAudit, question } from "../answering";
import { test } from "../own_server";
import { expect } from "../server";

/** How long a person must pause before what they typed is saved, rounded up to whole seconds. */
const PAUSE_S = 1;
/** How long after an unanswered save it is sent again. */
const RETRY_S = 4;
const RETRYING = /^Not saved, retrying/;
const SAVED = /^Saved \d\d:\d\d/;

/** What the page keeps about its own saves. */
type Tries = { begun: number[]; ended: number };

/** One answer on a page whose clock stands still until it is moved. */
class Answer {
  readonly evidence: Locator;
  readonly status: Locator;
  /** The status of each reply to a save. */
  readonly replies: number[] = [];

  private constructor(
    readonly page: Page,
    private readonly key: string,
  ) {
    const asked = question(page, key);
    this.evidence = asked.getByLabel("Evidence", { exact: true });
    this.status = asked.getByRole("status");
    page.on("response", (response) => {
      if (response.url().endsWith("/api/save-answer")) this.replies.push(response.status());
    });
  }

  static async open(page: Page, key: string): Promise<Answer> {
    await page.clock.install();
    await page.addInitScript(() => {
      const tries: Tries = { begun: [], ended: 0 };
      const send = window.fetch;
      const watched: typeof fetch = (...asked) => {
        const [request] = asked;
        const sent = send(...asked);
        const url = request instanceof Request ? request.url : request.toString();
        if (!url.endsWith("/api/save-answer")) return sent;
        tries.begun.push(Date.now());
        // One task later the page has done what it does about the reply.
        const afterwards = new MessageChannel();
        afterwards.port1.onmessage = () => (tries.ended += 1);
        const end = () => afterwards.port2.postMessage(null);
        void sent.then(end, end);
        return sent;
      };
      Object.assign(window, { tries, fetch: watched });
    });
    const audit = await openAudit(page, accounts.schoolLead);
    await page.goto(`${audit}/standards/5`);
    await live(page, key);
    await page.clock.pauseAt(new Date((await page.evaluate(() => Date.now())) + 1_000));
    return new Answer(page, key);
  }

  /** When the page tried to save, in milliseconds. */
  async tries(): Promise<number[]> {
    return (await this.watched()).begun;
  }

  /** Lets so many seconds pass, one after the other; a try in one of them is over before the next. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      await this.page.clock.fastForward(1_000);
      await expect.poll(async () => this.isQuiet(), { intervals: [5, 10, 20, 50] }).toBe(true);
    }
  }

  /** How often the answer was saved, as the page has it from the server. */
  async revision(): Promise<number> {
    return Number(await this.page.locator(`input[name="${this.key}.revision"]`).inputValue());
  }

  private async isQuiet(): Promise<boolean> {
    const { begun, ended } = await this.watched();
    return begun.length === ended;
  }

  private watched(): Promise<Tries> {
    return this.page.evaluate(() => (window as unknown as { tries: Tries }).tries);
  }
}

/** Everything that a page can keep in its browser. */
async function kept(page: Page): Promise<unknown[]> {
  return page.evaluate(async () => [
    ...Object.entries(localStorage),
    ...Object.entries(sessionStorage),
    ...(await indexedDB.databases()),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()),
    ...(history.state === null ? [] : ["the history's state"]),
    ...(window.name === "" ? [] : ["the window's name"]),
    ...document.cookie.split(";").filter((cookie) => cookie !== ""),
  ]);
}

test.use({ expectedErrors: /Failed to load resource|net::ERR/ });

test("ten minutes without a line: the text stays, the page says so, goes on trying, and saves it once", async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  const answer = await Answer.open(page, "S5.1");
  const before = await answer.revision();
  const text = "Typed ten minutes before the line came back.";

  await context.setOffline(true);
  await answer.evidence.fill(text);
  await expect(answer.status).toHaveText("Not saved yet");
  await answer.pass(PAUSE_S);
  for (let minute = 1; minute <= 10; minute++) {
    await answer.pass(60);
    await expect(answer.status, `after ${minute} minutes`).toHaveText(RETRYING);
    await expect(answer.evidence).toHaveValue(text);
    expect(await kept(page), "in the browser's storage").toEqual([]);
  }
  const tries = await answer.tries();
  const gaps = tries.slice(1).map((at, place) => at - (tries[place] ?? 0));
  expect(gaps.length, "tries again in ten minutes").toBe(600 / RETRY_S);
  expect(Math.min(...gaps), "milliseconds between two tries").toBeGreaterThanOrEqual(RETRY_S * 1_000);
  expect(answer.replies, "replies without a line").toEqual([]);

  await page.getByRole("link", { name: "Task list", exact: true }).click();
  await expect.poll(() => asked, "questions on leaving the page").toEqual(["beforeunload"]);
  await expect(answer.evidence).toHaveValue(text);
  await expect(answer.status).toHaveText(RETRYING);

  await context.setOffline(false);
  await answer.pass(RETRY_S);
  expect(answer.replies, "replies to a save").toEqual([200]);
  // The field was left for the link, so it is sent once more as it stands: that makes nothing new.
  await answer.pass(PAUSE_S);
  await expect(answer.status).toHaveText(SAVED);
  const over = (await answer.tries()).length;
  await answer.pass(60);
  await expect(answer.status).toHaveText(SAVED);
  expect(await answer.tries(), "tries after it was saved").toHaveLength(over);
  await page.reload();
  await expect(answer.evidence).toHaveValue(text);
  expect(await answer.revision(), "how often it was saved").toBe(before + 1);
  expect(await kept(page), "in the browser's storage").toEqual([]);
  expect(asked, "nothing is asked once it is saved").toHaveLength(1);
});

test("a line that comes and goes ten times: each text is saved once, and the last is what is stored", async ({
  page,
  context,
}) => {
  test.setTimeout(90_000);
  const answer = await Answer.open(page, "S5.2");
  const before = await answer.revision();
  for (let down = 1; down <= 10; down++) {
    const text = `Typed when the line was down for the ${down}. time.`;
    await context.setOffline(true);
    await answer.evidence.fill(text);
    await answer.pass(PAUSE_S);
    await expect(answer.status).toHaveText(RETRYING);
    // Back for a second between two tries, which does not help.
    await context.setOffline(false);
    await answer.pass(1);
    await context.setOffline(true);
    await answer.pass(down);
    await expect(answer.status).toHaveText(RETRYING);
    await expect(answer.evidence).toHaveValue(text);
    expect(answer.replies, "replies up to now").toHaveLength(down - 1);
    await context.setOffline(false);
    await answer.pass(RETRY_S);
    await expect(answer.status).toHaveText(SAVED);
    expect(await answer.revision(), "how often it was saved").toBe(before + down);
  }
  expect(answer.replies, "replies to a save").toEqual(Array<number>(10).fill(200));
  expect(await kept(page), "in the browser's storage").toEqual([]);
  await page.reload();
  await expect(answer.evidence).toHaveValue("Typed when the line was down for the 10. time.");
  expect(await answer.revision()).toBe(before + 10);
});
