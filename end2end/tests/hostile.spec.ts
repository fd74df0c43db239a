// Sixty hostile texts in every field that anyone can fill, and then every page that shows the field: nothing of them
// comes to life, and each is shown as it was typed, or refused by a page that shows it.

import type { Browser } from "@playwright/test";
import { accounts } from "../accounts";
import {
  type Answered,
  asAddress,
  asLine,
  asName,
  asShown,
  corpus,
  expect,
  type Fields,
  packed,
  type Shown,
  test,
  unstorable,
  Watched,
} from "../hostile";
import { Program } from "../program";
import { day, PASSWORD } from "../steps";

/** All texts of the corpus, in as few fields of two thousand characters as hold them. */
const prose = packed(corpus, 2_000, "\n");

/** Names that would break out of a title, an attribute, a text area and the props of an island. */
const ORGANISATION = `</title><script s29>alert(29)</script>"><img s29 src=x onerror=alert(29)>' s29='{{7*7}}</textarea>&quot;}`;
const LEAD = `"}'><svg s29 onload=alert(29)>&quot;,"audit":1,{{7*7}}</script>`;
const CONTRIBUTOR = `';alert(29)//</title><b s29>"\\&#34;&lt;`;
const DECLARED = { name: `<script s29>alert(29)</script>" s29="`, role: `</dd></dl><img s29 src=x onerror=alert(29)>` };

/** What may stand before the @ of an address, and would be more than text in a link or a formula. */
const MAILBOXES = [
  "'onfocus=alert`29`'s29='",
  "`s29=`",
  "{{7*7}}${7*7}",
  "&lt&quot&#60s29",
  "%3Cb%20s29%3E",
  "=1+1",
  "+1-2",
  "javascript%3Aalert%2829%29//",
  "../../s29?cc=x&body=y#z",
  "😀e\u{301}",
];

/** So many texts of the corpus from its `place`th on, and on from the beginning: each text comes first somewhere. */
function turned(place: number, texts = corpus.length): string[] {
  const first = place % corpus.length;
  return [...corpus.slice(first), ...corpus.slice(0, first)].slice(0, texts);
}

/** How many texts of the corpus stand in these. */
function found(within: readonly string[]): number {
  const shown = within.map(asShown);
  return corpus.filter((text) => shown.some((one) => one.includes(asShown(text)) || one.includes(asLine(text)))).length;
}

/** The same text in fields of one line. */
function lines(text: string, ...names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, asLine(text)]));
}

/** The path of an address, without its query. */
function bare(path: string): string {
  return path.replace(/\?.*/, "");
}

/** The link that sets a password, from the page that shows it. */
async function linkOn({ page }: Watched): Promise<string> {
  await expect(page.locator("code")).toBeVisible();
  return new URL(await page.locator("code").innerText()).pathname;
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
  const asked = Object.entries({ edition: "2026-27", opens: day(opens), due: day(30), closes: day(60) });
  const fields = { title, ...Object.fromEntries(asked.map(([name, value]) => [`${form}.${name}`, value])) };
  const { path } = await administrator.send("/rounds/new", fields, () => ({ text: [title] }));
  expect(path).toMatch(/\?created=1$/);
  return bare(path);
}

/** Invites to a round and opens it. */
async function openRound(administrator: Watched, round: string, invited: Fields): Promise<void> {
  expect((await administrator.send(`${round}/invite`, invited)).path).toMatch(/\?invited=/);
  expect((await administrator.send(`${round}/open`, {})).path).toMatch(/\?opened=1$/);
}

/** An organisation with a lead and a contributor who are signed in. */
type Organisation = { path: string; reference: string; lead: Watched; contributor: Watched };

async function makeOrganisation(
  browser: Browser,
  baseURL: string,
  administrator: Watched,
  number: number,
): Promise<Organisation> {
  const name = `${ORGANISATION} ${number}`;
  const details = { name, group: ORGANISATION, sector: "education", sub_sector: "primary" };
  const shown = { text: [name], title: name };
  const added = await administrator.send("/organisations/new", details, () => shown);
  expect(added.path).toMatch(/\?done=added$/);
  const reference = bare(added.path).replace("/organisations/", "");
  const letInAs = async (role: string, member: string): Promise<Watched> => {
    const person = { name: member, email: `${role}-${number}@hostile.example`, role, organisation: reference };
    await administrator.send("/people/new", person, () => ({ text: [member, name], title: member }));
    return letIn(browser, baseURL, await linkOn(administrator), member, person.email);
  };
  const [lead, contributor] = [await letInAs("lead", LEAD), await letInAs("contributor", CONTRIBUTOR)];
  return { path: bare(added.path), reference, lead, contributor };
}

