// Opens the line that the address names.
(() => {
  const named = window.location.hash.startsWith("#line-") && document.querySelector(window.location.hash);
  if (named) named.open = !document.querySelector("[role=status]");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#line-']");
    const line = link && document.querySelector(link.hash);
    if (line) line.open = true;
  });
})();
