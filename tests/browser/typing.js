// Types into the controls of every cell, of the row still to be written and of the first row of each table, and
// into a comment and a question; gives what each holds now, by its name (of boxes and buttons: with the value).
// `fit` says whether numbers and days are ones. In a new row the focus moves on, which sends the row half written.
({ tag, turn, fit }) => {
  const typed = {};
  const heard = (one) => { for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true })); };
  const put = (one, text) => { if (one.closest(".row--new")) one.focus(); one.value = text; heard(one); typed[one.name] = one.value; };
  const day = (number) => `20${31 + turn}-0${1 + (number % 9)}-1${number % 9}`;
  let number = 0;
  const write = (place, one) => {
    number += 1;
    if (one.type === "radio") {
      const all = Array.from(place.querySelectorAll(`[name="${CSS.escape(one.name)}"]`));
      if (all[0] !== one) return;
      const pick = all.find((other) => !other.checked);
      pick.checked = true;
      heard(pick);
      typed[`${one.name}=${pick.value}`] = true;
    } else if (one.type === "checkbox") {
      one.checked = !one.checked;
      heard(one);
      typed[`${one.name}=${one.value}`] = one.checked;
    } else if (one.tagName === "SELECT") put(one, one.options[1 + ((turn + number) % (one.options.length - 1))].value);
    else if (one.placeholder) put(one, fit ? day(number) : `${tag}那天${number}`);
    else if (one.inputMode === "decimal") put(one, fit ? String(turn * 100 + number) : `三千万${tag}${number}`);
    else put(one, `${tag}写的第${number}处`);
  };
  for (const one of document.querySelectorAll("details")) one.open = true;
  const rows = Array.from(document.querySelectorAll(".cell"), (cell) => cell.querySelector(".row:not(.row--new)"));
  for (const place of document.querySelectorAll("[data-place]")) {
    const old = place.matches(".row:not(.row--new)");
    if (place.closest("[hidden]") || (old && !rows.includes(place))) continue;
    for (const one of place.querySelectorAll("input[data-part], textarea[data-part], select[data-part]")) write(place, one);
  }
  for (const kind of ["say", "ask"]) put(document.querySelector(`textarea[name^="${kind}:"]`), `${tag}说到一半`);
  return typed;
}
