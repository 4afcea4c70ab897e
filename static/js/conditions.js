// A question that hangs on another answer is hidden until that answer is given. What was typed in it stays.
{
  const parts = [...document.querySelectorAll("[data-only-if]")];
  const isGiven = (condition) => {
    const [name, value] = condition.split("=");
    const controls = document.querySelectorAll(`[name="${name}"]:checked`);
    return [...controls].some((control) => control.value === value && !control.closest("[hidden]"));
  };
  // From top to bottom: what is hidden gives no answer to what comes after it.
  const show = () => {
    for (const part of parts) part.hidden = !part.dataset.onlyIf.split(" ").some(isGiven);
  };
  document.addEventListener("change", show);
  show();
}
