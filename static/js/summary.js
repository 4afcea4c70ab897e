// The list of errors takes the focus when the page opens.
document.querySelector("[data-error-summary]")?.focus();
