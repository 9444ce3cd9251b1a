// What controls hold, by their names; of a box or button, named with its value, whether it is chosen.
(names) => Object.fromEntries(names.map((name) => {
  const cut = name.indexOf("=");
  const all = Array.from(document.getElementsByName(cut < 0 ? name : name.slice(0, cut)));
  if (cut >= 0) {
    const box = all.find((one) => one.value === name.slice(cut + 1));
    return [name, box ? box.checked : null];
  }
  const one = all.find((other) => other.type !== "checkbox");
  return [name, one ? one.value.trim() : null];
}))