/** The address of an organisation's audit in the round of this title, as one of its people finds it. */
async function auditIn(member: Watched, organisation: string, round: string): Promise<string> {
  await member.look(organisation, { text: [ORGANISATION], title: ORGANISATION });
  const link = member.page.getByRole("link", { name: `Audit round ${round}`, exact: true });
  return (await link.getAttribute("href")) ?? "";
}

/** What a standard's page holds of one question, beside what can be typed. */
type Asked = { key: string; revision: string; saveId: string; notApplicable: boolean };

/** The questions of a standard's page, which is read and not opened. */
async function asked({ page }: Watched, standard: string): Promise<[Asked, ...Asked[]]> {
  const questions = await page.evaluate(async (path) => {
    const html = await (await fetch(path)).text();
    const sections = new DOMParser().parseFromString(html, "text/html").querySelectorAll("section.app-question");
    return [...sections].map((section) => {
      const value = (name: string): string | undefined =>
        section.querySelector<HTMLInputElement>(`[name="${section.id}.${name}"]`)?.value;
      return {
        key: section.id,
        revision: value("revision") ?? "",
        saveId: value("save_id") ?? "",
        notApplicable: section.querySelector("input[value=not_applicable]") !== null,
      };
    });
  }, standard);
  expect(questions.length, "questions of a standard").toBeGreaterThan(0);
  return questions as [Asked, ...Asked[]];
}

/** The hidden fields that a save of these questions must name. */
function saves(questions: readonly Asked[]): Fields {
  const each = questions.flatMap(({ key, revision, saveId }) => [
    [`${key}.revision`, revision],
    [`${key}.save_id`, saveId],
  ]);
  return Object.fromEntries(each);
}

/** What stands in every field of the open page whose name ends like this. */
async function valuesOf({ page }: Watched, name: string): Promise<string[]> {
  const fields = page.locator(`[name$=".${name}"]`);
  return fields.evaluateAll((all) => all.map((field) => (field as HTMLInputElement).value));
}

/** What was posted in the fields with one of these names. */
function textsOf(posted: readonly Fields[], ...names: string[]): string[] {
  const all = posted.flatMap((fields) => Object.entries(fields));
  return all.flatMap(([field, text]) => (names.some((name) => field.endsWith(`.${name}`)) && text ? [text] : []));
}

/** Those of the posted answers that were scored, and so ask for an action. */
function scored(posted: readonly Fields[]): Fields[] {
  return posted.map((fields) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => fields[name.replace(/[^.]*$/, "score")] === "1")),
  );
}

/** The answer to the `place`th question of the form, of those that may be not applicable the `reason`th. */
function answer(key: string, place: number, reason: number | undefined, byWhen: string): Fields {
  const who = turned(place).find((text) => text.length <= 200) ?? "";
  return {
    [`${key}.score`]: "1",
    ...(reason === undefined ? {} : { [`${key}.reason`]: prose[reason % prose.length] ?? "" }),
    [`${key}.evidence`]: turned(place, place === 0 ? corpus.length : 12).join("\n"),
    [`${key}.action`]: turned(place + 30, 8).join("\n"),
    [`${key}.who`]: asLine(who),
    [`${key}.by_when`]: byWhen,
    [`${key}.no_action_reason`]: asLine(turned(place + 45, 8).join(" ")),
  };
}

test("a page that shows a text as anything else is noticed", async ({ browser, address }) => {
  const policies = { theirs: "default-src * 'unsafe-inline' data:", ours: "default-src 'none'; script-src 'self'" };
  const beginning = (start: string): string => corpus.find((text) => text.startsWith(start)) ?? "";
  const [title, area] = [beginning("</title>"), beginning("</textarea>")];
  const body = `<title>${title}</title><textarea>${area}</textarea><p title="${beginning('" on')}">${beginning("<img")}</p>`;
  for (const [whose, policy] of Object.entries(policies)) {
    const careless = await Watched.open(browser, { baseURL: address });
    await careless.page.route("**/careless", (route) =>
      route.fulfill({ contentType: "text/html", headers: { "content-security-policy": policy }, body }),
    );
    await careless.look("/careless");
    const signs = careless.signs.join("\n");
    for (const sign of ["script has s29", "img has onerror", "p has onfocus"]) expect(signs).toContain(sign);
    expect(signs).toContain(whose === "ours" ? "script-src-attr refused inline" : "a dialog said 29");
    await careless.page.context().close();
  }
});

