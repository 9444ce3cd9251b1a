// Cells and rows: count while writing, save by themselves, show both versions when two people wrote, keep text in
// this tab only while the line is lost. Whatever way a person leaves, what waits is sent first. Without this script
// each button of the page saves the whole page.
(() => {
  const form = document.querySelector("[data-cells]");
  if (!form) return;
  const words = form.dataset;
  const line = document.querySelector("[data-line]");
  let token = form.querySelector("input[name=csrfmiddlewaretoken]").value;
  const PAUSE = 500;
  const RETRY = 4000;
  const LONGEST_WAIT = 3000;
  const LONGEST_STAY = 20000;
  const MOST_UNANSWERED = 5;
  const waiting = new Map();
  const active = new Map();
  let tables = null;
  let lost = false;
  let leaving = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, key) => values[key]);

  const say = (text, tone) => {
    line.hidden = !text;
    line.textContent = text;
    line.className = `line-state${tone ? ` line-state--${tone}` : ""}`;
  };

  // What the inputs of a cell, or of one column of a row, hold: text, a list of boxes and lines, or the chosen button.
  const held = (inputs) => {
    const first = inputs[0];
    if (first.type === "radio") return (inputs.find((one) => one.checked) || { value: "" }).value;
    if (first.type !== "checkbox" && first.dataset.lines === undefined) return first.value;
    return inputs.flatMap((one) => {
      if (one.type === "checkbox") return one.checked ? [one.value] : [];
      return one.value.split("\n").filter((text) => text.trim());
    });
  };

  const put = (inputs, text) => {
    if (inputs[0].type !== "radio" && inputs[0].type !== "checkbox") { inputs[0].value = text; return; }
    const chosen = text.split("\n");
    for (const one of inputs) if (one.dataset.lines === undefined) one.checked = chosen.includes(one.value);
    const rest = inputs.find((one) => one.dataset.lines !== undefined);
    if (rest) rest.value = chosen.filter((one) => !inputs.some((box) => box.type === "checkbox" && box.value === one)).join("\n");
  };

  // A cell or row as an object: where it stands, how its value is read and written, how it is sent.
  const made = (place) => {
    const [path, row] = place.dataset.place.split("|");
    const based = place.querySelector("[data-based]");
    const inputs = Array.from(place.querySelectorAll("input[data-part], textarea[data-part], select[data-part]"));
    const parts = new Map();
    for (const one of inputs) parts.set(one.dataset.part, [...(parts.get(one.dataset.part) || []), one]);
    const earlier = [];
    const value = () => (row ? Object.fromEntries(Array.from(parts, ([key, group]) => [key, held(group)])) : held(inputs));
    return {
      place, inputs, value, row, earlier,
      put: row ? null : (text) => put(inputs, text),
      rebase: (version) => { based.value = version; },
      empty: () => based.value === "0" && !Object.values(value()).some((one) => one.length),
      send: (keepalive) => fetch(words.save, {
        method: "POST", keepalive, redirect: "manual",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
        body: JSON.stringify({ unit: words.unit, path, row: row || "", value: value(), based: based.value, earlier }),
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

  // What doesn't fit its field stands beside the control, as the server says it.
  const problems = (cell, found) => {
    for (const spot of cell.place.querySelectorAll("[data-error]")) {
      const id = spot.id.replace(/-error$/, "");
      spot.textContent = found[id] || "";
      spot.hidden = !found[id];
      const input = document.getElementById(id);
      if (!input) continue;
      if (found[id]) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  };

  // The findings of the whole page as they are after saving, rows included; what is the same stays untouched. A row
  // in which somebody is still writing is let alone until it is left.
  let asking = false;
  let again = false;
  const show = (spot, html) => {
    const piece = document.createElement("template");
    piece.innerHTML = html;
    const row = spot.closest("[data-row]");
    if (row && row.contains(document.activeElement) && html.length > spot.innerHTML.trim().length) { row.dataset.later = "1"; return; }
    if (spot.innerHTML.trim() !== piece.innerHTML) spot.innerHTML = html;
  };
  const beside = async () => {
    if (asking) { again = true; return; }
    asking = true;
    again = false;
    try {
      const answer = await fetch(words.besideUrl, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (answer.ok) {
        const said = await answer.json();
        for (const spot of document.querySelectorAll("[data-beside]")) show(spot, said.findings[spot.dataset.beside] || "");
        const pending = document.querySelector("[data-pending]");
        if (pending && pending.textContent.trim() !== said.pending) pending.textContent = said.pending;
        const progress = document.querySelector("[data-progress]");
        if (progress) progress.textContent = said.progress;
      }
    } catch { /* the text was saved; the findings come with the next page */ }
    asking = false;
    if (again) beside();
  };

  const button = (text, act) => {
    const one = document.createElement("button");
    one.type = "button";
    one.className = "button button--plain";
    one.textContent = text;
    one.addEventListener("click", act);
    return one;
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
      acts.append(button(words.wordKeep, async () => { waiting.delete(cell); await flush(); leaving = true; window.location.reload(); }));
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
    if (cell.held || leaving || active.get(cell)) return active.get(cell);
    const sent = JSON.stringify(cell.value());
    if (cell.empty() || (cell.clean !== undefined && sent === JSON.stringify(cell.clean))) { waiting.delete(cell); stateOf(cell, ""); return undefined; }
    const going = deliver(cell, sent);
    active.set(cell, going);
    return going;
  }

  async function deliver(cell, sent) {
    stateOf(cell, words.wordSaving);
    let answer;
    try {
      const going = cell.send(false);
      cell.earlier.splice(0, Math.max(0, cell.earlier.length - MOST_UNANSWERED + 1));
      cell.earlier.push(JSON.parse(sent));
      answer = await going;
    } catch {
      active.delete(cell);
      lose(cell, words.wordLost);
      return;
    }
    const fresh = answer.status === 403 && !cell.renewed && await renew();
    active.delete(cell);
    cell.renewed = fresh;
    if (fresh) { await send(cell); return; }
    if (answer.type === "opaqueredirect" || answer.status === 403) { lose(cell, words.wordEnded); return; }
    if (answer.status >= 500 || answer.status === 404) { lose(cell, words.wordLost); return; }
    const said = await answer.json().catch(() => ({}));
    cell.earlier.length = 0;
    back();
    if (answer.status === 409) { clash(cell, said); return; }
    if (answer.status !== 200) { stateOf(cell, said.problem || words.wordUnsaved); cell.refused = sent; return; }
    cell.rebase(said.version);
    cell.clean = JSON.parse(sent);
    problems(cell, said.problems);
    if (JSON.stringify(cell.value()) === sent) { waiting.delete(cell); stateOf(cell, words.wordSaved); beside(); } else changed(cell);
  }

  const changed = (cell) => {
    count(cell);
    waiting.set(cell, Date.now());
    if (!cell.held) stateOf(cell, lost ? words.wordUnsaved : words.wordSaving);
    window.clearTimeout(cell.timer);
    cell.timer = window.setTimeout(() => { if (waiting.has(cell)) send(cell); }, PAUSE);
  };

  // Send everything that waits; whether nothing is left that only this tab holds.
  const flush = async () => {
    const over = Date.now() + LONGEST_WAIT;
    while (waiting.size && Date.now() < over) {
      const open = Array.from(waiting.keys()).filter((cell) => !cell.held && cell.refused !== JSON.stringify(cell.value()));
      if (!open.length || lost) break;
      await Promise.all(open.map(send));
    }
    return !waiting.size;
  };

  const cells = Array.from(document.querySelectorAll("[data-place]"), made).filter((cell) => cell.inputs.length);
  for (const cell of cells) {
    cell.clean = cell.value();
    for (const input of cell.inputs) {
      input.addEventListener("input", () => changed(cell));
      input.addEventListener("change", () => changed(cell));
      input.addEventListener("blur", () => { if (waiting.has(cell)) send(cell); });
    }
    if (cell.row) cell.place.addEventListener("focusout", (event) => {
      if (cell.place.dataset.later && !cell.place.contains(event.relatedTarget)) { delete cell.place.dataset.later; window.setTimeout(beside); }
    });
  }

  fetch(words.tables).then((answer) => answer.json()).then((found) => { tables = found; cells.forEach(count); }).catch(() => {});
  window.addEventListener("online", () => waiting.forEach((_since, cell) => send(cell)));

  // The ways out. A link or button of the page waits for what is being sent; if something can't be sent, the person
  // stays and is told. The browser's own ways are asked for a moment's patience.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !waiting.size || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (link.target || link.hasAttribute("download") || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (await flush()) { leaving = true; window.location.assign(link.href); } else stay();
  });
  // The page's own form carries everything: it waits only for what is on its way, so that no version is met twice.
  // An answer that was written and then hidden before it was sent goes with it.
  const carry = () => {
    for (const cell of waiting.keys()) for (const one of cell.place.querySelectorAll("[form=cells]")) one.disabled = false;
  };
  const go = () => { leaving = true; window.setTimeout(() => { leaving = false; }, LONGEST_STAY); };
  document.addEventListener("submit", async (event) => {
    if (event.defaultPrevented || leaving) return;
    const own = event.target === form;
    if (own ? !active.size : !waiting.size) { if (own) carry(); go(); return; }
    event.preventDefault();
    const { submitter } = event;
    if (own) { go(); await Promise.all(active.values()); } else if (!await flush()) { stay(); return; }
    if (own) carry();
    go();
    event.target.requestSubmit(submitter);
  });
  const stay = () => {
    const first = Array.from(waiting.keys())[0];
    if (first) first.inputs[0].focus();
  };
  const last = () => { for (const cell of waiting.keys()) if (!cell.held && !cell.empty()) cell.send(true).catch(() => {}); };
  window.addEventListener("beforeunload", (event) => {
    if (!waiting.size || leaving) return;
    last();
    event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") for (const cell of Array.from(waiting.keys())) send(cell); });

  // After a reload the page may be older than what was sent while it was being left: then it is loaded once more.
  const stamp = (page) => Array.from(page.querySelectorAll("[data-based]"), (one) => (one.value === "0" ? "" : `${one.name}=${one.value}`)).join("&");
  const [way] = performance.getEntriesByType("navigation");
  if (way && way.type === "reload") {
    const before = stamp(document);
    window.setTimeout(async () => {
      const text = await fetch(window.location.href, { redirect: "manual" }).then((answer) => (answer.ok ? answer.text() : ""), () => "");
      if (!text || waiting.size || stamp(document) !== before) return;
      if (stamp(new DOMParser().parseFromString(text, "text/html")) !== before) window.location.reload();
    }, 300);
  }
})();
