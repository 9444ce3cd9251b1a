// A form is sent only when the site answers: without a connection the page stays, and so does what was typed.
(() => {
  const place = document.getElementById("line-down");
  const own = document.querySelector("script[data-unsent]");
  if (!place || !own) return;
  const forms = Array.from(document.querySelectorAll("form[data-line]"));
  const tell = () => {
    place.textContent = place.dataset.words;
    place.className = "notice notice--bad";
  };
  const send = (form, button) => {
    if (globalThis.xianxingUnsent) globalThis.xianxingUnsent.mark(form);
    if (button && button.name) {
      const made = document.createElement("input");
      Object.assign(made, { type: "hidden", name: button.name, value: button.value });
      form.append(made);
    }
    form.submit();
  };
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.sending !== undefined) return;
      form.dataset.sending = "";
      fetch(own.dataset.unsent, { cache: "no-store", redirect: "manual" }).then(() => send(form, event.submitter), () => {
        delete form.dataset.sending;
        tell();
        place.scrollIntoView();
      });
    });
  }
  window.addEventListener("pageshow", () => { for (const form of forms) delete form.dataset.sending; });
  window.addEventListener("offline", tell);
  window.addEventListener("online", () => { place.textContent = ""; place.className = ""; });
})();
