// What pages do by plain script, so that it holds also where the islands (wasm) never come, or fail.
"use strict";
{
  const root = document.documentElement;
  /** The post under way: it takes its own form's typing along. */
  let sent = null;

  /** Whether the islands see to what is typed here. */
  const isKept = (field) => !root.hasAttribute("data-stopped") && field.closest("[data-part]")?.dataset.ready === "true";

  const differs = (field) => {
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.type === "select-one") return ![...field.options].some((o) => o.selected && o.defaultSelected);
    return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
  };

  /** Whether a form in which people type at length holds what is not saved and no island keeps. */
  const isUnsaved = (form) =>
    [...form.elements].some((field) => !isKept(field) && (differs(field) || field.closest("[data-unsaved]")));

  addEventListener("submit", (event) => (sent = event));
  addEventListener("beforeunload", (event) => {
    const goes = sent && !sent.defaultPrevented ? sent.target : null;
    // Only once: whatever else leaves the page while the form is on its way takes nothing along.
    sent = null;
    const forms = document.querySelectorAll("form[name^='as_of.']");
    if ([...forms].some((form) => form !== goes && isUnsaved(form))) event.preventDefault();
  });

  addEventListener("input", ({ target }) => {
    sent = null;
    // After the islands have seen it.
    setTimeout(() => {
      const status = !isKept(target) && target.closest(".app-question")?.querySelector(".app-question__status");
      if (status) status.textContent = "Not saved yet. Choose Save.";
    });
  });

  /** An island that fails may leave others that look alive. */
  const failed = (why) => {
    if (self.WebAssembly && why instanceof WebAssembly.RuntimeError) root.setAttribute("data-stopped", "");
  };
  addEventListener("error", ({ error }) => failed(error));
  addEventListener("unhandledrejection", ({ reason }) => failed(reason));

  // A form that is on its way says so: at once on its button, and in words when it takes longer than a second. Nothing is
  // held up: whoever presses twice sends the same form twice, and it is carried out once (src/http/once.rs).
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
    if (!submitter || target.method !== "post") return;
    // After everybody who may hold it back.
    setTimeout(() => event.defaultPrevented || says(submitter));
  });

  // It was stopped, or its page is typed on, which keeps the page (src/islands/connection.rs), or a browser that comes back to the
  // page shows it as it was left.
  window.navigation?.addEventListener("navigateerror", saysNoMore);
  addEventListener("input", saysNoMore);
  addEventListener("pageshow", ({ persisted }) => persisted && saysNoMore());
}