test("what an organisation types is text on every page that shows it", async ({ browser, address }) => {
  test.setTimeout(240_000);
  expect(new Set(corpus).size).toBe(60);
  const administrator = await Watched.signedIn(browser, address, accounts.administrator);
  const reviewer = await Watched.signedIn(browser, address, accounts.reviewer);
  const round = await makeRound(administrator, "Hostile words", "schools", -3);
  const organisation = await makeOrganisation(browser, address, administrator, 1);
  const { lead, contributor } = organisation;
  await openRound(administrator, round, { whom: "one", organisation: organisation.reference });
  const audit = await auditIn(lead, organisation.path, "Hostile words");
  await lead.look(audit, { text: [ORGANISATION] });
  const standards = [1, 2, 3, 4, 5, 6, 7].map((number) => `${audit}/standards/${number}`);
  const [first = "", last = ""] = [standards[0], standards[6]];
  // Three of them hold every text, too: enough where the page is the same for somebody else.
  const some = [0, 3, 6].map((at) => [standards[at] ?? "", at] as const);
  await twoPeople(lead, contributor, first);

  // A draft, in which even the day is not a day; beside it the answers that will be submitted.
  const names = ["evidence", "action", "who", "by_when", "no_action_reason", "reason"];
  const stored: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
  const [drafts, finals]: [Fields[], Fields[]] = [[], []];
  let [place, reasons] = [0, 0];
  for (const standard of standards) {
    const questions = await asked(lead, standard);
    const [draft, final]: [Record<string, string>, Record<string, string>] = [{}, {}];
    for (const { key, notApplicable } of questions) {
      const reason = notApplicable ? reasons++ : undefined;
      const noDay = turned(place).find((text) => asLine(text).length <= 40) ?? "";
      Object.assign(draft, answer(key, place, reason, asLine(noDay)));
      Object.assign(final, answer(key, place, reason, day(place + 1)));
      if (notApplicable) final[`${key}.score`] = "not_applicable";
      place += 1;
    }
    await lead.send(standard, { ...saves(questions), ...draft, then: "stay" }, () => ({ values: draft }));
    for (const name of names) stored[name]?.push(...(await valuesOf(lead, name)));
    drafts.push(draft);
    finals.push(final);
  }
  const upTo = (limit: number): number => corpus.filter((text) => asLine(text).length <= limit).length;
  const kept = Object.fromEntries(Object.entries(stored).map(([name, values]) => [name, found(values)]));
  const all = { evidence: 60, action: 60, reason: 60, no_action_reason: 60 };
  expect(kept, "texts of the corpus in each field").toEqual({ ...all, who: upTo(200), by_when: upTo(40) });

  // Every page with a draft, also where no script runs.
  const drafted = { text: textsOf(drafts, "evidence", "action", "who", "by_when", "no_action_reason") };
  await lead.look(`${audit}/check`, drafted);
  await reviewer.look(`${audit}/record`, drafted);
  const plain = await lead.withoutScripts(browser, address);
  for (const [standard, at] of some) {
    await plain.look(standard, { values: drafts[at] });
  }
  await contributor.look(last, { values: drafts[6] });
  await reviewer.look(first, { text: textsOf(drafts.slice(0, 1), "evidence", "action", "no_action_reason") });
  await plain.look(`${audit}/check`, drafted);
  await refusals(browser, address, lead, first);

  for (const [at, path] of standards.entries()) {
    const fields = { ...saves(await asked(lead, path)), ...finals[at], then: "stay" };
    await lead.ask([{ path, fields }], () => ({ values: finals[at] }));
  }
  // A page that somebody had open before the audit was submitted.
  const late = await lead.whole(first, {
    ...finals[0],
    "S1.1.save_id": "late",
    "S1.1.evidence": turned(7).join("\n"),
  });
  const check = `${audit}/check`;
  const unconfirmed = await lead.send(check, DECLARED, () => ({ values: DECLARED }));
  expect(unconfirmed.status).toBe(422);
  expect((await lead.send(check, { ...DECLARED, confirmed: "yes" })).path).toBe(`${audit}?submitted=1`);

  // Every page with a submitted audit.
  const record = {
    text: [
      ...textsOf(scored(finals), "evidence", "action", "who", "no_action_reason"),
      ...textsOf(finals, "reason"),
      `${DECLARED.name}, ${DECLARED.role}`,
    ],
  };
  for (const reader of [lead, contributor, reviewer, administrator]) {
    await reader.lookAndPrint(`${audit}/record`, record);
    await reader.look(organisation.path, { text: [ORGANISATION], title: ORGANISATION });
    await reader.look(`${organisation.path}/people`, { text: [ORGANISATION, LEAD, CONTRIBUTOR], title: ORGANISATION });
  }
  for (const reader of [lead, reviewer]) {
    await reader.look(audit, { text: [ORGANISATION] });
    await reader.look(`${audit}/results`, { text: [ORGANISATION] });
    await reader.look(`${organisation.path}/results`, { text: [ORGANISATION] });
  }
  await reviewer.look(round);
  await reviewer.look(`${round}/audits`, { text: [ORGANISATION] });
  await reviewer.look(`${round}/results?form=schools`);
  await reviewer.look(`${round}/results/organisations?form=schools&group=all&standard=1`, { text: [ORGANISATION] });
  await reviewer.look(`${round}/results/organisations?form=schools&group=all&question=S1.1`, { text: [ORGANISATION] });
  const tooLate = await lead.send(first, late, () => ({ text: [turned(7).join("\n")] }));
  expect(tooLate.status).toBe(409);

  const planned = { text: textsOf(scored(finals), "action", "who") };
  await actionPlan(organisation, reviewer, planned);
  await closed(administrator, lead, organisation.path);

  // The next round shows the last one's answers beside its questions.
  const next = await makeRound(administrator, "Hostile words again", "schools", -1);
  await openRound(administrator, next, { whom: "one", organisation: organisation.reference });
  const later = await auditIn(lead, organisation.path, "Hostile words again");
  for (const [standard, at] of some) {
    const then = finals.slice(at, at + 1);
    const before = [...textsOf(scored(then), "evidence", "no_action_reason"), ...textsOf(then, "reason")];
    await lead.look(standard.replace(audit, later), { text: before });
    await plain.look(standard.replace(audit, later), { text: before });
  }
  await plain.look(`${audit}/record`, record);
  await plain.look(`${organisation.path}/action-plan`);
  await plain.look(`${organisation.path}/action-plan/1`, { values: { what: prose[0] ?? "" } });

  await lead.look("/account/authenticator");
  await lead.close(28, 7);
  await contributor.close(8);
  await reviewer.close(14);
  await administrator.close(12);
  await plain.close(10);
});

