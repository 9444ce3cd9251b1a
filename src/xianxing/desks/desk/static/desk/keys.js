// j and k go down and up in a list of projects, Enter opens the one that has the focus. Only inside the list,
// so that no key means anything elsewhere; without this script the links are reached by Tab as ever.
// Who comes back goes on where a project was opened, or at the next one where that has left the list.
"use strict";

const PLACE = "desk.place";

function focusRow(link) {
  link.focus({ preventScroll: true });
  link.closest("tr").scrollIntoView({ block: "nearest" });
}

for (const list of document.querySelectorAll("[data-keys]")) {
  const links = [...list.querySelectorAll("[data-open]")];
  const [opened, number] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
  if (opened && links.length) {
    focusRow(links.find((link) => link.pathname === opened) || links[Math.min(number, links.length - 1)]);
  }
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-open]");
    if (!link) return;
    sessionStorage.setItem(PLACE, JSON.stringify([link.pathname, links.indexOf(link)]));
    const rows = links.map((one) => [one.pathname, one.textContent]);
    const address = window.location.pathname + window.location.search;
    sessionStorage.setItem("desk.list", JSON.stringify({ person: list.dataset.keys, address, rows }));
  });
  list.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1);
    if (!links[next]) return;
    event.preventDefault();
    focusRow(links[next]);
  });
}
