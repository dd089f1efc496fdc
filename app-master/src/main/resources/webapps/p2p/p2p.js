// The page of a job. Live it asks the API beside it; in report.html all figures are inside the page.
// Every text from the job goes in as text, never as markup.
"use strict";
(() => {
  const POLL_MS = 2000;
  const MAP_POLL_MS = 3000;
  const FIRST_ROWS = 200;
  const PATIENCE = 3; // failed polls before the page says so

  const $ = (id) => document.getElementById(id);
  const inside = $("data");
  const live = inside === null;
  const state = { job: null, ranks: [], series: null, files: [], map: null, sort: { key: "rank", up: true }, allRows: false, allFiles: false, cell: null, point: -1, chart: null };

  // ---- words and numbers

  function bytes(n) {
    if (n === null || n === undefined) return "–";
    const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
    let at = 0;
    while (n >= 1024 && at < units.length - 1) { n /= 1024; at++; }
    return (at === 0 || n >= 100 ? Math.round(n) : n.toFixed(n >= 10 ? 1 : 2)) + " " + units[at];
  }
  const rate = (n) => bytes(n) + "/s";
  function span(ms) {
    if (ms === null || ms === undefined) return "–";
    const s = ms / 1000;
    if (s < 60) return s.toFixed(1) + " s";
    const minutes = Math.floor(s / 60);
    if (minutes < 60) return minutes + " min " + Math.floor(s % 60) + " s";
    return Math.floor(minutes / 60) + " h " + (minutes % 60) + " min";
  }
  const word = (text) => text === null || text === undefined ? "–" : String(text).toLowerCase().replace(/_/g, " ");

  // Names come from elsewhere: characters that would hide, or turn the direction of what follows, are shown as escapes.
  const shown = (text) =>
    String(text ?? "").replace(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu, (c) => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = shown(text);
    if (className) made.className = className;
    return made;
  }
  function drawn(tag, attributes, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = shown(text);
    return made;
  }
  function setText(node, text) { if (node.textContent !== shown(text)) node.textContent = shown(text); }

  // ---- head and progress

  function showJob() {
    const job = state.job;
    const over = job.state !== "RUNNING";
    title(over ? word(job.state) : Math.floor(job.percent) + "%");
    setText($("name"), job.name);
    setText($("job-id"), job.jobId);
    setText($("user"), "· " + job.user + " · since " + new Date(job.startedAt).toLocaleString());
    const pill = $("state");
    setText(pill, over ? word(job.state) : word(job.phase));
    pill.className = "pill" + (job.state === "SUCCEEDED" ? " good" : over ? " bad" : "");
    $("bar").setAttribute("aria-valuenow", job.percent.toFixed(1));
    $("bar").classList.toggle("good", job.percent >= 100);
    $("bar-fill").style.width = job.percent + "%";
    setText($("bar-text"), job.percent.toFixed(1) + " % · " + bytes(job.acquiredBytes) + " of " + bytes(job.wantedBytes)
        + " on " + job.peers + (job.peers === 1 ? " peer" : " peers"));
    const average = job.swarmMillis ? (job.downBytes + job.originBytes) * 1000 / job.swarmMillis : null;
    figures([
      ["elapsed", span(job.elapsedMillis)],
      over ? ["swarm time", span(job.swarmMillis)] : ["time left", span(job.etaMillis)],
      over ? ["mean rate", average === null ? "–" : rate(average)] : ["rate", rate(job.bytesPerSecond)],
      ["from peers", bytes(job.downBytes)],
      ["from origins", bytes(job.originBytes)],
      ["peers complete", job.ranksComplete + " of " + job.peers],
      ["containers up", job.ranksUp + " of " + (job.peers + 1)],
      ["bans", String(job.bans)],
    ]);
    const names = { submit: "submitted", amUp: "master up", containersUp: "containers up", gateOpen: "gate open", swarmDone: "swarm done", committed: "committed" };
    $("phases").replaceChildren(...Object.entries(names).map(([key, name]) => {
      const at = job.phases[key];
      const item = element("li", undefined, at === null ? "" : "reached");
      item.append(element("b", at === null ? "–" : span(at)), document.createTextNode(name));
      return item;
    }));
    if (over && job.diagnostics) notice(job.diagnostics);
    $("notice").classList.toggle("good", job.state === "SUCCEEDED");
  }

  function figures(pairs) {
    $("figures").replaceChildren(...pairs.map(([name, value]) => {
      const box = element("div");
      box.append(element("dt", name), element("dd", value));
      return box;
    }));
  }

  function title(what) { document.title = what + " · " + shown(state.job.name); }

  function notice(text) {
    $("notice").hidden = text === "";
    setText($("notice"), text);
  }

  // ---- throughput

  // In pixels, whatever the width: text that shrinks with the window is not read by anybody.
  const PLOT = { left: 80, top: 12, bottom: 206, high: 232 };
  const TIME_STEPS = [10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200]; // s
  const DAY = 86400; // s

  function rates(column) {
    const at = state.series.atMillis;
    const found = [];
    for (let i = 1; i < at.length; i++) {
      const ms = at[i] - at[i - 1];
      found.push({ from: at[i - 1], to: at[i], value: ms > 0 ? Math.max(0, column[i] - column[i - 1]) * 1000 / ms : 0 });
    }
    return found;
  }

  function niceStep(range, steps, base) {
    const raw = range / steps;
    const power = Math.pow(base, Math.floor(Math.log(raw) / Math.log(base)));
    const choices = base === 10 ? [1, 2, 5, 10] : [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
    for (const choice of choices) if (choice * power >= raw) return choice * power;
    return base * power;
  }

  /** Seconds between two marks on the axis. */
  function timeStep(range, marks) {
    const raw = range / marks;
    if (raw <= 5) return niceStep(range, marks, 10);
    return TIME_STEPS.find((step) => step >= raw) || DAY * Math.ceil(raw / DAY);
  }

  /** A mark on the axis of time; in the unit that fits the whole axis. */
  function moment(seconds, step, end) {
    const two = (n) => String(Math.floor(n)).padStart(2, "0");
    if (end < 120 || step < 1) return Number(seconds.toFixed(3)) + " s";
    const exact = step % 60 === 0;
    if (end < 3600) return Math.floor(seconds / 60) + (exact ? "" : ":" + two(seconds % 60)) + " min";
    return Math.floor(seconds / 3600) + (step % 3600 === 0 ? "" : ":" + two(seconds % 3600 / 60) + (exact ? "" : ":" + two(seconds % 60))) + " h";
  }

  /** From shortly before the gate: what comes before is in the phases. */
  function shownSpan() {
    const at = state.series.atMillis;
    const end = at[at.length - 1];
    const gate = state.job ? state.job.phases.gateOpen : null;
    const before = gate === null ? [] : at.filter((ms) => ms <= gate);
    return { begin: Math.min(before.length ? before[before.length - 1] : at[0], end - 1), end };
  }

  function showThroughput() {
    const svg = $("throughput");
    let read = rates(state.series.origin);
    let arrived = rates(state.series.down).map((r, i) => ({ ...r, value: r.value + read[i].value }));
    const parts = [];
    svg.classList.toggle("absent", arrived.length === 0);
    if (arrived.length === 0) {
      setText($("throughput-text"), live ? "No samples yet." : "The job was over before there were two samples.");
      svg.replaceChildren();
      return;
    }
    const { begin, end } = shownSpan();
    arrived = arrived.filter((r) => r.from >= begin);
    read = read.filter((r) => r.from >= begin);
    const fromOrigin = read.some((r) => r.value > 0);
    $("throughput-legend").replaceChildren(element("span", "arriving at the peers", "moved"),
        ...(fromOrigin ? [element("span", "read from origins", "origin")] : []));
    const top = Math.max(1, ...arrived.map((r) => r.value), ...read.map((r) => r.value));
    const lines = niceStep(top, 4, 1024);
    const high = Math.ceil(top / lines) * lines;
    const wide = Math.max(240, svg.clientWidth || 960);
    const edge = wide - 12;
    state.chart = { wide, edge };
    svg.setAttribute("viewBox", `0 0 ${wide} ${PLOT.high}`);
    const x = (ms) => PLOT.left + (ms - begin) / (end - begin) * (edge - PLOT.left);
    const y = (value) => PLOT.bottom - value / high * (PLOT.bottom - PLOT.top);
    for (let value = 0; value <= high; value += lines) {
      parts.push(drawn("line", { class: "axis", x1: PLOT.left, x2: edge, y1: y(value), y2: y(value) }));
      parts.push(drawn("text", { x: PLOT.left - 8, y: y(value) + 4, "text-anchor": "end" }, rate(value)));
    }
    const step = timeStep((end - begin) / 1000, Math.min(8, (edge - PLOT.left) / 80));
    for (let s = Math.ceil(begin / 1000 / step) * step; s * 1000 <= end; s += step) {
      const last = x(s * 1000) > edge - 20;
      parts.push(drawn("text", { x: last ? edge : x(s * 1000), y: PLOT.bottom + 20, "text-anchor": last ? "end" : "middle" }, moment(s, step, end / 1000)));
    }
    const phases = state.job ? state.job.phases : {};
    let taken = null; // where the last of these texts began
    for (const [key, name] of [["gateOpen", "gate"], ["swarmDone", "done"]]) {
      const at = phases[key];
      if (at !== null && at !== undefined && at >= begin && at <= end) {
        parts.push(drawn("line", { class: "gate", x1: x(at), x2: x(at), y1: PLOT.top, y2: PLOT.bottom }));
        const right = x(at) > edge - 50;
        const lower = taken !== null && x(at) - taken < 90 ? 16 : 0;
        taken = x(at);
        parts.push(drawn("text", { x: x(at) + (right ? -4 : 4), y: PLOT.top + 14 + lower, "text-anchor": right ? "end" : "start" }, name));
      }
    }
    const outline = (list) => list.map((r) => `${x(r.from).toFixed(1)},${y(r.value).toFixed(1)} ${x(r.to).toFixed(1)},${y(r.value).toFixed(1)}`).join(" ");
    parts.push(drawn("polygon", { class: "area", points: `${x(begin)},${y(0)} ${outline(arrived)} ${x(end)},${y(0)}` }));
    parts.push(drawn("polyline", { class: "line moved", points: outline(arrived) }));
    if (fromOrigin) parts.push(drawn("polyline", { class: "line origin", points: outline(read) }));
    const point = Math.min(state.point, arrived.length - 1);
    // What somebody looks up is read out; what every look at the job changes is not.
    $("throughput-text").setAttribute("aria-live", point >= 0 ? "polite" : "off");
    if (point >= 0) {
      const at = x((arrived[point].from + arrived[point].to) / 2);
      parts.push(drawn("line", { class: "cursor", x1: at, x2: at, y1: PLOT.top, y2: PLOT.bottom }));
      setText($("throughput-text"), span(arrived[point].to) + ": " + rate(arrived[point].value) + " arrive" + (fromOrigin ? ", " + rate(read[point].value) + " from origins" : ""));
    } else {
      setText($("throughput-text"), "Highest " + rate(Math.max(...arrived.map((r) => r.value))) + " in " + arrived.length + " intervals, all peers together.");
    }
    svg.replaceChildren(...parts);
  }

  function watchThroughput() {
    const svg = $("throughput");
    const times = () => {
      if (!state.series || state.series.atMillis.length < 2) return [];
      const { begin } = shownSpan();
      return state.series.atMillis.filter((ms) => ms >= begin);
    };
    svg.addEventListener("pointermove", (event) => {
      const box = svg.getBoundingClientRect();
      const at = times();
      if (at.length < 2 || !state.chart) return;
      const px = (event.clientX - box.left) / box.width * state.chart.wide;
      const part = (px - PLOT.left) / (state.chart.edge - PLOT.left);
      const ms = at[0] + part * (at[at.length - 1] - at[0]);
      state.point = Math.max(-1, at.findIndex((t) => t >= ms) - 1);
      showThroughput();
    });
    const leave = () => { state.point = -1; if (state.series) showThroughput(); };
    svg.addEventListener("pointerleave", leave);
    svg.addEventListener("blur", leave);
    svg.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const last = times().length - 2;
      if (!move || last < 0) return;
      event.preventDefault();
      state.point = Math.min(last, Math.max(0, state.point + move));
      showThroughput();
    });
    window.addEventListener("resize", () => { if (state.series) showThroughput(); });
  }

  // ---- segments

  function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }
  function rgb(hex) { return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)); }

  function decode(rows) {
    return rows.map((row) => Uint8Array.from(atob(row), (c) => c.charCodeAt(0)));
  }

  function showMap() {
    const map = state.map;
    const canvas = $("map");
    const pen = canvas.getContext("2d");
    pen.clearRect(0, 0, canvas.width, canvas.height);
    if (!map || map.rows.length === 0 || map.segments === 0) {
      setText($("map-shape"), map ? "Nothing known yet." : "");
      return;
    }
    const columns = map.rows[0].length;
    const rows = map.rows.length;
    const label = 70;
    const ratio = window.devicePixelRatio || 1;
    const wide = Math.max(320, canvas.clientWidth || 960);
    const cellHigh = Math.max(1, Math.min(26, Math.floor(420 / rows)));
    const high = rows * cellHigh + 18;
    canvas.style.height = high + "px";
    canvas.width = wide * ratio;
    canvas.height = high * ratio;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const cellWide = (wide - label) / columns;
    state.layout = { label, cellWide, cellHigh, columns, rows };
    const empty = rgb(colour("--empty"));
    const full = rgb(colour("--full"));
    const gapX = cellWide >= 8 ? 1 : 0;
    const gapY = cellHigh >= 4 ? 1 : 0;
    const shades = Array.from({ length: 101 }, (_, part) =>
      "rgb(" + empty.map((c, i) => Math.round(c + (full[i] - c) * part / 100)).join(",") + ")");
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) {
        pen.fillStyle = shades[map.rows[r][c]];
        const left = Math.round(label + c * cellWide);
        const right = Math.round(label + (c + 1) * cellWide);
        pen.fillRect(left, r * cellHigh, Math.max(1, right - left - gapX), Math.max(1, cellHigh - gapY));
      }
    }
    pen.fillStyle = colour("--quiet");
    pen.font = "12px sans-serif";
    pen.textBaseline = "middle";
    let free = 7; // the first name whole, and none over another
    for (let r = 0; r < rows; r++) {
      const middle = Math.max(7, r * cellHigh + cellHigh / 2);
      if (middle < free) continue;
      pen.fillText(rankNames(r), 0, middle);
      free = middle + 14;
    }
    pen.textBaseline = "alphabetic";
    pen.fillText(map.times ? span(map.times[0]) : "segment 1", label, high - 3);
    pen.textAlign = "right";
    pen.fillText(map.times ? span(map.times[map.segments - 1]) : String(map.segments), wide, high - 3);
    pen.textAlign = "left";
    if (state.cell) {
      pen.strokeStyle = colour("--ink");
      pen.lineWidth = 2;
      pen.strokeRect(label + state.cell.c * cellWide, state.cell.r * cellHigh, Math.max(3, cellWide - gapX), Math.max(3, cellHigh - gapY));
    }
    const grouped = map.ranksPerRow > 1 || map.segmentsPerColumn > 1
      ? ", a cell is " + map.ranksPerRow + (map.ranksPerRow === 1 ? " rank" : " ranks") + " by " + map.segmentsPerColumn + (map.segmentsPerColumn === 1 ? " segment" : " segments") : "";
    setText($("map-shape"), map.ranks + (map.ranks === 1 ? " rank" : " ranks") + (map.times ? " over time" : ", " + map.segments + " segments") + grouped);
    describeCell();
  }

  function rankNames(row) {
    const map = state.map;
    const first = row * map.ranksPerRow + 1;
    const last = Math.min(map.ranks, first + map.ranksPerRow - 1);
    return first === last ? "rank " + first : first + "–" + last;
  }

  function describeCell() {
    const map = state.map;
    if (!state.cell || !map) { setText($("map-text"), ""); return; }
    const { r, c } = state.cell;
    const first = c * map.segmentsPerColumn;
    const last = Math.min(map.segments, first + map.segmentsPerColumn);
    // Counted from 1, as in all that people read.
    const what = map.times ? "at " + span(map.times[first]) : first + 1 === last ? "segment " + last : "segments " + (first + 1) + " to " + last;
    const host = map.ranksPerRow === 1 && state.ranks[r + 1] ? " on " + (state.ranks[r + 1].host || "no host yet") : "";
    setText($("map-text"), (map.ranksPerRow === 1 ? "" : "ranks ") + rankNames(r) + host + ", " + what + ": " + map.rows[r][c] + " % there");
  }

  function watchMap() {
    const canvas = $("map");
    const at = (r, c) => {
      const { rows, columns } = state.layout;
      state.cell = { r: Math.min(rows - 1, Math.max(0, r)), c: Math.min(columns - 1, Math.max(0, c)) };
      showMap();
    };
    canvas.addEventListener("pointermove", (event) => {
      if (!state.layout || !state.map) return;
      const box = canvas.getBoundingClientRect();
      at(Math.floor((event.clientY - box.top) / state.layout.cellHigh), Math.floor((event.clientX - box.left - state.layout.label) / state.layout.cellWide));
    });
    const leave = () => { state.cell = null; showMap(); };
    canvas.addEventListener("pointerleave", leave);
    canvas.addEventListener("blur", leave);
    canvas.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!move || !state.layout || !state.map) return;
      event.preventDefault();
      const now = state.cell || { r: 0, c: -move[1] };
      at(now.r + (state.cell ? move[0] : 0), now.c + move[1]);
    });
    window.addEventListener("resize", showMap);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showMap);
    if (live) $("file").addEventListener("change", () => { state.map = null; state.cell = null; loadMap(); });
  }

  // ---- tables

  const COLUMNS = [
    { key: "rank", name: "rank", show: (r) => r.rank === 0 ? "0 tracker" : String(r.rank) },
    { key: "host", name: "host", text: true },
    { key: "state", name: "state", text: true, value: standing },
    { key: "incarnation", name: "starts", cell: startsCell },
    { key: "log", name: "log", text: true, cell: logCell },
    { key: "percent", name: "done", cell: percentCell },
    { key: "downRate", name: "down", live: true, show: (r) => r.downRate === null ? "–" : rate(r.downRate) },
    { key: "upRate", name: "up", live: true, show: (r) => r.upRate === null ? "–" : rate(r.upRate) },
    { key: "downBytes", name: "received", show: (r) => bytes(r.downBytes) },
    { key: "upBytes", name: "sent", show: (r) => bytes(r.upBytes) },
    { key: "originBytes", name: "origin", show: (r) => bytes(r.originBytes) },
    { key: "sources", name: "sources", live: true },
    { key: "uploads", name: "uploads", live: true },
    { key: "segmentsRefused", name: "refused", bad: true },
    { key: "bans", name: "bans", bad: true },
    { key: "finishedMillis", name: "finished", show: (r) => span(r.finishedMillis) },
  ];
  const columns = () => COLUMNS.filter((column) => live || !column.live);
  const valueOf = (column, row) => column.value ? column.value(row) : row[column.key];

  function standing(rank) {
    if (rank.state === "REGISTERED" && rank.phase) return word(rank.phase);
    return word(rank.state);
  }
  function percentCell(cell, rank) {
    if (rank.percent === null) { setText(cell, "–"); return; }
    const mini = element("span", undefined, "mini");
    const fill = element("i", undefined, rank.percent >= 100 ? "full" : "");
    fill.style.width = rank.percent + "%";
    mini.append(fill);
    cell.replaceChildren(mini, element("span", rank.percent.toFixed(rank.percent >= 100 ? 0 : 1) + " %", "part"));
  }
  /** Why it was started again opens for pointer, keyboard and touch, and stays open. */
  function startsCell(cell, rank) {
    if (rank.losses.length === 0) { setText(cell, rank.incarnation); return; }
    let why = cell.querySelector("details");
    if (!why) {
      why = element("details");
      why.append(element("summary"), element("p"));
      cell.replaceChildren(why);
    }
    const [starts, reasons] = why.children;
    setText(starts, rank.incarnation);
    starts.setAttribute("aria-label", "started " + rank.incarnation + " times; why");
    setText(reasons, rank.losses.join("\n"));
  }
  function logCell(cell, rank) {
    if (!rank.log || !/^https?:\/\//.test(rank.log)) { setText(cell, "–"); return; }
    if (cell.firstChild && cell.firstChild.href === new URL(rank.log).href) return;
    const link = element("a", "log");
    link.href = rank.log;
    link.setAttribute("aria-label", "logs of rank " + rank.rank);
    cell.replaceChildren(link);
  }

  function headRanks() {
    $("ranks").tHead.rows[0].replaceChildren(...columns().map((column) => {
      const head = element("th", undefined, column.text ? "text" : "");
      head.scope = "col";
      const button = element("button", column.name);
      button.type = "button";
      button.addEventListener("click", () => {
        state.sort = { key: column.key, up: state.sort.key === column.key ? !state.sort.up : true };
        showRanks();
      });
      head.append(button);
      head.dataset.key = column.key;
      return head;
    }));
    $("filter").addEventListener("input", showRanks);
    $("all-ranks").addEventListener("click", () => { state.allRows = true; showRanks(); });
    $("all-files").addEventListener("click", () => { state.allFiles = true; showFiles(); });
  }

  function compare(a, b) {
    if (a === b) return 0;
    if (a === null || a === undefined) return 1;
    if (b === null || b === undefined) return -1;
    return a < b ? -1 : 1;
  }

  function showRanks() {
    const by = COLUMNS.find((column) => column.key === state.sort.key);
    const wanted = $("filter").value.trim().toLowerCase();
    const found = state.ranks.filter((r) => !wanted
      || String(r.rank) === wanted || (r.host || "").toLowerCase().includes(wanted) || standing(r).includes(wanted));
    found.sort((a, b) => (state.sort.up ? 1 : -1) * compare(valueOf(by, a), valueOf(by, b)) || a.rank - b.rank);
    for (const head of $("ranks").tHead.rows[0].cells) {
      if (head.dataset.key === state.sort.key) head.setAttribute("aria-sort", state.sort.up ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
    const shown = state.allRows ? found : found.slice(0, FIRST_ROWS);
    setText($("ranks-count"), shown.length + " of " + state.ranks.length);
    $("all-ranks").hidden = shown.length === found.length;
    fill($("ranks"), shown, columns());
  }

  /**
   * Shows the rows; what the first column has names each. A row that is there already stays the same element, so that what
   * is focused or selected in it remains so.
   */
  function fill(table, rows, of) {
    const body = table.tBodies[0];
    const before = new Map(Array.from(body.rows, (line) => [line.dataset.key, line]));
    const focused = document.activeElement;
    rows.forEach((row, at) => {
      const key = String(row[of[0].key]);
      let line = before.get(key);
      if (!line || line.cells.length !== of.length) {
        line = element("tr");
        line.dataset.key = key;
        line.append(...of.map((column) => element("td", undefined, column.text ? column.wraps ? "name" : "text" : "")));
      } else {
        before.delete(key);
      }
      of.forEach((column, i) => fillCell(line.cells[i], column, row));
      if (body.rows[at] !== line) body.insertBefore(line, body.rows[at] || null);
    });
    for (const line of before.values()) line.remove();
    if (focused !== document.activeElement && body.contains(focused)) focused.focus({ preventScroll: true }); // its row has moved
  }

  function fillCell(cell, column, row) {
    if (column.cell) column.cell(cell, row);
    else {
      const value = column.show ? column.show(row) : valueOf(column, row);
      setText(cell, value === null || value === undefined ? "–" : value);
    }
    if (column.bad) cell.classList.toggle("bad", valueOf(column, row) > 0);
  }

  const FILE_COLUMNS = [
    { key: "id", name: "id" },
    { key: "name", name: "name", text: true, wraps: true },
    { key: "kind", name: "kind", text: true, value: (f) => word(f.kind) },
    { key: "bytes", name: "size", late: true, show: (f) => bytes(f.bytes) },
    { key: "segments", name: "segments", late: true },
    { key: "segmentSize", name: "segment size", show: (f) => f.segmentSize ? bytes(f.segmentSize) : "–" },
    { key: "firstHolderCopies", name: "copies sent by holders", late: true, show: (f) => f.firstHolderCopies === null ? "–" : f.firstHolderCopies.toFixed(2) },
    { key: "originCopies", name: "copies read from origin", late: true, show: (f) => f.originCopies === null ? "–" : f.originCopies.toFixed(2) },
  ];

  const OVER_TIME = "progress";

  /** The progress of the ranks as a map whose columns are moments, from the gate on. */
  function overTime(progress) {
    const columns = decode(progress.columns);
    const from = state.series && state.job ? Math.max(0, progress.atMillis.indexOf(shownSpan().begin)) : 0;
    const times = progress.atMillis.slice(from);
    const rowCount = columns.length ? columns[0].length : 0;
    const rows = Array.from({ length: rowCount }, (_, r) => Uint8Array.from(columns.slice(from), (column) => column[r]));
    return { ranks: progress.ranks, ranksPerRow: progress.ranksPerRow, segments: times.length, segmentsPerColumn: 1, rows, times };
  }

  function showFiles() {
    // Some figures are known at the end only.
    const known = FILE_COLUMNS.filter((column) => !column.late || state.files.some((file) => file[column.key] !== null));
    const columnHeads = known.map((column) => {
      const head = element("th", column.name, column.text ? "text" : "");
      head.scope = "col";
      return head;
    });
    $("files").tHead.rows[0].replaceChildren(...columnHeads);
    const some = state.allFiles ? state.files : state.files.slice(0, FIRST_ROWS);
    // Of very many files the page has the largest only; the job's own figure comes with another answer, maybe later.
    const all = Math.max(state.files.length, state.job ? state.job.files : 0);
    const listed = all > state.files.length ? "the " + state.files.length + " largest of " + all : all;
    setText($("files-count"), all === 0 ? "none" : all > state.files.length && state.allFiles ? listed : some.length + " of " + listed);
    $("all-files").hidden = some.length === state.files.length;
    fill($("files"), some, known);
    const select = $("file");
    if (live && select.options.length !== state.files.length + 1) {
      const largest = [...state.files].sort((a, b) => (b.kind === "PAYLOAD") - (a.kind === "PAYLOAD") || (b.bytes || 0) - (a.bytes || 0))[0];
      select.replaceChildren(...state.files.map((file) => {
        const option = element("option", file.name);
        option.value = String(file.id);
        return option;
      }), new Option("all files, over time", OVER_TIME));
      if (largest) select.value = String(largest.id);
    }
  }

  function showConfiguration(conf) {
    $("conf").tBodies[0].replaceChildren(...Object.entries(conf).map(([key, value]) => {
      const line = element("tr");
      line.append(element("td", key), element("td", value));
      return line;
    }));
  }

  /** Rates of the ranks, from two looks at them. */
  function withRates(ranks, before, seconds) {
    const known = new Map(before.map((rank) => [rank.rank + "/" + rank.incarnation, rank]));
    for (const rank of ranks) {
      const old = known.get(rank.rank + "/" + rank.incarnation);
      const speed = (key) => old && seconds > 0 ? Math.max(0, rank[key] - old[key]) / seconds : null;
      rank.downRate = speed("downBytes");
      rank.upRate = speed("upBytes");
    }
    return ranks;
  }

  // ---- the API

  async function ask(path) {
    const answer = await fetch("api/v1/" + path, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error("no longer there");
    const value = await answer.json();
    if (!answer.ok) throw new Error(value.error || answer.statusText);
    return value;
  }

  let failures = 0;
  let askedAt = 0;
  let answeredAt = null;
  const pollMillis = () => failures >= PATIENCE ? 5 * POLL_MS : POLL_MS;

  /** Once told, it stays as it is; but the first answers may get lost on their way. */
  function learn(path, show) {
    ask(path).then(show, () => setTimeout(() => learn(path, show), pollMillis()));
  }

  async function poll() {
    if (!document.hidden) {
      try {
        const [job, ranks, series] = await Promise.all([ask("job"), ask("ranks"), ask("throughput")]);
        const now = performance.now();
        state.job = job;
        state.ranks = withRates(ranks, state.ranks, (now - askedAt) / 1000);
        askedAt = now;
        state.series = series;
        failures = 0;
        answeredAt = new Date();
        notice("");
        showJob();
        showThroughput();
        showRanks();
      } catch (problem) {
        failures++;
        if (failures === PATIENCE) showSilence();
      }
    }
    setTimeout(poll, pollMillis());
  }

  /** What the page has stays, but must not look like the present. */
  function showSilence() {
    const told = state.job ? " The figures are those of " + answeredAt.toLocaleTimeString() + "." : "";
    notice("The job does not answer (any more)." + told + " When it has succeeded, report.html in its output directory has these charts.");
    setText($("state"), "no answer");
    $("state").className = "pill bad";
    if (state.job) title("no answer");
  }

  async function loadMap() {
    const id = $("file").value;
    if (id === "") return;
    try {
      const answer = await ask(id === OVER_TIME ? OVER_TIME : "files/" + id + "/map");
      if ($("file").value !== id) return;
      state.map = id === OVER_TIME ? overTime(answer) : { ...answer.map, rows: decode(answer.map.rows) };
      showMap();
    } catch (problem) {
      if (!state.map) setText($("map-shape"), problem.message);
    }
  }

  async function pollMap() {
    if (!document.hidden && failures === 0) await loadMap();
    setTimeout(pollMap, MAP_POLL_MS);
  }

  async function begin() {
    headRanks();
    watchThroughput();
    watchMap();
    if (!live) {
      const data = JSON.parse(inside.textContent);
      Object.assign(state, { job: data.job, series: data.throughput, files: data.files, ranks: data.ranks });
      setText($("map-title"), "Progress of the ranks");
      $("file").hidden = true;
      document.querySelector("label[for=file]").hidden = true;
      $("links").hidden = true;
      state.map = overTime(data.progress);
      showMap();
      showJob();
      showThroughput();
      showRanks();
      showFiles();
      showConfiguration(data.conf);
      return;
    }
    poll();
    learn("files/largest", (files) => { state.files = files; showFiles(); pollMap(); });
    learn("conf", showConfiguration);
  }

  begin();
})();
