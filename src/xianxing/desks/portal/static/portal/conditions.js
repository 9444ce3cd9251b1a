// Questions that depend on an answer are shown when the answer is given, by the guide's own condition. What isn't
// shown isn't sent. Without this script the page is right again after it was saved.
(() => {
  const cells = Array.from(document.querySelectorAll("[data-shown-when]"), (cell) => ({ cell, ...JSON.parse(cell.dataset.shownWhen) }));
  if (!cells.length) return;

  const now = (path, held) => {
    const place = document.querySelector(`[data-cell="${CSS.escape(path)}"]`);
    const inputs = place ? Array.from(place.querySelectorAll("[data-part]:not([data-error])")).filter((one) => one.matches("input, select, textarea")) : [];
    if (!inputs.length) return held[path] === undefined ? null : held[path];
    const buttons = inputs.filter((one) => one.type === "radio");
    const chosen = buttons.find((one) => one.checked);
    const text = buttons.length ? (chosen ? chosen.value : "") : inputs[0].value;
    return text === "true" || text === "false" ? text === "true" : text || null;
  };

  const holds = (when, held) => {
    if (when.all) return when.all.every((part) => holds(part, held));
    if (when.any) return when.any.some((part) => holds(part, held));
    const value = now(when.field, held);
    return when.values.some((one) => one === value || String(one) === value) !== when.negated;
  };

  const look = () => {
    for (const { cell, when, held } of cells) {
      const shown = holds(when, held);
      if (cell.hidden === !shown) continue;
      cell.hidden = !shown;
      for (const one of cell.querySelectorAll("[form=cells]")) one.disabled = !shown;
    }
  };

  for (const { cell } of cells) if (cell.hidden) for (const one of cell.querySelectorAll("[form=cells]")) one.disabled = true;
  document.addEventListener("change", look);
  look();
})();
