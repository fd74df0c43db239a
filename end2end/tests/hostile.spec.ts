// Sixty hostile texts in every field that anyone can fill, and then every page that shows the field: nothing of them comes
// to life, and each is shown as it was typed, or refused by a page that shows it.

import type { Browser } from "@playwright/test";
import { accounts, type Account } from "../accounts";
import { asLine, asShown, corpus, day, expect, type Fields, packed, test, unstorable, Watched } from "../hostile";

const PASSWORD = "lantern-harbour-meadow-29";

/** The texts as fields of several lines take them: two thousand characters, and ten thousand. */
const prose = packed(corpus, 2_000, "\n");

/** An organisation's name that would break out of a title, an attribute and a text area. */
const ORGANISATION = `</title><script s29>alert(29)</script>"><img s29 src=x onerror=alert(29)>' s29='{{7*7}}</textarea>&quot;}`;
const LEAD = `"}'><svg s29 onload=alert(29)>&quot;,"audit":1,{{7*7}}</script>`;
const CONTRIBUTOR = `';alert(29)//</title><b s29>"\\&#34;&lt;`;
const DECLARED = [`<script s29>alert(29)</script>" s29="`, `</dd></dl><img s29 src=x onerror=alert(29)>`] as const;

/** The corpus from its `place`th text on, and then from the beginning: each text comes first somewhere. */
function turned(place: number): string[] {
  const first = place % corpus.length;
  return [...corpus.slice(first), ...corpus.slice(0, first)];
}

/** Which texts of the corpus stand in any of these. */
function found(within: readonly string[]): number {
  return corpus.filter((text) => within.some((one) => one.includes(asShown(text)) || one.includes(asLine(text)))).length;
}

/** Adds somebody; gives the address of their page and the link that sets their password. */
async function addPerson(
  administrator: Watched,
  person: { name: string; email: string; role: string; organisation: string },
): Promise<{ page: string; link: string }> {
  const answered = await administrator.send("/people/new", person, () => ({ text: [person.name], title: person.name }));
  expect(answered.path).toMatch(/\?done=/);
  const link = await administrator.page.locator("code").innerText();
  return { page: new URL(administrator.page.url()).pathname, link: new URL(link).pathname };
}

/** Lets somebody set their password by their link, and signs them in. */
async function letIn(browser: Browser, baseURL: string, link: string, name: string, email: string): Promise<Watched> {
  const watched = await Watched.open(browser, { baseURL });
  await watched.look(link, { text: [name] });
  await watched.send(link, { password: PASSWORD, again: PASSWORD });
  await watched.send("/sign-in", { email, password: PASSWORD });
  await watched.look("/account", { text: [name] });
  return watched;
}

/** Makes a round that asks one form from `opens` days from now on, and gives its address. */
async function makeRound(administrator: Watched, title: string, form: string, opens: number): Promise<string> {
  const { path } = await administrator.send("/rounds/new", {
    title,
    [`${form}.edition`]: "2026-27",
    [`${form}.opens`]: day(opens),
    [`${form}.due`]: day(30),
    [`${form}.closes`]: day(60),
  });
  expect(path).toMatch(/\?created=1$/);
  return path.replace("?created=1", "");
}

/** Invites and opens a round. */
async function openRound(administrator: Watched, round: string, invited: Fields): Promise<void> {
  expect((await administrator.send(`${round}/invite`, invited)).path).toMatch(/\?invited=/);
  expect((await administrator.send(`${round}/open`, {})).path).toMatch(/\?opened=1$/);
}

/** What a standard's page holds of one question, beside what can be typed. */
type Asked = { key: string; revision: string; saveId: string; notApplicable: boolean };

/** The questions of the standard's page that is open. */
async function asked({ page }: Watched): Promise<Asked[]> {
  return page.locator("section.app-question").evaluateAll((sections) =>
    sections.map((section) => {
      const value = (name: string): string | undefined =>
        section.querySelector<HTMLInputElement>(`[name="${section.id}.${name}"]`)?.value;
      return {
        key: section.id,
        revision: value("revision") ?? "",
        saveId: value("save_id") ?? "",
        notApplicable: value("reason") !== undefined,
      };
    }),
  );
}

/** The values of all fields of the open page whose name ends like this. */
async function valuesOf({ page }: Watched, field: string): Promise<string[]> {
  const fields = page.locator(`[name$=".${field}"]`);
  return fields.evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value));
}

