// Saves a draft while somebody types, once they have saved it themselves. Without it the button does the same.
"use strict";
(() => {
  const PAUSE = 2000, LONGEST = 8000, AGAIN = 5000, LONGEST_WAIT = 3000;  // milliseconds
  const form = document.querySelector("form[data-autosave]");
  const state = form?.querySelector("[data-autosave-state]");
  if (!state || !form.elements.draft.value) return;
  let since = 0, waiting, busy = false, stopped = false, isLeaving = false, pressed = null, isLate = false;

  const say = (text) => { if (state.textContent.trim() !== text) state.textContent = text; };
  const clock = (moment) => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }).format(moment);
  const plan = (delay) => { clearTimeout(waiting); waiting = setTimeout(save, delay); };
  const planSoon = () => plan(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));

  const goOn = () => {
    if (!pressed) return;
    const { submitter } = pressed;
    pressed = null;
    form.requestSubmit(submitter);
  };

  async function save() {
    if (busy || stopped || isLeaving || !since) return;
    busy = true;
    isLate = false;
    const typedAt = since;
    let isAnswered = true;
    since = 0;
    const body = new FormData(form);
    body.set("do", "save");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LONGEST) });
      if (answer.status === 409 || answer.status === 410) {
        stopped = true;
        say(answer.status === 409 ? form.dataset.overtaken : form.dataset.gone);
      } else {
        if (!answer.ok) throw new Error(answer.status);
        const kept = await answer.json();
        form.elements.draft.value = kept.draft;
        form.elements.version.value = kept.version;
        if (!since) say(form.dataset.saved);
        form.dispatchEvent(new CustomEvent("saved", { detail: !since }));
      }
    } catch {
      since = typedAt;
      isAnswered = false;
      say(form.dataset.unsaved.replace("{time}", clock(typedAt)));
    }
    busy = false;
    goOn();
    if (!since) return;
    if (isAnswered) planSoon();
    else plan(AGAIN);
  }

  const noted = () => {
    since ||= Date.now();
    if (!busy) planSoon();
  };
  form.addEventListener("input", noted);
  form.addEventListener("change", noted);
  // A button that is pressed while an answer is under way waits for it: the form is to send the version that it tells.
  form.addEventListener("submit", (event) => {
    isLeaving = true;
    clearTimeout(waiting);
    if (!busy || isLate) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!pressed) setTimeout(() => { isLate = true; goOn(); }, LONGEST_WAIT);
    pressed = event;
  });
  form.addEventListener("resumed", () => { isLeaving = false; if (since) planSoon(); });
  window.addEventListener("online", () => plan(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
})();
