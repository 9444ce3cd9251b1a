// Demonstration only: keep the banner's code of the second factor fresh. Without this script the page shows the one at loading.
(() => {
  const place = document.querySelector("[data-demo-code]");
  if (!place) return;
  const shown = place.querySelector("b");
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.demoCode, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) return;
      const { code, wait } = await answer.json();
      shown.textContent = code || place.dataset.codeWords.replace("{n}", String(wait));
    } catch { /* the line may be back at the next try */ }
    window.setTimeout(ask, document.hidden ? 15000 : 5000);
  };
  window.setTimeout(ask, 5000);
})();
