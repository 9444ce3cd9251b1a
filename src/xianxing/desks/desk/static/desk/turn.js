// On the pages of a project that was opened from a list of the desk: the way to the next and the one before of
// that list, and back. Without this script the list is reached by the crumbs as ever.
"use strict";

(() => {
  const place = document.querySelector("[data-turn]");
  const { person, address, rows = [] } = JSON.parse(sessionStorage.getItem("desk.list") || "{}");
  const own = place && place.dataset.person === person; // who comes next to this tab sees nobody else's list
  const here = own ? rows.findIndex(([path]) => path.includes(place.dataset.turn)) : -1;
  if (here < 0) return;
  const lead = (name, row) => {
    const link = place.querySelector(name);
    if (!row) return;
    [link.href, link.querySelector("span").textContent] = row;
    link.hidden = false;
  };
  lead("[data-turn-before]", rows[here - 1]);
  lead("[data-turn-next]", rows[here + 1]);
  place.querySelector("[data-turn-list]").href = address;
  place.querySelector("[data-turn-here]").textContent = place.dataset.here.replace("{n}", here + 1).replace("{all}", rows.length);
  place.hidden = false;
  // Coming back to the list goes on from here, not from where it was left.
  sessionStorage.setItem("desk.place", JSON.stringify([rows[here][0], here]));
})();
