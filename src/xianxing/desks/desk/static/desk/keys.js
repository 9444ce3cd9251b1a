// j and k go down and up in a list of projects, Enter opens the one that has the focus. Only inside the list,
// so that no key means anything elsewhere; without this script the links are reached by Tab as ever.
"use strict";

for (const list of document.querySelectorAll("[data-keys]")) {
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const links = [...list.querySelectorAll("[data-open]")];
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
    if (!links[next]) return;
    event.preventDefault();
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
  });
}
