// Questions that a step asks only after certain answers are shown when these are given, and sent only then.
// Without this script all of them stand there, each with the words that say when it is asked.
(() => {
  const places = Array.from(document.querySelectorAll("[data-asked-when]"), (place) => ({ place, when: JSON.parse(place.dataset.askedWhen) }));
  if (!places.length) return;

  const given = (name) => {
    const chosen = document.querySelector(`[name="${CSS.escape(name)}"]:checked`);
    return chosen ? chosen.value : "";
  };

  const look = () => {
    for (const { place, when } of places) {
      const asked = Object.entries(when).every(([name, values]) => values.includes(given(name)));
      place.hidden = !asked;
      for (const one of place.querySelectorAll("input, textarea")) one.disabled = !asked;
    }
  };

  document.addEventListener("change", look);
  look();
})();
