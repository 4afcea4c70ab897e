// Of several forms on a page, the one that was typed in last goes along to the other language.
"use strict";
(() => {
  let typed = document.querySelector("form[data-typed]");
  document.addEventListener("input", ({ target }) => {
    if (target.form?.method === "post") typed = target.form;
  });
  for (const button of document.querySelectorAll(".language-switch button")) {
    button.addEventListener("click", (event) => {
      if (!typed) return;
      event.preventDefault();
      const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: "_language", value: button.value });
      typed.append(chosen);
      typed.submit();
      // Whoever comes back to this page saves what they typed.
      chosen.remove();
    });
  }
})();