/** Two people change one answer: with scripts, and without. */
async function twoPeople(lead: Watched, contributor: Watched, standard: string): Promise<void> {
  const [theirs, mine] = [turned(20).join("\n"), turned(40).join("\n")];
  await lead.look(standard);
  await contributor.look(standard);
  const [first] = await asked(lead, standard);
  const field = `${first.key}.evidence`;
  const question = ({ page }: Watched) => page.locator(`section[id="${first.key}"]`);
  await question(lead).getByLabel("Evidence", { exact: true }).fill(theirs);
  await expect(question(lead).getByRole("status")).toHaveText(/^Saved/);
  await question(contributor).getByLabel("Evidence", { exact: true }).fill(mine);
  await expect(question(contributor).getByRole("alert")).toContainText("Changed by");
  await contributor.lookHere({ text: [theirs, LEAD], values: { [field]: mine } });
  await question(contributor).getByRole("button", { name: "Keep theirs" }).click();
  await expect(question(contributor).getByRole("status")).toHaveText(/^Saved/);
  await contributor.lookHere({ values: { [field]: theirs } });

  const late = { ...saves([first]), [`${first.key}.score`]: "1", [field]: mine };
  const shown = { text: [theirs, LEAD], values: { [field]: mine } };
  expect((await contributor.send(standard, late, () => shown)).status).toBe(409);
}

/** Answers that are not saved: too long ones, and one sent after the session has ended. */
async function refusals(browser: Browser, baseURL: string, lead: Watched, standard: string): Promise<void> {
  const [first] = await asked(lead, standard);
  const text = `${corpus.join("\n")}${"x".repeat(10_000)}`;
  const values = { [`${first.key}.evidence`]: text, ...lines(text, `${first.key}.who`) };
  const refused = await lead.send(standard, { ...saves([first]), ...values }, () => ({ values }));
  expect(refused.status).toBe(422);
  const gone = await Watched.open(browser, { baseURL });
  await gone.look("/sign-in");
  const typed = { "S1.1.evidence": corpus.join("\n"), "S1.1.who": asLine(corpus[16] ?? "") };
  const carried = await gone.send(standard, { "S1.1.save_id": "gone", ...typed }, () => ({ values: typed }));
  expect(carried.status).toBe(401);
  for (const email of prose) {
    const again = { "S1.1.save_id": "gone", ...typed, "sign-in.email": email };
    const values = { ...typed, ...lines(email, "sign-in.email") };
    expect((await gone.send(standard, again, () => ({ values }))).status).toBe(401);
  }
  await gone.close(2);
}

