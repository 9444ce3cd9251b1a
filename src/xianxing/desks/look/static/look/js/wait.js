// Wait: ask for the state of a check until it has ended, then show its page. Without this script the page reloads.
(() => {
  const place = document.querySelector("[data-wait]");
  if (!place) return;
  const seconds = place.querySelector("[data-seconds]");
  const reading = place.querySelector("[data-progress]");
  const began = Date.now();
  const ask = async () => {
    if (seconds) seconds.textContent = String(Math.round((Date.now() - began) / 1000));
    try {
      const answer = await fetch(place.dataset.wait, { headers: { Accept: "application/json" }, cache: "no-store" });
      const { state, progress } = await answer.json();
      if (state !== "waiting" && state !== "running") { window.location.reload(); return; }
      if (reading) reading.textContent = progress;
    } catch { /* the line may be back at the next try */ }
    window.setTimeout(ask, 1000);
  };
  window.setTimeout(ask, 500);
})();