/** The answer to the `place`th question of the form, of those that may be not applicable the `reason`th. */
function answer(key: string, place: number, reason: number | undefined, byWhen: string): Fields {
  const who = turned(place).find((text) => text.length <= 200) ?? "";
  return {
    [`${key}.score`]: "1",
    ...(reason === undefined ? {} : { [`${key}.reason`]: prose[reason % prose.length] ?? "" }),
    [`${key}.evidence`]: turned(place).join("\n"),
    [`${key}.action`]: prose[place % prose.length] ?? "",
    [`${key}.who`]: asLine(who),
    [`${key}.by_when`]: byWhen,
    [`${key}.no_action_reason`]: asLine(prose[(place + 1) % prose.length] ?? ""),
  };
}

test("what an organisation types is text on every page that shows it", async ({ browser, address }) => {
  test.setTimeout(240_000);
  expect(new Set(corpus).size).toBe(60);

  const administrator = await Watched.signedIn(browser, address, accounts.administrator);
  const reviewer = await Watched.signedIn(browser, address, accounts.reviewer);
  const round = await makeRound(administrator, "Hostile words", "schools", -3);
  const details = { name: ORGANISATION, group: ORGANISATION, sector: "education", sub_sector: "primary" };
  const added = await administrator.send("/organisations/new", details, () => ({
    text: [ORGANISATION],
    title: ORGANISATION,
  }));
  const organisation = added.path.replace("?done=added", "");
  const reference = organisation.replace("/organisations/", "");
  const members = { lead: LEAD, contributor: CONTRIBUTOR };
  const watched: Watched[] = [];
  for (const [role, name] of Object.entries(members)) {
    const email = `${role}@hostile.example`;
    const { link } = await addPerson(administrator, { name, email, role, organisation: reference });
    watched.push(await letIn(browser, address, link, name, email));
  }
  const [lead, contributor] = watched as [Watched, Watched];
  await openRound(administrator, round, { whom: "one", organisation: reference });
  await lead.look(organisation, { text: [ORGANISATION, LEAD], title: ORGANISATION });
  const audit = (await lead.page.getByRole("link", { name: "Audit round Hostile words" }).getAttribute("href")) ?? "";
  await lead.look(audit, { text: [ORGANISATION] });

  // Everything typed while answering: a draft, with a day that is no day.
  const standards = [1, 2, 3, 4, 5, 6, 7].map((number) => `${audit}/standards/${number}`);
  const texts = ["evidence", "action", "who", "by_when", "no_action_reason", "reason"];
  const shown: Record<string, string[]> = Object.fromEntries(texts.map((field) => [field, []]));
  const drafts: Fields[] = [];
  const finals: Fields[] = [];
  let place = 0;
  let reasons = 0;
  for (const standard of standards) {
    await lead.look(standard);
    const draft: Record<string, string> = {};
    const final: Record<string, string> = {};
    const sent: Record<string, string> = { then: "stay" };
    for (const { key, revision, saveId, notApplicable } of await asked(lead)) {
      const reason = notApplicable ? reasons++ : undefined;
      const byWhen = asLine(turned(place).find((text) => asLine(text).length <= 40) ?? "");
      Object.assign(draft, answer(key, place, reason, byWhen));
      Object.assign(final, answer(key, place, reason, day(place + 1)));
      if (notApplicable) final[`${key}.score`] = "not_applicable";
      Object.assign(sent, { [`${key}.save_id`]: saveId, [`${key}.revision`]: revision });
      place += 1;
    }
    await lead.send(standard, { ...sent, ...draft }, () => ({ values: draft }));
    for (const field of texts) shown[field]?.push(...(await valuesOf(lead, field)));
    drafts.push(draft);
    finals.push(final);
  }
  expect(place, "questions of the form").toBeGreaterThanOrEqual(60);
  const short = (limit: number) => corpus.filter((text) => asLine(text).length <= limit).length;
  const stored = Object.fromEntries(Object.entries(shown).map(([field, values]) => [field, found(values)]));
  expect(stored, "texts of the corpus that each field kept").toEqual({
    evidence: 60,
    action: 60,
    reason: 60,
    no_action_reason: 60,
    who: short(200),
    by_when: short(40),
  });

  const typed = (of: readonly Fields[], fields: string): string[] =>
    of.flatMap((page) => Object.entries(page).flatMap(([name, value]) => (new RegExp(fields).test(name) ? [value] : [])));
  const draftTexts = typed(drafts, "\\.(evidence|action|who|by_when|no_action_reason)$");
  await lead.look(`${audit}/check`, { text: draftTexts });
  await lead.look(`${audit}/record`, { text: draftTexts });
  await reviewer.look(`${audit}/record`, { text: draftTexts });
  await contributor.look(standards[2] ?? "", { values: drafts[2] });
  const plain = await lead.withoutScripts(browser, address);
  for (const [at, standard] of standards.entries()) await plain.look(standard, { values: drafts[at] });
  await plain.look(`${audit}/check`, { text: draftTexts });
  await plain.look(`${audit}/record`, { text: draftTexts });
});
