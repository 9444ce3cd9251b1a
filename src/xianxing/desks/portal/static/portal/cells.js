// Cells: count while writing, save by themselves, show both versions when two people wrote, keep text in this tab
// only while the line is lost. Without this script the page is saved by its button.
(() => {
  const form = document.querySelector("[data-cells]");
  if (!form) return;
  const words = form.dataset;
  const line = document.querySelector("[data-line]");
  let token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const PAUSE = 900;
  const RETRY = 4000;
  const waiting = new Map();
  const active = new Map();
  const refused = new Set();
  let tables = null;
  let lost = false;
  let leaving = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, key) => values[key]);

  const say = (text, tone) => {
    line.hidden = !text;
    line.textContent = text;
    line.className = `line-state${tone ? ` line-state--${tone}` : ""}`;
  };

  // A cell as an object: where it stands, how its value is read and written, how it is sent.
  const plainCell = (place) => {
    const path = place.dataset.cell;
    const inputs = Array.from(place.querySelectorAll("input, textarea, select"));
    const hidden = document.querySelector(`input[name="based:${path}"]`);
    const value = () => {
      if (inputs[0].type === "checkbox") return inputs.filter((one) => one.checked).map((one) => one.value);
      return inputs[0].value;
    };
    const put = (text) => {
      if (inputs[0].type === "checkbox") {
        const chosen = text.split("\n");
        inputs.forEach((one) => { one.checked = chosen.includes(one.value); });
      } else inputs[0].value = text;
    };
    return {
      place, inputs, value, put,
      based: () => hidden.value,
      rebase: (version) => { hidden.value = version; },
      send: () => fetch(words.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
        body: JSON.stringify({ unit: words.unit, path, value: value(), based: hidden.value }),
        redirect: "manual",
      }),
    };
  };

  const rowCell = (place) => {
    const based = place.querySelector("input[name=based]");
    const inputs = Array.from(place.querySelectorAll(".row-inputs input, .row-inputs textarea, .row-inputs select"));
    return {
      place, inputs,
      value: () => JSON.stringify(inputs.map((one) => (one.type === "checkbox" ? one.checked : one.value))),
      put: null,
      based: () => based.value,
      rebase: (version) => { based.value = version; },
      send: () => fetch(place.action, {
        method: "POST",
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        body: new URLSearchParams([...new FormData(place), ["save", "1"]]),
        redirect: "manual",
      }),
    };
  };

  const stateOf = (cell, text) => { const spot = cell.place.querySelector("[data-state]"); if (spot) spot.textContent = text; };

  const count = (cell) => {
    const spot = cell.place.querySelector("[data-count]");
    const input = cell.inputs.find((one) => one.dataset.limit);
    if (!spot || !input || !tables) return;
    const limit = Number(input.dataset.limit);
    const number = globalThis.xianxingCounting.countZi(input.value, tables);
    spot.classList.toggle("is-over", number > limit);
    spot.textContent = fill(number > limit ? words.wordOver : words.wordCount, { count: number, limit, more: number - limit });
  };

  const english = (cell, found) => {
    const spot = cell.place.querySelector("[data-english]");
    if (!spot) return;
    spot.hidden = !found || !found.length;
    spot.textContent = found && found.length ? fill(words.wordEnglish, { words: found.join("、") }) : "";
  };

  // The findings of the whole page as they are after saving, rows included; what is the same stays untouched.
  let asking = false;
  let again = false;
  const put = (spot, html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    if (spot.innerHTML.trim() !== made.innerHTML) spot.innerHTML = html;
  };
  const beside = async () => {
    if (asking) { again = true; return; }
    asking = true;
    again = false;
    try {
      const answer = await fetch(words.besideUrl, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok) {
        const said = await answer.json();
        for (const spot of document.querySelectorAll("[data-beside]")) put(spot, said.findings[spot.dataset.beside] || "");
        const pending = document.querySelector("[data-pending]");
        if (pending && pending.textContent.trim() !== said.pending) pending.textContent = said.pending;
      }
    } catch { /* the text was saved; the findings come with the next page */ }
    asking = false;
    if (again) beside();
  };

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--plain";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const marked = (diff) => diff.map(([change, text]) => {
    const piece = document.createElement({ added: "ins", removed: "del" }[change] || "span");
    piece.textContent = text;
    return piece;
  });

  const version = (title, text, diff) => {
    const box = document.createElement("div");
    const head = document.createElement("h3");
    const body = document.createElement("div");
    head.textContent = title;
    body.className = diff ? "version-text diff" : "version-text";
    if (diff) body.append(...marked(diff));
    else body.textContent = text || "—";
    box.append(head, body);
    return box;
  };

  const clash = (cell, answer) => {
    const spot = cell.place.querySelector("[data-clash]");
    const both = document.createElement("div");
    const acts = document.createElement("div");
    const note = document.createElement("p");
    both.className = "versions-two";
    acts.className = "actions";
    note.textContent = answer.removed ? words.wordRemoved : words.wordClash;
    both.append(
      version(fill(words.wordTheirs, { by: answer.by }), answer.theirs),
      version(words.wordYours, answer.yours, answer.diff),
    );
    const settle = () => { spot.replaceChildren(); spot.className = ""; cell.held = false; cell.inputs[0].focus(); };
    const mine = () => { cell.rebase(answer.version); settle(); waiting.set(cell, 0); send(cell); };
    if (cell.put) {
      acts.append(
        button(words.wordKeep, () => { cell.put(answer.theirs); cell.rebase(answer.version); settle(); cell.clean = cell.value(); waiting.delete(cell); stateOf(cell, words.wordSaved); count(cell); }),
        button(words.wordTake, mine),
        button(words.wordMerge, () => { cell.put(`${answer.theirs}\n${answer.yours}`); cell.rebase(answer.version); settle(); count(cell); changed(cell); }),
      );
    } else {
      acts.append(button(words.wordKeep, () => { leaving = true; window.location.reload(); }));
      if (!answer.removed) acts.append(button(words.wordTake, mine));
    }
    spot.className = "clash";
    spot.setAttribute("role", "alert");
    spot.replaceChildren(note, both, acts);
    cell.held = true;
    stateOf(cell, words.wordUnsaved);
  };

  const lose = (cell, text) => {
    lost = true;
    say(text, "bad");
    stateOf(cell, words.wordUnsaved);
    window.clearTimeout(cell.retry);
    cell.retry = window.setTimeout(() => send(cell), RETRY);
  };

  const back = () => {
    if (!lost || waiting.size > 1) return;
    lost = false;
    say(words.wordBack, "good");
  };

  // Whoever has logged in again in another tab has a new token: every form of this page takes it over.
  const renew = async () => {
    try {
      const answer = await fetch(words.besideUrl, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok) return false;
      token = (await answer.json()).token;
    } catch { return false; }
    for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) one.value = token;
    return true;
  };

  // One request a cell at a time; what is written meanwhile goes with the next one.
  async function send(cell) {
    if (cell.held || active.get(cell)) return;
    const sent = JSON.stringify(cell.value());
    if (cell.clean !== undefined && sent === JSON.stringify(cell.clean) && !waiting.has(cell)) return;
    active.set(cell, true);
    stateOf(cell, words.wordSaving);
    let answer;
    try {
      answer = await cell.send();
    } catch {
      active.delete(cell);
      lose(cell, words.wordLost);
      return;
    }
    const fresh = answer.status === 403 && !cell.renewed && await renew();
    active.delete(cell);
    cell.renewed = fresh;
    if (fresh) { send(cell); return; }
    if (answer.type === "opaqueredirect" || answer.status === 403) { lose(cell, words.wordEnded); return; }
    if (answer.status >= 500 || answer.status === 404) { lose(cell, words.wordLost); return; }
    const said = await answer.json().catch(() => ({}));
    back();
    refused.delete(cell);
    if (answer.status === 409) { clash(cell, said); return; }
    if (answer.status !== 200) { waiting.delete(cell); refused.add(cell); stateOf(cell, said.problem || words.wordUnsaved); return; }
    cell.rebase(said.version);
    english(cell, said.words);
    if (JSON.stringify(cell.value()) === sent) { cell.clean = cell.value(); waiting.delete(cell); stateOf(cell, words.wordSaved); beside(); } else changed(cell);
  }

  const changed = (cell) => {
    count(cell);
    waiting.set(cell, Date.now());
    if (!cell.held) stateOf(cell, lost ? words.wordUnsaved : words.wordSaving);
    window.clearTimeout(cell.timer);
    cell.timer = window.setTimeout(() => send(cell), PAUSE);
  };

  const cells = [
    ...Array.from(document.querySelectorAll("[data-cell]"), (place) => (place.querySelector("input, textarea, select") ? plainCell(place) : null)),
    ...Array.from(document.querySelectorAll("[data-row]"), rowCell),
  ].filter(Boolean);

  for (const cell of cells) {
    cell.clean = cell.value();
    for (const input of cell.inputs) {
      input.addEventListener("input", () => changed(cell));
      input.addEventListener("change", () => changed(cell));
      input.addEventListener("blur", () => { if (waiting.has(cell)) send(cell); });
    }
  }

  fetch(words.tables).then((answer) => answer.json()).then((found) => { tables = found; cells.forEach(count); }).catch(() => {});
  window.addEventListener("online", () => waiting.forEach((_since, cell) => send(cell)));
  for (const made of document.querySelectorAll("form")) made.addEventListener("submit", (event) => { leaving = leaving || !event.defaultPrevented; });
  window.addEventListener("beforeunload", (event) => {
    if ((waiting.size || refused.size) && !leaving) { event.preventDefault(); event.returnValue = words.wordLeave; }
  });
})();
