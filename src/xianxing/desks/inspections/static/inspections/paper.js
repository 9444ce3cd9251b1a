// A line is sent only when the site answers: without a connection the page stays, and so does what was typed.
// Opens the line that the address names, too.
(() => {
  const place = document.getElementById("line-down");
  const own = document.querySelector("script[data-unsent]");
  const named = window.location.hash.startsWith("#line-") && document.querySelector(window.location.hash);
  if (named) named.open = !document.querySelector("[role=status]");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#line-']");
    const line = link && document.querySelector(link.hash);
    if (line) line.open = true;
  });
  if (!place || !own) return;
  for (const form of document.querySelectorAll("form[data-line]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      fetch(own.dataset.unsent, { cache: "no-store", redirect: "manual" }).then(() => {
        if (globalThis.xianxingUnsent) globalThis.xianxingUnsent.mark(form);
        form.submit();
      }, () => {
        place.textContent = place.dataset.words;
        place.className = "notice notice--bad";
        place.scrollIntoView();
      });
    });
  }
})();
