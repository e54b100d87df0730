// The page is complete without this: tables that can be sorted, and downloads.
  const data = JSON.parse(document.getElementById("data").textContent);

  // ---- tables that can be sorted -----------------------------------------------------
  function value(row, column) {
    const cell = row.children[column], number = cell.querySelector("data");
    if (!number) return cell.textContent.trim();
    return number.value === "" ? Infinity : Number(number.value);
  }

  function sort(table, column, down) {
    const body = table.tBodies[0], side = down ? -1 : 1;
    const rows = [...body.rows].sort((a, b) => {
      const x = value(a, column), y = value(b, column);
      const less = typeof x === "number" ? x - y : x.localeCompare(y, "en", { numeric: true });
      return side * less;
    });
    body.append(...rows);
  }

  for (const table of document.querySelectorAll("table.sorted")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        sort(table, column, down);
      });
    });
  }

  // ---- downloads ---------------------------------------------------------------------
  const shelf = document.getElementById("downloads");

  function offer(words, name, kind, make) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([make()], { type: kind }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    shelf.append(button);
    shelf.hidden = false;
  }

  function csv(rows) {
    const quoted = (x) => /[",\r\n]/.test(x) ? '"' + x.replaceAll('"', '""') + '"' : x;
    return rows.map((row) => row.map((x) => quoted(String(x ?? ""))).join(",")).join("\r\n") + "\r\n";
  }

  function cells(id) {
    const table = document.getElementById(id);
    const heads = [...table.tHead.rows[0].cells].map((x) => x.textContent);
    const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map(
      (cell) => cell.querySelector("data")?.value ?? cell.textContent));
    return csv([heads, ...rows]);
  }
