// Keyboard shortcuts: palette, search, help, panels, rows of tables, groups with one tab stop, printing.
const focusables = "a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled)";

const isTyping = element => /^(input|textarea|select)$/i.test(element.tagName) || element.isContentEditable;
const hasDialog = () => document.querySelector(".mud-dialog") !== null;

export function listen(page) {
  const stop = new AbortController();
  const options = { signal: stop.signal };

  document.addEventListener("keydown", event => {
    if (event.defaultPrevented) {
      return;
    }

    const typing = isTyping(event.target);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      page.invokeMethodAsync("OpenPalette");
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p" && !event.shiftKey) {
      event.preventDefault();
      page.invokeMethodAsync("Print");
    } else if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "Escape" && !hasDialog()) {
      closeTopmost();
    } else if (event.key === "?" && !typing && !hasDialog()) {
      page.invokeMethodAsync("ShowKeys");
    } else if (event.key === "/" && !typing && !hasDialog()) {
      const box = document.querySelector("[data-query]");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    } else if (!typing && (moveInGroup(event) || moveInTable(event))) {
      event.preventDefault();
    }
  }, options);

  // The link moves the focus to the heading of the page. With the base href, "#main" would be the address of another page.
  document.addEventListener("click", event => {
    if (event.target.closest?.("[data-skip]")) {
      event.preventDefault();
      (document.querySelector("main h1") ?? document.querySelector("main"))?.focus();
    }
  }, { ...options, capture: true });

  document.addEventListener("visibilitychange", () => page.invokeMethodAsync("SetVisible", !document.hidden), options);
  window.addEventListener("afterprint", () => page.invokeMethodAsync("Printed"), options);
  const panels = followPanels();
  return () => {
    stop.abort();
    panels.disconnect();
  };
}

// Closes an open menu, otherwise the side panel.
function closeTopmost() {
  const menu = document.querySelector(".menu [aria-expanded=true]");
  if (menu) {
    menu.click();
    menu.focus();
  } else {
    [...document.querySelectorAll("aside.side, section.attempt")].at(-1)?.querySelector("[aria-label^=Close]")?.click();
  }
}

// Moves the focus into a side panel when it opens, and back to the previous element when it closes.
function followPanels() {
  const shown = () => document.querySelector("aside.side, section.attempt");
  let panel = shown();
  let origin = null;
  const observer = new MutationObserver(() => {
    const now = shown();
    if (now === panel) {
      return;
    }

    if (now && !panel) {
      origin = document.activeElement === document.body ? null : document.activeElement;
    }

    panel = now;
    if (now) {
      const heading = now.querySelector("h2") ?? now;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    } else if (document.activeElement === document.body) {
      (origin?.isConnected ? origin : document.querySelector("main h1"))?.focus({ preventScroll: true });
    }
  });
  observer.observe(document.querySelector("main"), { childList: true, subtree: true });
  return observer;
}

// data-roving: the Tab key reaches the group once; the arrow keys move inside it.
function moveInGroup(event) {
  const group = event.target.closest("[data-roving]");
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (!group || step === undefined) {
    return false;
  }

  const items = [...group.querySelectorAll("a[href], button")];
  const next = items[Math.max(0, Math.min(items.length - 1, items.indexOf(event.target.closest("a, button")) + step))];
  items.forEach(item => item.setAttribute("tabindex", item === next ? "0" : "-1"));
  next?.focus();
  return true;
}

// Moves between rows of a table. Lists are virtualised: scroll to a row that is not rendered yet, and focus it after it is rendered.
function moveInTable(event) {
  const box = event.target.closest(".table-wrap");
  const row = event.target.closest("tbody tr");
  if (!box || !["ArrowDown", "ArrowUp", "Home", "End", "PageDown", "PageUp"].includes(event.key)) {
    return false;
  }

  if (!row) {
    return focusRow(box, edgeRow(box, event.key !== "End"), 0);
  }

  const column = [...row.querySelectorAll(focusables)].indexOf(event.target.closest(focusables));
  const height = row.getBoundingClientRect().height || 36;
  const page = Math.max(1, Math.floor(box.clientHeight / height) - 1);
  if (event.key === "Home" || event.key === "End") {
    box.scrollTop = event.key === "Home" ? 0 : box.scrollHeight;
    return whenDrawn(box, () => focusRow(box, edgeRow(box, event.key === "Home"), column));
  }

  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
  const rows = rowsOf(box);
  const index = rows.indexOf(row) + steps;
  if (rows[index]) {
    return focusRow(box, rows[index], column);
  }

  const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top + steps * height;
  box.scrollTop += steps * height;
  return whenDrawn(box, () => focusRow(box, nearest(box, top), column));
}

// Spacers of a virtualised list and dividers contain no element that can have the focus.
const rowsOf = box => [...box.querySelectorAll("tbody tr")].filter(row => row.querySelector(focusables));

const edgeRow = (box, first) => rowsOf(box).at(first ? 0 : -1);

function nearest(box, top) {
  const origin = box.getBoundingClientRect().top;
  const distance = row => Math.abs(row.getBoundingClientRect().top - origin - Math.max(0, Math.min(box.clientHeight - row.clientHeight, top)));
  return rowsOf(box).sort((a, b) => distance(a) - distance(b))[0];
}

function focusRow(box, row, column) {
  if (!row) {
    return false;
  }

  const items = row.querySelectorAll(focusables);
  items[Math.max(0, Math.min(column, items.length - 1))].focus({ preventScroll: true });

  // Scroll, so that the sticky head does not hide the focused row.
  const head = box.querySelector("thead")?.getBoundingClientRect();
  const [area, place] = [box.getBoundingClientRect(), row.getBoundingClientRect()];
  const upper = head && head.height > 1 ? head.bottom : area.top;
  box.scrollTop += place.top < upper ? place.top - upper : place.bottom > area.bottom ? place.bottom - area.bottom : 0;
  return true;
}

// The server renders the visible rows one round trip later. Until then there are old rows or placeholders. On a slow connection the focus
// can go to an old row, which is then removed; move the focus again.
let newestMove = 0;

function whenDrawn(box, then) {
  const move = ++newestMove;
  const patience = performance.now() + 3000;
  let quiet = performance.now();
  let moved = false;
  const observer = new MutationObserver(() => { quiet = performance.now(); });
  observer.observe(box, { childList: true, subtree: true });
  const attempt = () => {
    const isOver = performance.now() > patience;
    const isDrawn = !box.querySelector(".skeleton") && performance.now() - quiet > 120;
    if (move === newestMove && (isDrawn || isOver) && (!moved || document.activeElement === document.body)) {
      moved = then();
    }

    if (isOver || move !== newestMove) {
      observer.disconnect();
    } else {
      requestAnimationFrame(attempt);
    }
  };
  requestAnimationFrame(attempt);
  return true;
}
