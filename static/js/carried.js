// What was answered on other pages travels along in each page. Going back in the browser's history shows a page as it was,
// from before later answers: this brings them along. They are kept in this tab alone, without the key of the form, until the
// form is sent, somebody has this device forget it, or the tab is closed.
"use strict";
(() => {
  const BOX = "carried ";
  const forget = () => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(BOX)) sessionStorage.removeItem(name);
  };
  for (const button of document.querySelectorAll("[data-forgets]")) button.addEventListener("click", forget);

  const form = document.querySelector("form[data-carries]");
  if (!form) return;
  const box = BOX + form.dataset.carries;
  const isShown = (control) => control.name && control.type !== "hidden" && control.type !== "submit";
  const ofThisPage = () => new Set([...form.elements].filter(isShown).map(({ name }) => name));
  const travelling = () => [...form.querySelectorAll("[data-carried]")].map(({ name, value }) => [name, value]);
  const stored = () => JSON.parse(sessionStorage.getItem(box)) ?? [];
  const store = (answers) => sessionStorage.setItem(box, JSON.stringify(answers));

  const bring = () => {
    const here = ofThisPage();
    for (const old of form.querySelectorAll("[data-carried]")) old.remove();
    for (const [name, value] of stored()) {
      if (here.has(name)) continue;
      const control = document.createElement("input");
      Object.assign(control, { type: "hidden", name, value });
      control.dataset.carried = "";
      form.append(control);
    }
  };
  const keep = () => {
    const here = ofThisPage();
    const answers = [...new FormData(form)].filter(([name]) => here.has(name));
    store([...travelling(), ...answers]);
  };

  window.addEventListener("pageshow", (event) => {
    const isBack = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (isBack && sessionStorage.getItem(box)) bring();
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value === "send") sessionStorage.removeItem(box);
    else keep();
  });
})();
