// Takes points without a new page. Each waits on this device until the server says that it has it; without this script the
// form is sent as any other. Nothing leaves the page but by its own form, and nothing stays once it was taken. Where the
// form is gone because the event is over, what waits can still be saved or deleted. What is being typed stays in its tab,
// and the page itself, without words, opens without a connection (notes_worker.js) until the event is over.
"use strict";
(() => {
  const FIRST_PAUSE = 2000, LONGEST_PAUSE = 60_000, SLOW = 3000, LONGEST_ANSWER = 15_000;  // milliseconds
  const NOT_SENT = ["csrfmiddlewaretoken"], CHOSEN = ["session", "topic", "language"];
  const REFUSED = [409, 422], LATER = [429];
  const SHELL = "shell ", MADE_OF = ["link", "script", "css"];  // as the browser calls what began to load a part
  const form = document.querySelector("main form.question");
  const panel = document.querySelector("[data-notes]");
  const says = panel.dataset;
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const [state, trouble, actions] = ["state", "trouble", "actions"].map(part);
  const button = (what) => actions.querySelector(`[data-do="${what}"]`);
  const atFirst = state.textContent.trim();
  const box = `notes:${says.event}:`, half = `typing:${says.event}`, emptied = `emptied:${says.event}`;
  const choices = (fields) => fields.filter(([name]) => CHOSEN.includes(name));
  let taken = Number(says.count), chosenAtKeeping = "", pause = FIRST_PAUSE, timer, busy = false, isLate = false;

  // Every point is an entry of its own, so that two tabs do not write over each other.
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(box)).sort();
  const read = (name) => JSON.parse(localStorage.getItem(name));
  const nextName = (key) => {
    const last = Number(names().at(-1)?.slice(box.length).split(":")[0] ?? 0);
    return `${box}${String(last + 1).padStart(6, "0")}:${key}`;
  };
  const newKey = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));  // "randomUUID" is not there without HTTPS
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const counted = (what, count) => inNumber(JSON.parse(says[what]), count);
  const show = () => {
    const back = refused().length, waiting = names().length - back;
    const lines = taken ? [counted("taken", taken)] : [];
    if (back && form) lines.push(counted("refused", back));
    if (waiting && isLate && form) lines.push(counted("waiting", waiting));
    if (corrected() && form) lines.push(says.correcting);
    const text = lines.join(" ");
    if (state.textContent.trim() !== (text || atFirst)) state.textContent = text || atFirst;
    actions.hidden = !(names().length && isLate);
    if (form) {
      button("correct").hidden = !back || corrected();
      button("leave").hidden = !corrected();
    }
    if (!names().length) explain("");
    if (!form && !names().length) forgetPage();
  };
  const late = () => { isLate = true; show(); };
  const explain = (text) => { if (trouble.textContent !== text) trouble.textContent = text; };

  const refused = () => names().filter((name) => read(name).refused);
  const why = (name) => { const { why: said = "" } = read(name).refused; return said && `${said} ${says.kept}`; };

  // Which point is being corrected, and what was being typed before. It outlives a reload, and ends with the tab.
  const corrected = () => JSON.parse(sessionStorage.getItem(box));
  const typed = () => [...new FormData(form)].filter(([name]) => !NOT_SENT.includes(name));
  const named = (name) => [...form.elements].filter((control) => control.name === name);
  const fill = (fields) => {
    for (const control of form.elements) {
      if (!control.name || NOT_SENT.includes(control.name)) continue;
      const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
    form.elements.key.value = newKey();
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // What is wrong stands at its field, as on a page that comes from the server (templates/_field.html).
  const describe = (control, ids) => {
    if (ids.length) control.setAttribute("aria-describedby", ids.join(" "));
    else control.removeAttribute("aria-describedby");
  };
  const described = (control) =>
    (control.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && !id.endsWith("_error"));
  const unmark = () => {
    for (const field of form.querySelectorAll(".field.wrong")) {
      field.classList.remove("wrong");
      field.querySelector("[id$=_error]").remove();
      for (const each of [field, ...field.querySelectorAll("[aria-invalid]")]) {
        each.removeAttribute("aria-invalid");
        describe(each, described(each));
      }
    }
  };
  const mark = (wrong) => {
    unmark();
    for (const [name, sentences] of Object.entries(wrong)) {
      const [control] = named(name), field = control?.closest(".field");
      if (!field) continue;
      const said = document.createElement("div");
      said.id = `id_${name}_error`;
      for (const sentence of sentences) {
        const line = said.appendChild(document.createElement("p")), prefix = document.createElement("span");
        [line.className, prefix.className, prefix.textContent] = ["error", "visually-hidden", says.error];
        line.append(prefix, ` ${sentence}`);
      }
      (field.querySelector(".hint") ?? field.firstElementChild).after(said);
      field.classList.add("wrong");
      for (const each of named(name)) each.setAttribute("aria-invalid", "true");
      const owner = field.matches("fieldset") ? field : control;
      describe(owner, [...described(owner), said.id]);
    }
    (form.querySelector("[aria-invalid]") ?? form.elements.text).focus();
  };

  // A refused point comes back into the form; what was being typed there comes back after it.
  const correct = (name, before) => {
    sessionStorage.setItem(box, JSON.stringify({ name, before }));
    fill(read(name).fields);
    mark(read(name).refused.at ?? {});
    show();
  };
  const leave = () => {
    const { before } = corrected();
    sessionStorage.removeItem(box);
    unmark();
    if (before) fill(before);
    else clear();
    form.elements.text.focus();
    const next = refused()[0];
    explain(next ? why(next) : "");
    show();
  };

  const isUnanswered = (field) =>
    field.type === "radio" ? !form.querySelector(`[name="${field.name}"]:checked`) : !field.value.trim();
  const missing = () => [...form.querySelectorAll("select, textarea, [type=radio]")].find(isUnanswered);
  const tooLong = () => {
    const limit = Number(form.elements.text.dataset.limit);
    return [...form.elements.text.value.trim().replaceAll("\r\n", "\n")].length > limit;
  };
  const clear = () => {
    unmark();
    form.elements.text.value = "";
    form.elements.key.value = newKey();
    for (const box of form.querySelectorAll("[name=addressees]")) box.checked = false;
    form.elements.text.dispatchEvent(new Event("input", { bubbles: true }));
    form.elements.text.focus();
  };

  form?.addEventListener("submit", (event) => {
    if (event.submitter?.value === "switch") return;
    const empty = missing();
    if (empty || tooLong()) {
      // The server would say the same; without a connection it cannot.
      event.preventDefault();
      state.textContent = empty ? says.missing : says.long;
      mark({ [(empty ?? form.elements.text).name]: [state.textContent] });
      return;
    }
    const back = corrected();
    try {
      // What was corrected takes the place of what was refused.
      // With a key of its own: a page that was kept has the same one each time it opens.
      const key = newKey();
      const fields = typed().map(([name, value]) => [name, name === "key" ? key : value]);
      localStorage.setItem(back?.name ?? nextName(key), JSON.stringify({ fields, trace: newKey() }));
    } catch {
      return;  // No room, or not allowed: sent as without this script.
    }
    event.preventDefault();
    if (back) leave();
    else clear();
    flush();
  });
  // A correction that is not sent yet waits as it stands.
  form?.addEventListener("input", () => {
    const name = corrected()?.name;
    if (name && localStorage.getItem(name)) localStorage.setItem(name, JSON.stringify({ ...read(name), fields: typed() }));
    if (!name) keepHalf();
  });
  form?.addEventListener("change", () => corrected() || keepHalf());
  const keepHalf = () => {
    const fields = typed().filter(([name]) => name !== "key");
    if (form.elements.text.value) sessionStorage.setItem(half, JSON.stringify(fields));
    else sessionStorage.removeItem(half);
  };
  // One after the other, as they were made. What is refused does not hold up the others.
  async function flush() {
    clearTimeout(timer);
    if (busy || !form) return;
    busy = true;
    try {
      for (let next; (next = names().find((name) => !read(name).refused)); ) {
        if (!(await deliver(next))) break;
        show();
      }
    } finally {
      busy = false;
    }
  }

  async function deliver(name) {
    const body = new FormData();
    const { fields, trace } = read(name);
    for (const [field, value] of fields) body.append(field, value);
    if (trace) body.set("trace", trace);  // a second answer to the same point is known by it, and not counted again
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const slow = setTimeout(late, SLOW);
    let answer, told = {};
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(LONGEST_ANSWER) });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) told = await answer.json();
    } catch {
      return again();
    } finally {
      clearTimeout(slow);
    }
    if (answer.ok && "count" in told) return done(name, told.count);
    if (answer.status >= 500 || LATER.includes(answer.status)) return again();
    explain(told.why ? `${told.why} ${says.kept}` : says.shut);
    const atOnce = !isLate;
    late();
    if (!REFUSED.includes(answer.status)) return false;
    if (!localStorage.getItem(name)) return true;
    localStorage.setItem(name, JSON.stringify({ ...read(name), refused: told }));
    // Into an empty form by itself, and only while whoever sent it still waits there.
    const { text } = form.elements;
    if (atOnce && !corrected() && !text.value && document.activeElement === text) correct(name, null);
    return true;
  }

  function done(name, count) {
    // The page that was kept has the choices of its time.
    const chosenNow = JSON.stringify(choices(read(name)?.fields ?? []));
    if (chosenNow !== chosenAtKeeping) keepPage([]).catch(() => {});
    chosenAtKeeping = chosenNow;
    localStorage.removeItem(name);
    taken = count;
    pause = FIRST_PAUSE;
    isLate &&= names().length > 0;
    return true;
  }

  function again() {
    late();
    timer = setTimeout(flush, pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
    return false;
  }

  const chosen = (name, value) =>
    form?.elements[name]?.querySelector?.(`option[value="${CSS.escape(value)}"]`)?.textContent.trim();
  const asText = () => names().map((name) => {
    const { fields } = read(name);
    return fields.map(([field, value]) => (field === "text" ? value : chosen(field, value))).filter(Boolean).join("\n");
  }).join("\n\n");

  // What was refused is a sending of its own when it is tried again.
  const renew = (name) => {
    const fields = read(name).fields.map(([field, value]) => [field, field === "key" ? newKey() : value]);
    localStorage.setItem(name, JSON.stringify({ fields, trace: newKey() }));
  };
  const retry = () => {
    for (const name of refused()) if (name !== corrected()?.name) renew(name);
    explain("");
    show();
    pause = FIRST_PAUSE;
    flush();
  };
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([asText()], { type: "text/plain;charset=utf-8" }));
    link.download = says.file;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  const empty = () => {
    for (const name of names()) localStorage.removeItem(name);
  };
  const forgetTab = () => {
    for (const name of [box, half]) sessionStorage.removeItem(name);
    if (form) clear();
  };
  // Whoever deletes what is left of an event that is over, or leaves, does so for every tab of this browser.
  const tellTabs = () => {
    localStorage.setItem(emptied, newKey());
    localStorage.removeItem(emptied);
  };
  const discard = () => {
    if (!confirm(says.sure)) return;
    empty();
    if (form && corrected()) leave();
    sessionStorage.removeItem(box);
    if (!form) tellTabs();
    show();
    form?.elements.text.focus();
  };
  const inEveryLanguage = location.pathname.replace(/^\/[^/]+/, "");
  const parts = () =>
    performance.getEntriesByType("resource").filter((each) => MADE_OF.includes(each.initiatorType)).map(({ name }) => name);
  const keepPage = async (madeOf) => {
    if (!says.worker || !navigator.serviceWorker) return;
    await navigator.serviceWorker.register(says.worker);
    const addresses = [location.pathname, ...new Set(madeOf)];
    const answers = await Promise.all(addresses.map((address) => fetch(address)));
    if (!answers.every(({ ok, redirected }) => ok && !redirected)) return;
    const shell = await caches.open(SHELL + location.pathname);
    await Promise.all(answers.map((answer, place) => shell.put(addresses[place], answer)));
    await navigator.serviceWorker.ready;
    part("kept").hidden = false;
  };
  const forgetPage = async () => {
    if (!navigator.serviceWorker) return;
    for (const name of await caches.keys())
      if (name.startsWith(SHELL) && name.endsWith(inEveryLanguage)) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations())
      if (new URL(worker.scope).pathname.endsWith(inEveryLanguage)) await worker.unregister();
    panel.dataset.forgotten = "";
  };
  const leaving = document.querySelector("form[data-leaves]");
  leaving?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (names().length && !confirm(says.sure)) return;
    empty();
    forgetTab();
    tellTabs();
    delete says.worker;
    await forgetPage();
    leaving.submit();
  });
  const does = { correct: () => correct(refused()[0], typed()), leave, retry, save, discard };
  actions.addEventListener("click", ({ target }) => does[target.dataset?.do]?.());

  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    form.requestSubmit();
  });
  window.addEventListener("online", () => { pause = FIRST_PAUSE; flush(); });
  window.addEventListener("storage", ({ key, newValue }) => {
    if (key === emptied && newValue) forgetTab();
    else if (form && corrected() && !localStorage.getItem(corrected().name)) leave();
    show();
  });
  window.addEventListener("beforeunload", (event) => { if (names().length) event.preventDefault(); });
  if (form) {
    part("keys").hidden = false;
    window.addEventListener("load", () => keepPage(parts()).catch(() => {}));  // without room or connection it stays as it was
    if (!form.contains(document.activeElement) && form.elements.topic.value) form.elements.text.focus();
  }
  const [first] = refused(), open = corrected();
  isLate = !form || Boolean(first);
  if (form && first) explain(why(first));
  if (form && open) {
    if (localStorage.getItem(open.name)) correct(open.name, open.before);
    else leave();
  }
  const begun = JSON.parse(sessionStorage.getItem(half));
  const before = begun ?? (names().length && choices(read(names().at(-1)).fields));
  if (before && form && !corrected() && !form.elements.text.value) fill(before);
  if (!form) {
    // There is no field for it any more: it waits with the others, to be saved or deleted.
    if (begun) localStorage.setItem(nextName(newKey()), JSON.stringify({ fields: begun }));
    forgetTab();
  }
  show();
  if (!form && names().length) explain(says.over);
  flush();
})();
