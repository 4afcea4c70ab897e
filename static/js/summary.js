// The list of errors takes the focus when the page opens, or else what has just been done: readers of screens hear it first.
(document.querySelector("[data-error-summary]") ?? document.querySelector("[data-said]"))?.focus();
