// Every page of the sample board, in every state that it has: for the pictures, and for the tests that ask the same of
// each page. `tests/extremes.spec.ts` makes pages before anything is there, with the longest names and with hundreds of
// organisations.

import type { Page } from "@playwright/test";
import type { AccountName } from "./accounts";
import {
  answerWithoutAction,
  changedAction,
  changedBefore,
  changedWhileTyping,
  checkSameNames,
  COLUMNS,
  importFile,
  makeFile,
  press,
  refuseAction,
  refuseAnswer,
  signedOut,
  withoutName,
} from "./steps";

/** One state of one page. */
export type State = {
  /** The picture's name. */
  name: string;
  path: string;
  /** What is done on the page before it is looked at. */
  then?: (page: Page) => Promise<void>;
  /** The status with which the page's script is refused meanwhile. */
  refused?: number;
};

/** What the browser reports in states in which a page's script is refused; nothing in most. */
export function refusals(some: State[]): RegExp | undefined {
  const statuses = some.flatMap(({ refused }) => refused ?? []);
  return statuses.length > 0 ? new RegExp(`status of (${statuses.join("|")})`) : undefined;
}

/** The states that somebody sees; `nobody` has not signed in. */
export const states: Record<AccountName | "nobody", State[]> = {
  nobody: [
    { name: "sign-in", path: "/sign-in" },
    { name: "sign-in-signed-out", path: "/sign-in?because=signed-out" },
    { name: "sign-in-refused", path: "/sign-in", then: press("Sign in") },
    { name: "set-password-used", path: `/set-password/${"0".repeat(64)}` },
    { name: "accessibility", path: "/accessibility" },
    { name: "privacy", path: "/privacy" },
  ],
  schoolLead: [
    { name: "account", path: "/account" },
    { name: "account-password", path: "/account/password" },
    { name: "account-password-refused", path: "/account/password", then: press("Change the password") },
    { name: "authenticator", path: "/account/authenticator" },
    { name: "authenticator-refused", path: "/account/authenticator", then: press("Confirm") },
    { name: "organisation", path: "/organisations/O-0022" },
    { name: "organisation-people", path: "/organisations/O-0022/people" },
    { name: "task-list", path: "/audits/272" },
    { name: "task-list-saved", path: "/audits/272/standards/4", then: press("Save and return to task list") },
    { name: "task-list-submitted", path: "/audits/119" },
    { name: "standard", path: "/audits/272/standards/3" },
    { name: "standard-empty", path: "/audits/272/standards/5" },
    { name: "standard-saved", path: "/audits/272/standards/4", then: press("Save") },
    { name: "standard-lacks-an-action", path: "/audits/272/standards/6", then: answerWithoutAction },
    { name: "standard-closed", path: "/audits/119/standards/3" },
    { name: "standard-refused", path: "/audits/272/standards/6", then: refuseAnswer, refused: 422 },
    { name: "standard-changed", path: "/audits/272/standards/6", then: changedBefore, refused: 409 },
    { name: "standard-changed-while-typing", path: "/audits/272/standards/7", then: changedWhileTyping, refused: 409 },
    { name: "standard-signed-out", path: "/audits/272/standards/2", then: signedOut, refused: 401 },
    { name: "check", path: "/audits/272/check" },
    { name: "record", path: "/audits/119/record" },
    { name: "record-in-progress", path: "/audits/272/record" },
    { name: "own-results", path: "/audits/119/results" },
    { name: "own-results-latest", path: "/organisations/O-0022/results" },
    { name: "action-plan", path: "/organisations/O-0022/action-plan" },
    { name: "action-plan-saved", path: "/organisations/O-0022/action-plan/1", then: press("Save") },
    { name: "action", path: "/organisations/O-0022/action-plan/1" },
    { name: "action-refused", path: "/organisations/O-0022/action-plan/1", then: refuseAction },
    { name: "action-changed", path: "/organisations/O-0022/action-plan/2", then: changedAction },
    { name: "not-found", path: "/audits/999999" },
    { name: "not-allowed", path: "/rounds" },
    { name: "wrong-method", path: "/rounds/2014/open" },
  ],
  contributor: [
    { name: "task-list-contributor", path: "/audits/272" },
    { name: "action-contributor", path: "/organisations/O-0022/action-plan/1" },
  ],
  severalLead: [{ name: "account-several", path: "/account" }],
  partnerLead: [
    { name: "account-partner", path: "/account" },
    { name: "own-results-partner", path: "/organisations/O-0131/results" },
  ],
  reviewer: [
    { name: "results-schools", path: "/rounds/2014/results?form=schools" },
    { name: "results-partners", path: "/rounds/2014/results?form=partners" },
    { name: "results-one-group", path: "/rounds/2014/results?form=schools&sub_sector=primary&sort=n1" },
    { name: "results-in-progress", path: "/rounds/2026-27/results?form=schools&include=in-progress" },
    { name: "results-first-round", path: "/rounds/2012/results" },
    { name: "results-behind", path: "/rounds/2014/results/organisations?form=schools&group=all&question=S3.3" },
    { name: "results-behind-standard", path: "/rounds/2014/results/organisations?form=schools&group=all&standard=3" },
    { name: "results-behind-none", path: "/rounds/2014/results/organisations?form=schools&group=all&question=S1.1&choice=not_answered" },
    { name: "round-answers", path: "/rounds/2014/answers" },
    { name: "round-answers-made", path: "/rounds/2014/answers", then: makeFile },
    { name: "standard-board", path: "/audits/272/standards/3" },
    { name: "record-board", path: "/audits/119/record" },
    { name: "own-results-alone", path: "/organisations/O-0147/results" },
    { name: "own-results-open", path: "/audits/251/results" },
    { name: "action-board", path: "/organisations/O-0022/action-plan/1" },
    { name: "people-not-allowed", path: "/people" },
  ],
  administrator: [
    { name: "rounds", path: "/rounds" },
    { name: "round-new", path: "/rounds/new" },
    { name: "round-new-refused", path: "/rounds/new", then: press("Create the round") },
    { name: "round", path: "/rounds/2026-27" },
    { name: "round-closed", path: "/rounds/2014" },
    { name: "round-audits", path: "/rounds/2026-27/audits?state=invited" },
    { name: "round-audits-closed", path: "/rounds/2014/audits" },
    { name: "round-audits-none", path: "/rounds/2014/audits?form=partners&sector=education" },
    { name: "round-invite", path: "/rounds/2026-27/invite" },
    { name: "organisations", path: "/organisations" },
    { name: "organisations-none", path: "/organisations?q=nothing+has+this+name" },
    { name: "organisations-no-such-page", path: "/organisations?page=999" },
    { name: "organisations-import", path: "/organisations/import" },
    { name: "organisations-import-refused", path: "/organisations/import", then: importFile(`${COLUMNS}\n,moon,,,\nMarsh Lane Primary School,housing,,,\n`) },
    { name: "organisations-import-no-file", path: "/organisations/import", then: press("Import the file") },
    { name: "organisations-import-checked", path: "/organisations/import", then: checkSameNames },
    { name: "organisation-board", path: "/organisations/O-0022" },
    { name: "organisation-new", path: "/organisations/new" },
    { name: "organisation-new-refused", path: "/organisations/new", then: press("Add the organisation") },
    { name: "organisation-edit", path: "/organisations/O-0022/edit" },
    { name: "organisation-edit-refused", path: "/organisations/O-0022/edit", then: withoutName },
    { name: "organisation-close", path: "/organisations/O-0022/close" },
    { name: "action-plan-board", path: "/organisations/O-0022/action-plan" },
    { name: "people", path: "/people" },
    { name: "settings", path: "/settings" },
    { name: "settings-saved", path: "/settings", then: press("Save") },
    { name: "people-none", path: "/people?q=nobody+has+this+name" },
    { name: "person-new", path: "/people/new" },
    { name: "person-new-refused", path: "/people/new", then: press("Add the person") },
    { name: "person", path: "/people/5" },
    { name: "person-link", path: "/people/5", then: press("Make a new link") },
    { name: "person-edit", path: "/people/5/edit" },
    { name: "person-edit-refused", path: "/people/5/edit", then: withoutName },
    { name: "person-stop", path: "/people/5/stop" },
    { name: "person-end-membership", path: "/people/5/end-membership/O-0027" },
    { name: "person-end-board-role", path: "/people/2/end-board-role" },
    { name: "task-list-board", path: "/audits/272" },
    { name: "forms", path: "/forms" },
    { name: "form-edition", path: "/forms/schools/2026-27" },
    { name: "form-edition-partners", path: "/forms/partners/2026-27" },
  ],
};
