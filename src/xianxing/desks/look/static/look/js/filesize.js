// Says at once that files are too many or too large, and doesn't send them: what was typed stays. Without this
// script the site says so, and keeps the text as well.
(() => {
  for (const input of document.querySelectorAll("input[type=file][data-most]")) {
    const { most, each, together, words } = input.dataset;
    const place = input.closest(".field").querySelector("[data-said]");
    const fits = () => {
      const sizes = Array.from(input.files, (file) => file.size);
      const all = sizes.reduce((sum, size) => sum + size, 0);
      return sizes.length <= Number(most) && sizes.every((size) => size <= Number(each)) && all <= Number(together);
    };
    const look = () => {
      const good = fits();
      place.textContent = good ? "" : words;
      place.hidden = good;
      return good;
    };
    input.addEventListener("change", look);
    input.form.addEventListener("submit", (event) => {
      if (look()) return;
      event.preventDefault();
      input.focus();
    });
  }
})();
