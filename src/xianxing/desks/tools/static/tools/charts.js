// Charts: where scripts run, each picture gives way to the same chart with tooltips, links to findings, sliders.
(() => {
  const options = {
    ast: true, // expressions are interpreted: the content policy allows no evaluation
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    logLevel: 1, // errors only: notes about scales are for whoever writes a chart
    tooltip: { disableDefaultStyle: true },
  };
  const draw = async (figure) => {
    const place = figure.querySelector("[data-drawing]");
    const described = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    const shown = document.createElement("div");
    shown.className = "chart-live";
    place.append(shown);
    try {
      const { view } = await window.vegaEmbed(shown, described, options);
      view.addEventListener("click", (_event, item) => {
        const finding = item && item.datum && item.datum.finding;
        if (Number.isInteger(finding)) window.location.assign(`${figure.dataset.findings}${finding}/`);
      });
      const drawn = shown.querySelector("svg");
      if (drawn) drawn.setAttribute("aria-hidden", "true"); // caption and table say the same in words
      figure.dataset.drawn = "live";
      const picture = place.querySelector("img");
      if (picture) picture.hidden = true;
    } catch {
      shown.remove(); // the picture stays
    }
  };
  if (!window.vegaEmbed) return;
  for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);
})();
