// What is typed, and what other pages of the form hold, is kept in this tab: a page that is reloaded, or that comes back from
// the browser's history, has it again. The key of the form and files are not kept. All of it is forgotten when the
// form has arrived, when somebody discards it or has this device forget it, and with the tab.
"use strict";
(() => {
  const BOX = "carried ", LEFT_OUT = ["hidden", "submit", "file", "password"];
  const SAVING = "saving", SAVED = "saved", LONGEST_ANSWER = 5000;  // milliseconds
  const forget = (isMeant) => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith(BOX) && isMeant(name)) sessionStorage.removeItem(name);
  };
  for (const button of document.querySelectorAll("[data-forgets]"))
    button.addEventListener("click", () => {
      if (button.dataset.sure && !confirm(button.dataset.sure)) return;
      forget(() => true);
      if (button.dataset.sure) location.replace(location.pathname);
    });
  document.querySelector("[data-without-script]")?.remove();
  const stored = (box) => JSON.parse(sessionStorage.getItem(box)) ?? {};
  const isOf = (event, box) => box.slice(BOX.length).split(" ")[0] === event;
  for (const { dataset } of document.querySelectorAll("[data-arrived]"))
    forget((box) => isOf(dataset.arrived, box) && stored(box).isSent);
  // Where the form is closed, what is still here can be read and discarded.
  const showRemains = (panel) => {
    const isHere = (box) => box.startsWith(BOX) && isOf(panel.dataset.remains, box);
    const isShownAsSaved = ({ draft }) => draft === SAVED && "besideSaved" in panel.dataset;
    const kept = Object.keys(sessionStorage).filter(isHere).map(stored).filter((each) => each.answers && !isShownAsSaved(each));
    const answers = kept.flatMap((each) => each.answers);
    for (const part of panel.querySelectorAll("[data-name]")) {
      const given = answers.filter(([name, value]) => name === part.dataset.name && value).map(([, value]) => value);
      if (part.dataset.value ? !given.includes(part.dataset.value) : !given.length) continue;
      if (!part.dataset.value) part.textContent = given.join("\n\n");
      part.hidden = part.closest("dl > div").hidden = panel.hidden = false;
    }
    panel.querySelector("[data-unsent]").hidden = kept.some(({ isSent }) => isSent);
    panel.querySelector("[data-discards]").addEventListener("click", () => { forget(isHere); location.reload(); });
  };
  const remains = document.querySelector("[data-remains]");
  if (remains) showRemains(remains);
  const form = document.querySelector("form[data-carries]");
  if (!form) return;
  form.autocomplete = "off";  // or the browser shows what was typed to whoever goes back after it was sent or forgotten
  const box = BOX + form.dataset.carries, version = form.elements.version ?? { value: "" }, notice = document.querySelector("[data-is-back]");
  const isBegun = "begun" in form.dataset;  // answered to no sending: it may be older than what this tab holds
  let { draft = "", isTyped = false } = stored(box), isTouched = false, isPutting = false, isConflict = false, isLeaving = false;
  const shown = () => [...form.elements].filter(
    (control) => control.name && !LEFT_OUT.includes(control.type) && !control.closest("[aria-hidden]"));
  const carried = () => [...form.querySelectorAll("[data-carried]")];
  const answers = () => {
    const here = new Set(shown().map(({ name }) => name));
    const typed = [...new FormData(form)].filter(([name]) => here.has(name));
    return [...carried().map(({ name, value }) => [name, value]), ...typed];
  };
  const keptHere = form.querySelector("[data-kept-here]");
  const offerToForget = () => { if (keptHere) keptHere.hidden = !stored(box).answers; };
  const keep = (more) => {
    sessionStorage.setItem(box, JSON.stringify({ answers: answers(), version: version.value, draft, isTyped, ...more }));
    offerToForget();
  };
  const inOrder = (list) => JSON.stringify(list).replaceAll("\\r\\n", "\\n");
  const isSame = (some, others) => inOrder([...some].sort()) === inOrder([...others].sort());
  const told = (control, type) => control.dispatchEvent(new Event(type, { bubbles: true }));
  // Counts, conditions and the saving of a draft hear of it as if it had been typed. Says whether anything to see changed.
  const put = (list) => {
    isPutting = true;
    const controls = shown(), here = new Set(controls.map(({ name }) => name));
    let isSeen = false;
    for (const control of controls) {
      const values = list.filter(([name]) => name === control.name).map(([, value]) => value);
      const isTicked = ["radio", "checkbox"].includes(control.type);
      const [property, value] = isTicked ? ["checked", values.includes(control.value)] : ["value", values[0] ?? ""];
      if (control[property] === value) continue;
      control[property] = value;
      told(control, "input");
      isSeen = true;
    }
    for (const old of carried()) old.remove();
    for (const [name, value] of list) {
      if (here.has(name)) continue;
      const control = document.createElement("input");
      Object.assign(control, { type: "hidden", name, value });
      control.dataset.carried = "";
      form.append(control);
    }
    told(form, "change");
    isPutting = false;
    return isSeen;
  };
  const atFirst = answers();
  const restore = (isAgain) => {
    const kept = stored(box);
    if (!kept.answers) {
      if (isTouched) put(atFirst);  // a page from the browser's memory, and what was typed on it is sent or forgotten
      return;
    }
    const isOther = isBegun && Number(version.value) > Number(kept.version);
    // What was sent a moment ago is all on the page; what was saved elsewhere is newer than what was saved here.
    const isServersNewer = isBegun ? isOther && kept.draft : !isAgain;
    if (isServersNewer || isSame(kept.answers, answers())) {
      const isOfTheServer = isBegun && version.value && isSame(atFirst, answers());
      draft = isOfTheServer || kept.draft === SAVED ? SAVED : "";
      // An answer that is this form again says that it was not taken.
      keep({ isSent: (isBegun || isAgain) && kept.isSent });
      return;
    }
    // Typed here, and another draft stands: saving it under its old number shows both texts.
    isConflict ||= isOther;
    version.value = kept.version;
    const isSeen = put(kept.answers), send = shown().length ? null : form.querySelector("button[value=send]");
    if (send) send.disabled = true;  // a page to check would send more than it shows
    for (const each of notice.querySelectorAll("[data-beside]")) each.hidden = !isConflict;
    if (isSeen || send) notice.hidden = false;
  };
  const wasTyped = () => {
    if (isPutting) return;
    isTouched = isTyped = true;
    isLeaving = false;
    draft = "";
    keep();
  };
  // A page from the browser's memory is as it was left: a draft that was saved since is unknown to it.
  const isBehind = () => {
    const kept = stored(box);
    return kept.draft === SAVING || Boolean(kept.version && form.elements.draft && !form.elements.draft.value);
  };
  const isThere = () =>
    fetch(form.action, { method: "HEAD", signal: AbortSignal.timeout(LONGEST_ANSWER) }).then(({ ok }) => ok, () => false);
  const fetchAgain = () => {
    isLeaving = true;
    location.replace(form.action);
  };
  const type = performance.getEntriesByType("navigation")[0]?.type;
  restore(type !== "navigate");
  offerToForget();
  // A browser fills in what it remembers itself after the scripts have run.
  window.addEventListener("pageshow", async ({ persisted }) => {
    if (persisted) isLeaving = false;
    if (persisted && isBehind() && await isThere()) return fetchAgain();
    if (persisted || !isTouched) restore(persisted || type !== "navigate");
    if (persisted) told(form, "resumed");
  });
  form.addEventListener("input", wasTyped);
  form.addEventListener("change", wasTyped);
  form.addEventListener("saved", ({ detail: isAll }) => { draft = isAll ? SAVED : ""; keep(); });
  form.addEventListener("submit", ({ submitter }) => {
    const does = submitter?.value;
    isLeaving = true;
    if (does === "theirs") sessionStorage.removeItem(box);
    else keep({ isSent: does === "send", ...(/^save\b/.test(does) && { draft: SAVING }) });
  });
  // The tab takes along what it holds: whoever closes it with words that are neither saved nor sent is asked first.
  window.addEventListener("beforeunload", (event) => {
    const kept = stored(box);
    // Before anything was touched here the browser would not ask, and complain.
    if (navigator.userActivation?.hasBeenActive === false) return;
    if (kept.isTyped && kept.draft !== SAVED && !isLeaving) event.preventDefault();
  });
  notice?.querySelector("[data-discards]")?.addEventListener("click", () => {
    sessionStorage.removeItem(box);
    isTyped = false;
    offerToForget();
    if (isConflict) return location.reload();
    put(atFirst);
    notice.hidden = true;
    shown()[0].focus();
  });
})();
