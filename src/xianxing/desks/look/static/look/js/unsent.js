// Whatever a person types into a form is kept for that person until the form is sent: after a while of typing,
// on leaving the field, on leaving the page. Cells of a filing save themselves and aren't looked at here, nor are
// passwords, codes and files.
(() => {
  const own = document.querySelector("script[data-unsent]");
  const PAUSE = 600;
  const OTHER = "input[type=hidden], input[type=password], input[type=file], input[autocomplete='one-time-code'], [data-part], [readonly], button, fieldset, output";
  const ASIDE = new Set(["csrfmiddlewaretoken", "once", "based", "anchor", "unsent", "unsent_turn", "next", "rows"]);
  const plain = (path) => path.replace(/^\/[a-z]{2}(-[a-z]+)?\//, "/");
  const addressOf = (form) => plain(new URL(form.action, window.location.href).pathname);
  let token = "";

  // Which page this is and at which of its steps: a text that a later step overtakes on the way is dropped there.
  const page = Array.from(crypto.getRandomValues(new Uint32Array(4)), (one) => one.toString(36)).join("");
  let step = 0;
  const turn = () => { step += 1; return `${page}:${step}`; };

  const nameOf = (input) => {
    const form = input.form;
    const apart = form.dataset.save !== undefined ? [] : Array.from(form.elements)
      .filter((one) => one.type === "hidden" && one.name && !ASIDE.has(one.name)).map((one) => `${one.name}=${one.value}`);
    const checked = input.type === "checkbox" || input.type === "radio";
    return [...apart, checked ? `${input.name}=${input.value}` : input.name].join("&");
  };

  const ticked = (input) => input.type === "checkbox" || input.type === "radio";
  const before = (input) => {
    if (ticked(input)) return input.defaultChecked ? "1" : "0";
    if (input.tagName === "SELECT") return (Array.from(input.options).find((one) => one.defaultSelected) || input.options[0] || { value: "" }).value;
    return input.defaultValue;
  };
  const held = (input) => { if (ticked(input)) return input.checked ? "1" : "0"; return input.value; };
  const put = (input, text) => { if (ticked(input)) input.checked = text === "1"; else input.value = text; };

  const kept = new Map();
  const waiting = new Map();

  // What couldn't be sent, because the line was lost or the session had ended, is tried again with a fresh token,
  // and until then waits as what was typed does: it is sent when the line is back or the page is left.
  const RETRY = 3000;
  const again = (input) => waiting.set(input, window.setTimeout(async () => {
    await fetch(own.dataset.unsent, { headers: { Accept: "application/json" }, redirect: "manual" })
      .then((answer) => answer.json()).then((said) => { token = said.token; }).catch(() => {});
    if (document.contains(input)) send(input);
  }, RETRY));

  const send = (input) => {
    window.clearTimeout(waiting.get(input));
    waiting.delete(input);
    const text = held(input) === before(input) ? "" : held(input);
    if (kept.get(input) === text) return;
    kept.set(input, text);
    fetch(own.dataset.unsent, {
      method: "POST", keepalive: true, redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, Accept: "application/json" },
      body: JSON.stringify({ form: addressOf(input.form), name: nameOf(input), text, turn: turn() }),
    }).then((answer) => answer.ok, () => false).then((taken) => {
      if (taken) return;
      kept.delete(input);
      if (!waiting.has(input)) again(input);
    });
  };

  const changed = (input) => {
    window.clearTimeout(waiting.get(input));
    waiting.set(input, window.setTimeout(() => send(input), PAUSE));
  };

  const inputsOf = (form) => Array.from(form.elements).filter((one) => one.name && !one.matches(OTHER));

  const give = (input, text) => {
    kept.set(input, text);
    if (held(input) !== before(input) || text === held(input)) return;
    put(input, text);
    if (ticked(input)) input.dispatchEvent(new Event("change", { bubbles: true }));
    for (let place = input.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
    if (ticked(input) || input.tagName === "SELECT") return;
    const note = document.createElement("p");
    note.className = "hint";
    note.dataset.unsentNote = "";
    note.textContent = own.dataset.word;
    input.before(note);
  };

  // What names, on sending, the places whose texts may be forgotten once the form was accepted.
  const mark = (form) => {
    for (const one of form.querySelectorAll("input[name=unsent], input[name=unsent_turn]")) one.remove();
    const add = (name, value) => {
      const made = document.createElement("input");
      Object.assign(made, { type: "hidden", name, value });
      form.append(made);
    };
    add("unsent_turn", turn());
    for (const input of inputsOf(form)) {
      if (!kept.get(input) && !waiting.has(input)) continue;
      add("unsent", `${addressOf(form)}#${nameOf(input)}`);
      window.clearTimeout(waiting.get(input));
      waiting.delete(input);
    }
  };

  // Says that nothing more will be put into the fields of this page: whoever fills them by program waits for it.
  const ready = () => { own.dataset.ready = ""; };

  const forms = Array.from(document.querySelectorAll("main form")).filter((form) => form.method === "post" && !form.querySelector("input[type=password]"));
  if (!forms.length) { ready(); return; }
  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.form || !forms.includes(input.form) || !input.name || input.matches(OTHER)) return;
    const others = input.type === "radio" ? inputsOf(input.form).filter((one) => one.name === input.name && one !== input) : [];
    for (const one of [input, ...others]) changed(one);
  });
  document.addEventListener("focusout", (event) => { if (waiting.has(event.target)) send(event.target); });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !forms.includes(event.target)) return;
    if (event.target.dataset.save === undefined) mark(event.target);
  });
  const leave = () => { for (const input of Array.from(waiting.keys())) send(input); };
  window.addEventListener("beforeunload", leave);
  window.addEventListener("online", leave);
  window.addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });

  const first = document.querySelector("main input[name=csrfmiddlewaretoken]");
  token = first ? first.value : "";
  const asked = new URLSearchParams(Array.from(new Set(forms.map(addressOf)), (one) => ["form", one]));
  fetch(`${own.dataset.unsent}?${asked}`, { headers: { Accept: "application/json" }, redirect: "manual" })
    .then((answer) => answer.json())
    .then(({ texts, token: fresh }) => {
      token = fresh;
      for (const form of forms) {
        const found = texts[addressOf(form)] || {};
        for (const input of inputsOf(form)) if (found[nameOf(input)]) give(input, found[nameOf(input)]);
      }
    })
    .catch(() => {})
    .finally(ready);
  const keep = (form) => { for (const input of inputsOf(form)) if (held(input) !== before(input)) send(input); };
  globalThis.xianxingUnsent = { mark, keep, turn, placeOf: (input) => `${addressOf(input.form)}#${nameOf(input)}`, forget: (input) => { window.clearTimeout(waiting.get(input)); waiting.delete(input); kept.delete(input); } };
})();