/** Every field of an action, on every page that shows it. `before` is what the plan shows at first. */
async function actionPlan(organisation: Organisation, reviewer: Watched, before: Shown): Promise<void> {
  const { lead, contributor } = organisation;
  const plan = `${organisation.path}/action-plan`;
  for (const reader of [lead, contributor, reviewer]) await reader.lookAndPrint(plan, before);
  const kept: string[][] = [[], [], []];
  for (const [at, what] of prose.entries()) {
    const action = `${plan}/${at + 1}`;
    const [progress, impact] = [prose[(at + 1) % prose.length] ?? "", prose[(at + 2) % prose.length] ?? ""];
    const typed = { what, who: asLine(corpus[at + 15] ?? ""), progress, impact };
    const noDays = { ...typed, by_when: asLine(corpus[16] ?? ""), done_on: asLine(corpus[14] ?? "") };
    const refused = await lead.send(action, { revision: "1", status: "done", ...noDays }, () => ({ values: noDays }));
    expect(refused.status).toBe(422);
    const revision = await lead.page.locator("[name=revision]").inputValue();
    const whole = { ...typed, by_when: day(9), status: "in_progress", done_on: "" };
    expect((await lead.send(action, { revision, ...whole }, () => ({ text: [what] }))).path).toMatch(/\?saved=/);
    await lead.look(action, { values: typed });
    await reviewer.lookAndPrint(action, { text: Object.values(typed) });
    const late = { ...whole, progress: impact, impact: progress };
    const shown = { text: Object.values(typed), values: { progress: impact, impact: progress } };
    expect((await contributor.send(action, { revision, ...late }, () => shown)).status).toBe(409);
    for (const [field, text] of [what, progress, impact].entries()) kept[field]?.push(text);
  }
  expect(kept.map(found), "texts of the corpus in each field of the plan").toEqual([60, 60, 60]);
}

/** A form that is sent after the board has closed the organisation is shown to be copied. */
async function closed(administrator: Watched, lead: Watched, organisation: string): Promise<void> {
  const [what = "", progress = "", impact = ""] = [...prose, ...prose];
  // A page that somebody had open before.
  const late = await lead.whole(`${organisation}/action-plan/9`, {
    revision: "9",
    what,
    who: LEAD,
    by_when: day(9),
    status: "in_progress",
    progress,
    impact,
  });
  await administrator.look(`${organisation}/close`, { text: [ORGANISATION], title: ORGANISATION });
  await administrator.send(`${organisation}/close`, { then: "close" });
  const shown = { text: [what, LEAD, progress, impact] };
  const answered = await lead.send(`${organisation}/action-plan/9`, late, () => shown);
  expect(answered.status).toBe(409);
  await administrator.send(`${organisation}/close`, { then: "open" });
}

