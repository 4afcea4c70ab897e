// A code that came behind the # of a link goes into its field, and out of the address.
const field = document.querySelector("[data-takes-fragment]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}
