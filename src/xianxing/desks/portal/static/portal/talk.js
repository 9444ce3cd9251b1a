// Comments and questions beside a cell, sent without leaving the page. Without this script their buttons send the
// whole page, which keeps everything that was typed, and lead back to the cell.
(() => {
  const form = document.getElementById("cells");
  if (!form) return;

  const spoken = (place, text) => {
    let line = place.querySelector("[data-said]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.said = "";
      line.className = "hint";
      line.setAttribute("role", "status");
      place.prepend(line);
    }
    line.textContent = text;
  };

  const named = (place, name) => Array.from(place.querySelectorAll("[name]")).find((one) => one.name === name);

  // What a button sends, and where to.
  const told = (place, button) => {
    const [act, ...rest] = button.value.split(":");
    const spot = rest.join(":");
    if (act === "settle") return [button.dataset.address, { back: button.dataset.back }, null];
    const text = named(place, `${act}:${spot}`);
    const own = act === "say" ? { location: spot, to: named(place, `to:${spot}`).value } : { path: place.closest("[data-cell-of]").dataset.cellOf };
    return [act === "say" ? place.dataset.comments : place.dataset.questions, { ...own, text: text.value, back: spot }, text];
  };

  const send = async (place, button) => {
    const [address, fields, text] = told(place, button);
    const sent = new URLSearchParams({ ...fields, csrfmiddlewaretoken: form.querySelector("input[name=csrfmiddlewaretoken]").value });
    if (text && globalThis.xianxingUnsent) {
      sent.append("unsent", globalThis.xianxingUnsent.placeOf(text));
      sent.append("unsent_turn", globalThis.xianxingUnsent.turn());
    }
    button.disabled = true;
    let answer;
    try {
      answer = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: sent, redirect: "manual" });
    } catch {
      button.disabled = false;
      spoken(place, place.dataset.wordLost);
      return;
    }
    button.disabled = false;
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) {
      spoken(place, place.dataset.wordLost);
      return;
    }
    const said = await answer.json();
    if (answer.status !== 200) { spoken(place, said.problem); if (text) text.focus(); return; }
    if (text) { text.value = ""; if (globalThis.xianxingUnsent) globalThis.xianxingUnsent.forget(text); }
    const others = new Map(Array.from(place.querySelectorAll("textarea"), (one) => [one.name, one.value]));
    const open = Array.from(place.querySelectorAll("details"), (one) => one.open);
    place.innerHTML = said.talk;
    for (const one of place.querySelectorAll("textarea")) one.value = others.get(one.name) || "";
    place.querySelectorAll("details").forEach((one, number) => { one.open = one.open || open[number]; });
    spoken(place, said.said);
    place.querySelector("summary").focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=act]");
    const place = button && button.closest("[data-talk]");
    if (!place) return;
    event.preventDefault();
    send(place, button);
  });
})();