test("names are text in every list and on every page that shows them", async ({ browser, address }) => {
  test.setTimeout(240_000);
  const administrator = await Watched.signedIn(browser, address, accounts.administrator);
  const reviewer = await Watched.signedIn(browser, address, accounts.reviewer);

  // Each text by itself as an organisation's name and group, and then several in one, so that every page can be opened.
  // To a search some are the same name: the page asks about that once.
  const details = (name: string): Fields => ({ name, group: name, sector: "housing", warned_of: name });
  const added = await administrator.ask(
    [...corpus, ...unstorable].map((name) => ({ path: "/organisations/new", fields: details(name) })),
    ({ status }, at) => {
      const name = corpus[at] ?? unstorable[at - corpus.length] ?? "";
      return status === 422 ? { values: lines(name, "name", "group") } : { text: [asName(name)], title: asName(name) };
    },
  );
  const organisations = new Map<string, string>();
  const severals = new Map<string, string>();
  for (const [at, { path }] of added.entries()) {
    const name = corpus[at];
    if (name !== undefined && path.includes("?done=added")) organisations.set(asName(name), bare(path));
  }
  const names = [...organisations.keys()];
  // Only a text that is too long for a name is refused.
  expect(names).toEqual(corpus.map(asName).filter((name) => name.length <= 160));
  expect(names.length).toBe(59);
  for (const [at, name] of packed(names, 160, " ").entries()) {
    const shown = { text: [name], title: name };
    const { path } = await administrator.send("/organisations/new", details(name), () => shown);
    severals.set(name, bare(path));
    await administrator.ask(
      ["", "/edit", "/close", "/people", "/action-plan", "/results"].map((page) => ({ path: bare(path) + page })),
      () => ({ text: [name] }),
    );
    if (at % 4 > 0) continue;
    await administrator.look(`${bare(path)}/edit`, { values: { name, group: name }, text: [name], title: name });
    await administrator.look(`${bare(path)}/close`, { text: [name], title: name });
    await reviewer.lookAndPrint(`${bare(path)}/action-plan`, { text: [name] });
  }
  await everyPage(reviewer, "/organisations", [...names, ...severals.keys()]);

  // The same texts as people's names, and where possible as their addresses.
  const people = names.filter((name) => name.length <= 100);
  const addPeople = (addressOf: (at: number) => string): Promise<Answered[]> => {
    const person = (name: string, at: number): Fields => ({
      name,
      email: addressOf(at),
      role: "lead",
      organisation: (organisations.get(name) ?? "").replace("/organisations/", ""),
    });
    return administrator.ask(
      people.map((name, at) => ({ path: "/people/new", fields: person(name, at) })),
      ({ status }, at) => {
        const [name = "", email] = [people[at], addressOf(at)];
        if (status === 422) return { values: { name, email: asLine(email) } };
        return { text: [name, asAddress(email)], title: name };
      },
    );
  };
  const addresses = people.map((name, at) => `${MAILBOXES[at] ?? name}@${at}.hostile.example`);
  const addressed = await addPeople((at) => addresses[at] ?? "");
  const accepted = addressed.flatMap(({ path }, at) => (path.includes("?done=added") ? [at] : []));
  expect(accepted.length, "hostile addresses that are addresses").toBeGreaterThanOrEqual(MAILBOXES.length);
  const plainly = await addPeople((at) => `person-${at}@hostile.example`);
  expect(plainly.filter(({ path }) => !path.includes("?done=added"))).toEqual([]);
  const shown = [...people, ...accepted.map((at) => asAddress(addresses[at] ?? ""))];
  await administrator.look("/people", { text: shown });
  for (const at of accepted.slice(0, 3)) {
    const email = asAddress(addresses[at] ?? "");
    await administrator.look(`${bare(addressed[at]?.path ?? "")}/edit`, { values: { email } });
    await reviewer.look(`${organisations.get(people[at] ?? "")}/people`, { text: [people[at] ?? "", email] });
  }

  // One person belongs to all organisations with several texts in their name, and begins to answer for each.
  const all = [...severals.keys()];
  const everyone = { name: LEAD, email: "everyone@hostile.example", role: "lead" };
  const roles = await administrator.ask(
    [...severals.values()].map((path) => ({
      path: "/people/new",
      fields: { ...everyone, organisation: path.replace("/organisations/", "") },
    })),
    () => ({ text: [LEAD] }),
  );
  const person = bare(roles[0]?.path ?? "");
  await administrator.look(person, { text: all });
  await administrator.send(`${person}/link`, {});
  const member = await letIn(browser, address, await linkOn(administrator), LEAD, everyone.email);
  await member.look("/account", { text: all });
  const round = await makeRound(administrator, "Hostile names", "partners", -1);
  await openRound(administrator, round, { whom: "sectors", sector: "housing" });
  await reviewer.look(`${round}/audits`, { text: [...names, ...all] });
  const links = await reviewer.page
    .locator("tbody th a")
    .evaluateAll((links) => links.map((link) => [link.textContent ?? "", link.getAttribute("href") ?? ""] as const));
  const audits = links.filter(([name]) => severals.has(name));
  expect(audits.length).toBe(severals.size);
  await member.ask(
    audits.map(([name, audit]) => ({
      path: `${audit}/standards/1`,
      fields: { "P1.1.save_id": "first", "P1.1.revision": "0", "P1.1.score": "1", "P1.1.evidence": name },
    })),
    (_, at) => ({ values: { "P1.1.evidence": audits[at]?.[0] ?? "" }, text: [audits[at]?.[0] ?? ""] }),
  );
  const behind = `${round}/results/organisations?form=partners&group=all&include=in-progress`;
  await reviewer.look(`${behind}&question=P1.1`, { text: all });
  await reviewer.look(`${behind}&standard=1`, { text: all });

  // An island's props name the person who saved an answer; the pages that ask before a change name its person.
  const standard = `${audits[0]?.[1]}/standards/1`;
  const membership = `end-membership/${[...severals.values()][0]?.replace("/organisations/", "")}`;
  const asking = ["edit", "stop", membership].map((page) => ({ path: `${person}/${page}` }));
  for (const name of packed(people, 100, " ")) {
    const fields = { name, email: everyone.email };
    await administrator.ask([{ path: `${person}/edit`, fields }], () => ({ text: [name], title: name }));
    await administrator.ask(asking, () => ({ text: [name], title: name }));
    await member.ask([{ path: standard }], () => ({ text: [name] }));
    // An island also reads a name that could break out of the props, or of their JSON.
    if (!/[&\\]|"}/.test(name)) continue;
    await member.look(standard, { text: [name] });
    await expect(member.page.locator('[id="P1.1"]').getByRole("status")).toContainText(`by ${name}`);
  }
  for (const { path } of asking) await administrator.look(path);

  // A search finds each, and shows what was searched for.
  for (const [list, finds] of [["/organisations", names], ["/people", people]] as const) {
    await administrator.ask(
      corpus.map((text) => ({ path: `${list}?q=${encodeURIComponent(text)}` })),
      (_, at) => {
        const text = corpus[at] ?? "";
        return { values: lines(text, "q"), text: finds.includes(text) ? [text] : [] };
      },
    );
    for (const text of prose) {
      await administrator.look(`${list}?q=${encodeURIComponent(text)}`, { values: lines(text, "q") });
    }
  }
  await administrator.close(34, 450);
  await reviewer.close(10);
  await member.close(4, 30);
});

/** Opens every page of a list, and finds these texts among them. */
async function everyPage(watched: Watched, list: string, texts: readonly string[]): Promise<void> {
  const shown: string[] = [];
  for (let path: string | null = list; path; ) {
    await watched.look(path);
    shown.push(await watched.page.locator("main").evaluate((main) => main.textContent ?? ""));
    const next = watched.page.locator("a[rel=next]");
    path = (await next.count()) > 0 ? await next.getAttribute("href") : null;
  }
  expect(texts.filter((text) => !shown.some((page) => page.includes(asShown(text))))).toEqual([]);
}

test("what a form or an address refuses is text on the page that refuses it", async ({ browser, address }) => {
  test.setTimeout(240_000);
  const administrator = await Watched.signedIn(browser, address, accounts.administrator);
  const texts = [...corpus, ...unstorable];
  const at = (place: number): string => texts[place] ?? "";
  /** Posts every text to a form, in fields of one line that it then shows again; the page with several is opened. */
  const refuses = async (watched: Watched, path: string, fields: Fields, ...names: string[]): Promise<void> => {
    const post = (text: string): Fields => ({ ...fields, ...Object.fromEntries(names.map((name) => [name, text])) });
    const statuses = await watched.ask(
      texts.map((text) => ({ path, fields: post(text) })),
      (_, place) => ({ values: lines(at(place), ...names) }),
    );
    expect(statuses.filter(({ status }) => status !== 422 && status !== 429)).toEqual([]);
    const [several = ""] = prose;
    await watched.send(path, post(several), () => ({ values: lines(several, ...names) }));
  };

  const dates = ["opens", "due", "closes"].flatMap((name) => [`schools.${name}`, `partners.${name}`]);
  const editions = { "schools.edition": "2026-27", "partners.edition": "2026-27" };
  await refuses(administrator, "/rounds/new", editions, "title", ...dates);
  const numbers = ["urn", "laestab", "ukprn", "ods", "charity_number"];
  await refuses(administrator, "/organisations/new", { sector: "housing" }, "name", "group", ...numbers);
  await refuses(administrator, "/people/new", { role: "lead" }, "email", "organisation", "name");
  await refuses(administrator, "/people/5/edit", {}, "email", "name");
  // Two texts of the corpus are titles.
  const titles = ["null", "undefined"];
  for (const title of titles) await makeRound(administrator, title, "schools", 0);
  await administrator.look("/rounds", { text: titles });
  await refuses(administrator, "/rounds/null/invite", { whom: "one" }, "organisation");

  // A declaration that is not confirmed, under an audit that is complete and has no texts.
  const { path, reference, lead, contributor } = await makeOrganisation(browser, address, administrator, 2);
  await openRound(administrator, "/rounds/null", { whom: "one", organisation: reference });
  const audit = await auditIn(lead, path, "null");
  for (let number = 1; number <= 7; number++) {
    const path = `${audit}/standards/${number}`;
    const questions = await asked(lead, path);
    const scores = Object.fromEntries(questions.map(({ key }) => [`${key}.score`, "3"]));
    await lead.ask([{ path, fields: { ...saves(questions), ...scores } }], () => ({}));
  }
  await refuses(lead, `${audit}/check`, {}, "name", "role");

  // Signing in, and every word that an address may carry.
  const nobody = await Watched.open(browser, { baseURL: address });
  await nobody.look("/sign-in");
  await refuses(nobody, "/sign-in", { password: "x" }, "email");
  const several = packed(texts, 1_000, " ").map(encodeURIComponent);
  const anywhere = (watched: Watched, paths: readonly string[], names: readonly string[]): Promise<Answered[]> =>
    watched.ask(
      paths.flatMap((path) => several.map((text) => ({ path: `${path}?${names.map((name) => `${name}=${text}`).join("&")}` }))),
      () => ({}),
    );
  await anywhere(nobody, ["/sign-in", "/set-up", "/privacy", "/rounds"], ["next", "because"]);
  const board = ["", "/audits", "/results", "/results/organisations"].map((page) => `/rounds/null${page}`);
  await anywhere(
    administrator,
    [...board, "/organisations", "/organisations/import", "/people/5"],
    "q form state sector sub_sector group question standard include sort page link done".split(" "),
  );
  const own = [`${audit}/standards/1`, audit, `${path}/action-plan`, "/account"];
  await anywhere(lead, own, ["saved", "submitted", "done"]);
  await administrator.ask(
    ["/organisations", "/rounds", "/audits"].flatMap((path) => several.map((text) => ({ path: `${path}/${text}` }))),
    () => ({}),
  );
  for (const text of prose) {
    // Signing in leads only to pages of ours.
    await nobody.look(`/sign-in?next=${encodeURIComponent(text)}`, { values: { next: "" } });
  }

  await importing(administrator);
  await lead.close(5, 80);
  await contributor.close(3);
  await nobody.close(3, 80);
  await administrator.close(11, 350);
});

/** A file of organisations: problems in every column, and names that are there twice. */
async function importing(administrator: Watched): Promise<void> {
  const upload = async (rows: readonly (readonly string[])[], shown: Shown): Promise<void> => {
    const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
    await administrator.look("/organisations/import");
    const file = { name: `"><img s29 src=x>.csv`, mimeType: "text/csv", buffer: Buffer.from(quoted.join("\r\n")) };
    await administrator.page.locator("#file").setInputFiles(file);
    const arrived = administrator.page.waitForEvent("load");
    await administrator.page.getByRole("button", { name: "Only check the file" }).click();
    await arrived;
    await administrator.lookHere(shown);
  };
  const header = ["name", "sector", "sub_sector", "group", "basis", "urn"];
  // A message quotes the first forty characters of what it does not know, in one line.
  const begun = corpus.map((text) => [...text.replace(/[\r\n]+/g, " ")].slice(0, 40).join(""));
  await upload([header, ...corpus.map((text) => [text, text, text, text, text, text])], {
    text: begun.flatMap((text) => [`Sector “${text}” is not known`, `Basis “${text}” is not known`]),
  });
  const names = corpus.filter((text) => !/[\r\n\u202A-\u202E\u2066-\u2069]/.test(text) && text.length <= 160);
  await upload([header, ...[...names, ...names].map((name) => [name, "housing", "", name, "", ""])], {
    text: names.map((name) => `“${asName(name)}” is also the name of`),
  });
}

test("what is typed when a board is set up is text on its pages", async ({ browser }) => {
  test.setTimeout(120_000);
  const server = await Program.empty();
  try {
    const first = await Watched.open(browser, { baseURL: server.address });
    await first.look("/");
    const names = ["board_name", "short_name", "contact_email", "name", "email"];
    const post = (text: string): Fields => ({
      token: "none",
      ...Object.fromEntries(names.map((name) => [name, text])),
      legal_basis: text,
      password: "short",
    });
    await first.ask(
      [...corpus, ...unstorable].map((text) => ({ path: "/set-up", fields: post(text) })),
      (_, at) => {
        const text = corpus[at] ?? unstorable[at - corpus.length] ?? "";
        return { values: { ...lines(text, ...names), legal_basis: text } };
      },
    );
    for (const text of prose) {
      const shown = { values: { ...lines(text, ...names), legal_basis: text } };
      expect((await first.send("/set-up", post(text), () => shown)).status).toBe(422);
    }

    const short = corpus.filter((text) => !/[\r\n\u202A-\u202E\u2066-\u2069]/.test(text));
    const [legalBasis = ""] = packed([...corpus].sort((a, b) => a.length - b.length), 2_000, "\n");
    const board = {
      token: server.token,
      board_name: ORGANISATION,
      short_name: packed(short, 160, " ")[3] ?? "",
      contact_email: `${MAILBOXES[0]}@board.example`,
      legal_basis: legalBasis,
      name: LEAD,
      email: "first@hostile.example",
      password: PASSWORD,
      again: PASSWORD,
    };
    const shown = { text: [ORGANISATION, `Help: ${board.contact_email.toLowerCase()}`], title: ORGANISATION };
    expect((await first.send("/set-up", board, () => shown)).path).toBe("/sign-in?because=set-up");
    expect(found([legalBasis]), "texts in the legal basis").toBeGreaterThanOrEqual(45);
    await first.look("/privacy", { ...shown, text: [...shown.text, legalBasis] });
    await first.look("/accessibility", shown);
    await first.look("/set-up", shown);
    await first.look(`/set-password/${"0".repeat(64)}`, shown);
    await first.send("/sign-in", { email: board.email, password: PASSWORD }, () => shown);
    expect(first.page.url()).toContain("/account/authenticator");
    await first.lookHere({ ...shown, text: [...shown.text, LEAD] });
    await first.close(6, 60);
  } finally {
    await server.remove();
  }
});
