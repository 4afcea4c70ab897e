// Signing in in another tab makes the token of this page an old one: its form takes the new one along when it is sent.
"use strict";
(() => {
  const form = document.querySelector("form#words");
  form?.addEventListener("submit", () => {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) form.elements.csrfmiddlewaretoken.value = token;
  });
})();
