// Upload: drag a file onto the field, see its name and how far it has got. Without this script the form still works.
(() => {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const area = form.querySelector(".upload");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector(".chosen");
  const progress = form.querySelector("progress");
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  const words = form.dataset;
  const most = Number(words.most);

  const say = (text, wrong) => { status.textContent = text; status.className = wrong ? "error" : ""; };
  const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);

  // What the last page missed is there now.
  const answered = () => {
    const field = input.closest(".field");
    const missed = field && field.querySelector(".error");
    if (!missed) return;
    missed.remove();
    field.classList.remove("has-error");
    input.removeAttribute("aria-invalid");
    const hint = field.querySelector(".hint");
    if (hint) input.setAttribute("aria-describedby", hint.id);
    else input.removeAttribute("aria-describedby");
  };

  const accept = () => {
    const file = input.files[0];
    if (file) answered();
    chosen.textContent = file ? `${file.name} (${size(file.size)})` : "";
    say(file && file.size > most ? words.tooLarge : "", true);
    return Boolean(file) && file.size <= most;
  };

  input.addEventListener("change", accept);
  for (const kind of ["dragenter", "dragover"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    area.addEventListener(kind, (event) => { event.preventDefault(); area.classList.remove("is-over"); });
  }
  area.addEventListener("drop", (event) => {
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; accept(); }
  });

  // Texts beside the file are forgotten once it was taken, and kept again when it was refused.
  const unsent = globalThis.xianxingUnsent;
  const stopped = () => {
    progress.hidden = true;
    button.disabled = false;
    if (unsent) unsent.keep(form);
  };

  const done = (request) => {
    if (request.status < 400) { window.location.assign(request.responseURL); return; }
    stopped();
    try {
      const answer = JSON.parse(request.responseText);
      say([answer.title, answer.advice, answer.problem].filter(Boolean).join(" "), true);
    } catch { say(words.failed, true); }
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    if (!accept()) return;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) { progress.max = step.total; progress.value = step.loaded; }
    });
    request.addEventListener("load", () => done(request));
    request.addEventListener("error", () => { stopped(); say(words.failed, true); });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    progress.hidden = false;
    button.disabled = true;
    say(words.sending);
    if (unsent) unsent.mark(form);
    request.send(new FormData(form));
  });
})();
