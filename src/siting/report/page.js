// The page of an answer: looking closer, and its downloads.
  const map = document.getElementById("map");
  const told = document.getElementById("told");
  let kept = null;

  // ---- a site, its clients and its row are shown together --------------------------
  const parts = new Map();
  for (const part of document.querySelectorAll("[data-site]")) {
    const number = part.dataset.site;
    if (number === "0") continue;
    if (!parts.has(number)) parts.set(number, []);
    parts.get(number).push(part);
  }

  function sentence(number) {
    const row = document.getElementById("site-" + number);
    const heads = row.closest("table").querySelectorAll("thead th");
    return [...row.children].map((cell, k) => k === 0 ? cell.textContent + "." : k === 1
      ? cell.textContent + ":" : heads[k].textContent.toLowerCase() + " " + cell.textContent
        + (k < row.children.length - 1 ? "," : ".")).join(" ");
  }

  function show(number, words) {
    for (const part of document.querySelectorAll(".on")) part.classList.remove("on");
    const parted = number !== null && parts.has(number);
    if (map) map.classList.toggle("told-of", parted);
    if (parted) for (const part of parts.get(number)) part.classList.add("on");
    if (!told) return;
    told.hidden = !parted && !words;
    told.textContent = words || (parted ? sentence(number) : "");
  }

  function pointed(target) {
    const part = target instanceof Element ? target.closest("[data-site]") : null;
    if (!part) return [kept, ""];
    const title = part.matches(".zone, .point") ? part.querySelector("title") : null;
    const number = part.dataset.site;
    const words = title ? title.textContent + "." : "";
    return [number === "0" ? null : number, words];
  }

  document.addEventListener("pointerover", (event) => show(...pointed(event.target)));
  document.addEventListener("focusin", (event) => show(...pointed(event.target)));
  document.addEventListener("focusout", () => show(kept, ""));
  document.addEventListener("click", (event) => {
    const part = event.target.closest("[data-site]");
    if (!part || part.dataset.site === "0") return;
    if (part.matches(".mark")) event.preventDefault();
    kept = kept === part.dataset.site ? null : part.dataset.site;
    show(kept, "");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { kept = null; show(null, ""); }
  });

  // ---- zoom and pan ------------------------------------------------------------------
  if (map) {
    const whole = map.viewBox.baseVal;
    const full = { x: 0, y: 0, w: whole.width, h: whole.height };
    const view = { ...full };
    const scale = document.getElementById("scale");
    const most = 16;

    function draw() {
      view.w = Math.min(full.w, Math.max(full.w / most, view.w));
      view.h = view.w * full.h / full.w;
      view.x = Math.min(full.w - view.w, Math.max(0, view.x));
      view.y = Math.min(full.h - view.h, Math.max(0, view.y));
      map.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
      map.style.setProperty("--pin", String(view.w / full.w));
      map.classList.toggle("held", view.w < full.w);
      if (scale) measure(full.w / view.w);
    }

    function measure(zoom) {
      const length = Number(scale.dataset.length), metres = Number(scale.dataset.metres);
      const power = 10 ** Math.floor(Math.log10(metres / zoom));
      const round = [1, 2, 5, 10].map((k) => k * power).find((k) => k >= metres / zoom * 0.999);
      const drawn = length * zoom * round / metres;
      scale.querySelector("path").setAttribute("d", "M20 0v7h" + drawn.toFixed(0) + "V0");
      scale.querySelector("span").textContent =
        round >= 1000 ? round / 1000 + " km" : +round.toPrecision(3) + " m";
    }

    function zoom(factor, x = view.x + view.w / 2, y = view.y + view.h / 2) {
      const w = Math.min(full.w, Math.max(full.w / most, view.w / factor));
      view.x = x - (x - view.x) * w / view.w;
      view.y = y - (y - view.y) * w / view.w;
      view.w = w;
      draw();
    }

    function where(event) {
      const box = map.getBoundingClientRect();
      return [view.x + (event.clientX - box.left) / box.width * view.w,
              view.y + (event.clientY - box.top) / box.height * view.h];
    }

    const tools = document.getElementById("tools");
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const kind = event.target.dataset.zoom;
      if (kind === "all") { Object.assign(view, full); draw(); }
      if (kind === "in") zoom(1.6);
      if (kind === "out") zoom(1 / 1.6);
    });
    map.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 300), ...where(event));
    }, { passive: false });
    map.addEventListener("dblclick", (event) => zoom(2, ...where(event)));

    let from = null, moved = false;
    map.addEventListener("pointerdown", (event) => {
      if (view.w < full.w && event.button === 0) { from = where(event); moved = false; }
    });
    map.addEventListener("pointermove", (event) => {
      if (!from) return;
      const to = where(event);
      moved = moved || Math.hypot(to[0] - from[0], to[1] - from[1]) > view.w / 150;
      view.x -= to[0] - from[0];
      view.y -= to[1] - from[1];
      draw();
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
      map.addEventListener(end, () => { from = null; });
    }
    map.addEventListener("click", (event) => {
      if (moved) { event.stopPropagation(); event.preventDefault(); moved = false; }
    }, true);
    map.addEventListener("dragstart", (event) => event.preventDefault());
    draw();
  }

  function allocation() {
    const served = data.solution.assignment;
    const rows = Array.isArray(served) ? served : Object.entries(served).map((x) => [...x, 1]);
    const heads = ["demand", "site", "share", "layer"];
    return csv([heads.slice(0, rows.length ? rows[0].length : 3), ...rows]);
  }

  offer("Everything as JSON", "siting.json", "application/json", () => JSON.stringify(data, null, 1));
  if (document.getElementById("site-table")) offer("Open sites as CSV", "sites.csv", "text/csv", () => cells("site-table"));
  if (data.solution.assignment && data.solution.open.length) {
    offer("Who goes where as CSV", "allocation.csv", "text/csv", allocation);
  }
  if (data.comparison) {
    offer("All runs as CSV", "runs.csv", "text/csv", () => {
      const keys = Object.keys(data.comparison.rows[0]).filter((k) => k !== "open");
      return csv([keys, ...data.comparison.rows.map((row) => keys.map((k) => row[k]))]);
    });
  }
