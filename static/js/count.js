// Says while somebody types how many characters are left. Without it the limit still stands under the field.

// The form of a message for ``count``: ``forms`` are [form, number, number ...], with numbers that have it. Every page has it.
function inNumber(forms, count) {
  const language = document.documentElement.lang, plural = new Intl.PluralRules(language);
  const kind = plural.select(count);
  const found = forms.find(([, ...numbers]) => numbers.some((each) => plural.select(each) === kind)) ?? forms[0];
  return found[0].replace("{count}", new Intl.NumberFormat(language).format(count));
}

for (const note of document.querySelectorAll("[data-count-for]")) {
  const control = document.getElementById(note.dataset.countFor);
  const limit = Number(note.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  note.after(spoken);
  let waiting;

  const show = () => {
    // A line end counts as one character, as it does on the server; an emoji counts as one, too.
    const left = limit - [...control.value.replaceAll("\r\n", "\n")].length;
    note.textContent = inNumber(JSON.parse(note.dataset[left < 0 ? "over" : "left"]), Math.abs(left));
    note.classList.toggle("over", left < 0);
    clearTimeout(waiting);
    // Heard only after a pause, and only when the end is near.
    waiting = setTimeout(() => { spoken.textContent = left < limit / 10 ? note.textContent : ""; }, 1000);
  };
  control.addEventListener("input", show);
  if (control.value) show();
}
