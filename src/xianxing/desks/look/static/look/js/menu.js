// On a narrow screen a menu folds behind its button; without a script it stands open where it is.
"use strict";

(() => {
  const fold = (button) => {
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    const set = (open) => {
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("is-open", open);
    };
    button.hidden = false;
    menu.classList.add("folds");
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && menu.classList.contains("is-open")) {
        set(false);
        button.focus();
      }
    });
  };
  document.querySelectorAll("[data-menu]").forEach(fold);
})();
