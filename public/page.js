// What pages do by plain script, so that it holds also where the islands (wasm) never come, or fail.
"use strict";
{
  const root = document.documentElement;
  /** Says to the islands that this script came (src/islands/live.rs). */
  root.isGuarded = true;
  /** The post under way: it takes its own form's typing along. */
  let sent = null;
  /** Whether the press being handled opens another tab or window, so that this page stays. */
  let opensElsewhere = false;

  const pressed = ({ ctrlKey, metaKey, shiftKey }) => {
    opensElsewhere = ctrlKey || metaKey || shiftKey;
    setTimeout(() => (opensElsewhere = false));
  };
  addEventListener("click", pressed, { capture: true });

  /** A form in which people type at length, or that carries what was typed. */
  const holdsTyping = (form) => form?.getAttribute("name")?.startsWith("as_of.") ?? false;

  /** The question to which a field belongs by its name, S3.4.evidence; nothing for a field of no answer. */
  const questionOf = (field) => /^([A-Z]\d+\.\d+)\.\w+$/.exec(field.getAttribute("name") ?? "")?.[1];

  /** The section of the page in which an answer's field stands, or should. */
  const sectionOf = (field) => field.closest(".app-question") ?? document.getElementById(questionOf(field) ?? "");

  /** Whether the islands see to what is typed here: an answer's field only in the answer's own part. A part's property
      does not come along when the part is copied. */
  const isKept = (field) => {
    if (root.hasAttribute("data-stopped")) return false;
    const [question, section] = [questionOf(field), sectionOf(field)];
    if (!question && !section) return field.closest("[data-part]")?.isReady === true;
    const part = field.closest("[data-part=answer]");
    return part?.isReady === true && part.dataset.question === question;
  };

  const differs = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.type === "select-one") return ![...field.options].some((o) => o.selected && o.defaultSelected);
    return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  };

  /** Whether a field of text is empty where something is stored, and nobody has typed into it: a property that does not
      come along when the field is copied. The islands keep what is stored in the defaults (islands/answer_fields.rs). */
  const isEmptied = (field) =>
    (field.type === "text" || field.type === "textarea") && field.value === "" && field.defaultValue !== "" && !field.isTyped;

  /** Whether a choice was made and none is any more, which its reader cannot do. */
  const isUnchosen = (choices) => choices.some((one) => one.defaultChecked) && !choices.some((one) => one.checked);

  /** Whether a field still takes any text: not one with a translator's elements in it, nor one that takes only days. */
  const takesText = (field) => !field.childElementCount && ["text", "textarea", "hidden", "radio"].includes(field.type);

  /** Whether each field of a question is in its form, once, and goes along with it as it was filled in. */
  const isWhole = (section) => {
    const { id, dataset } = section;
    const form = section.closest("form");
    return (dataset.fields ?? "").split(" ").every((name) => {
      const found = [...document.getElementsByName(`${id}.${name}`)];
      const times = name === "score" ? Number(dataset.choices) : 1;
      const isIn = (field) => field.form === form && !field.matches(":disabled") && takesText(field) && !isEmptied(field);
      return form && found.length === times && found.every(isIn) && !isUnchosen(found);
    });
  };

  // By class and tag: an extension may have put something of its own in the place of `querySelector`.
  const questions = () => [...document.getElementsByClassName("app-question")].filter((section) => section.dataset.fields);

  /** Whether leaving the page loses typing: no island keeps it, and the form that goes does not take it along. */
  const isLost = (goes) => {
    const fields = ["textarea", "input", "select"].flatMap((tag) => [...document.getElementsByTagName(tag)]);
    const typedInto = fields.filter((field) => (field.form ? holdsTyping(field.form) : questionOf(field)));
    const isUnsaved = (field) => !isKept(field) && (differs(field) || field.closest("[data-unsaved]"));
    // Where a field is gone, nobody knows what was typed in its place.
    const broken = questions().some((section) => !isWhole(section));
    return broken || typedInto.some((field) => (!field.form || field.form !== goes) && isUnsaved(field));
  };

  for (const kind of ["input", "change"]) addEventListener(kind, ({ target }) => (target.isTyped = true), { capture: true });

  // A field that somebody else has emptied does not go along: the answer to the form is then its whole page, with what
  // arrived and what is stored (src/web/respond.rs).
  addEventListener("formdata", ({ target, formData }) => {
    if (!holdsTyping(target)) return;
    const all = [...target.elements];
    for (const field of all.filter((field) => isEmptied(field) || field.childElementCount && field.type === "textarea")) {
      formData.delete(field.name);
    }
    const radios = all.filter((field) => field.type === "radio");
    for (const name of new Set(radios.map((radio) => radio.name))) {
      if (isUnchosen(radios.filter((radio) => radio.name === name))) formData.delete(name.replace(/score$/, "save_id"));
    }
  });

  addEventListener("submit", (event) => (sent = opensElsewhere ? null : event));
  addEventListener("beforeunload", (event) => {
    const goes = sent && !sent.defaultPrevented ? sent.target : null;
    // Only once: nothing else that leaves the page while the form is on its way takes typing along.
    sent = null;
    let lost = true;
    try {
      lost = isLost(goes);
    } finally {
      if (lost) event.preventDefault();
    }
  });

  const UNSAVED = "Not saved yet. Choose Save.";

  /** Says the save status in a question's line; a translator may have put elements into it. Others that look like it
      are emptied: an extension that copies or moves the line leaves them behind. */
  const say = (section, words) => {
    const [status, ...copies] = section?.getElementsByClassName("app-question__status") ?? [];
    if (status) status.textContent = words;
    const lines = [...document.getElementsByClassName("app-question__status")];
    for (const stray of [...copies, ...lines.filter((line) => !line.closest(".app-question"))]) stray.textContent = "";
  };

  addEventListener("input", ({ target }) => {
    sent = null;
    // After the islands have seen it.
    setTimeout(() => target.matches?.("textarea, input, select") && !isKept(target) && say(sectionOf(target), UNSAVED));
  });

  // Once an island has failed no line is renewed: each says that its answer is unsaved, or nothing.
  new MutationObserver(() => {
    if (!root.hasAttribute("data-stopped")) return;
    for (const section of questions()) {
      const part = [...section.getElementsByTagName("div")].find((element) => element.dataset.part === "answer");
      const fields = () => ["textarea", "input"].flatMap((tag) => [...section.getElementsByTagName(tag)]);
      const typed = () => fields().some(differs);
      const unsaved = part?.hasAttribute("data-unsaved") || !isWhole(section) || (!part?.isReady && typed());
      say(section, unsaved ? UNSAVED : "");
    }
  }).observe(root, { attributeFilter: ["data-stopped"] });

  /** An island that fails may leave others that look alive. An error in one has its functions among the callers. */
  const failed = (why) => {
    const isIslands = self.WebAssembly && why instanceof WebAssembly.RuntimeError;
    if (isIslands || /wasm-function/.test(why?.stack)) root.setAttribute("data-stopped", "");
  };
  addEventListener("error", ({ error }) => failed(error));
  addEventListener("unhandledrejection", ({ reason }) => failed(reason));

  // A form that is on its way says so: at once on its button, and in words when it takes longer than a second. Nothing
  // is held up: a second press sends the same form again, and it is carried out once (src/http/once.rs).
  const working = new Map();
  function says(button) {
    if (working.has(button)) return;
    const status = document.createElement("span");
    status.className = "app-working";
    status.setAttribute("role", "status");
    button.after(status);
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => (status.textContent = "Working…"), 1000);
    working.set(button, status);
  }

  function saysNoMore() {
    for (const [button, status] of working) {
      button.removeAttribute("aria-disabled");
      status.remove();
    }
    working.clear();
  }

  addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!submitter || target.method !== "post" || opensElsewhere) return;
    // After everybody who may hold it back.
    setTimeout(() => event.defaultPrevented || says(submitter));
  });

  // The form was stopped; or its page is typed on, which keeps the page (src/islands/connection.rs); or a browser comes
  // back to the page as it was left.
  window.navigation?.addEventListener("navigateerror", saysNoMore);
  addEventListener("input", saysNoMore);
  addEventListener("pageshow", ({ persisted }) => persisted && saysNoMore());
}
