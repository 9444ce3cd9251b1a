// Comments and questions beside a cell, sent without leaving the page, so that nothing being written is lost.
// Without this script the forms are sent as they are and lead back to the cell.
(() => {
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

  const send = async (form, place, fields) => {
    const button = form.querySelector("button");
    button.disabled = true;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", headers: { Accept: "application/json" }, body: fields, redirect: "manual",
      });
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
    if (answer.status !== 200) { spoken(place, said.problem); return; }
    const open = Array.from(place.querySelectorAll("details"), (one) => one.open);
    place.innerHTML = said.talk;
    place.querySelectorAll("details").forEach((one, number) => { one.open = one.open || open[number]; });
    spoken(place, said.said);
    place.querySelector("summary").focus();
  };

  document.addEventListener("submit", (event) => {
    const place = event.target.closest("[data-talk]");
    if (!place) return;
    event.preventDefault();
    send(event.target, place, new URLSearchParams(new FormData(event.target)));
  }, true);
})();
