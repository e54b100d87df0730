// The page of a front: a point is found in the chart and in the table, and downloads.
  const rows = [...document.querySelectorAll("[data-point]")];

  function light(number) {
    for (const part of rows) part.classList.toggle("on", part.dataset.point === number);
  }

  function pointed(event) {
    const part = event.target instanceof Element ? event.target.closest("[data-point]") : null;
    light(part ? part.dataset.point : "");
  }

  document.addEventListener("pointerover", pointed);
  document.addEventListener("focusin", pointed);

  offer("Everything as JSON", "siting.json", "application/json", () => JSON.stringify(data, null, 1));
  for (const [id, words, name] of [
    ["point-table", "Plans as CSV", "plans.csv"],
    ["share-table", "Sites as CSV", "sites.csv"],
    ["run-table", "All runs as CSV", "runs.csv"],
  ]) {
    if (document.getElementById(id)) offer(words, name, "text/csv", () => cells(id));
  }
