// Words marked with the mouse or keyboard in the original go into the field that asks for them.
"use strict";
(() => {
  const original = document.querySelector("[data-original]");
  const field = document.querySelector("[data-takes-selection]");
  if (!original || !field) return;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !original.contains(selection.anchorNode) || !original.contains(selection.focusNode)) return;
    field.value = selection.toString().trim();
  });
})();
