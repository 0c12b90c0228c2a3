// What only the browser can do: theme, clipboard, files, time zone, keys.
import { listen } from "./keys.js";
import { remember, zone } from "./zone.js";

let disconnect = () => {};

// One call when the circuit lives: at a latency of 300 ms each call costs as much. page: the layout, told of keys and visibility.
export function connect(page) {
  disconnect();
  disconnect = listen(page);
  remember("zone", zone());
  return { zone: zone(), theme: document.documentElement.dataset.theme };
}

export const leave = () => disconnect();

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
}

export const copy = text => navigator.clipboard?.writeText(text).then(() => true, () => false) ?? false;

// content: text, or octets
export function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const submit = selector => document.querySelector(selector)?.requestSubmit();

// A session that ends takes its pages to the entrance. The tab that signs out is on its way already: its form leads on by itself,
// perhaps to the identity provider. If that has not happened after ten seconds, it goes to the entrance too.
const patience = 10000;
let signingOut = -patience;
document.addEventListener("submit", event => {
  if (event.target.matches("form[action='sign-out']")) {
    signingOut = performance.now();
  }
}, true);

export const toEntrance = address => { setTimeout(() => location.assign(new URL(address, document.baseURI)), Math.max(0, signingOut + patience - performance.now())); };

export const focus = selector => document.querySelector(selector)?.focus();

// A list that somebody comes back to with the browser's Back stands where they left it.
let wentBackTo = null;
addEventListener("popstate", () => { wentBackTo = location.href; });
addEventListener("click", () => { wentBackTo = null; }, true);

const scrollerOf = element => {
  while (element && !(/auto|scroll/.test(getComputedStyle(element).overflowY) && element.scrollHeight > element.clientHeight)) {
    element = element.parentElement;
  }
  return element ?? document.scrollingElement;
};

export function keepScroll(selector) {
  const key = "scroll " + location.pathname + location.search;
  const wanted = wentBackTo === location.href ? Number(sessionStorage.getItem(key)) : 0;
  const element = document.querySelector(selector + " .table-wrap") ?? document.querySelector(selector);
  const until = performance.now() + 3000;

  // The rows come after the list: it has its height only when their number is known.
  const restore = () => {
    const scroller = scrollerOf(element);
    if (wanted > 0 && scroller.scrollHeight < wanted + scroller.clientHeight && performance.now() < until) {
      requestAnimationFrame(restore);
      return;
    }
    if (wanted > 0) {
      scroller.scrollTop = wanted;
    }
    watch();
  };
  const onScroll = ({ target }) => {
    if (!element.isConnected) {
      document.removeEventListener("scroll", onScroll, true);
    } else if (target.contains(element)) {
      const place = target === document ? document.scrollingElement : target;
      sessionStorage.setItem("scroll " + location.pathname + location.search, place.scrollTop);
    }
  };
  const watch = () => document.addEventListener("scroll", onScroll, true);
  restore();
}

// The second of two clicks on a dialog's button: the first is on its way to the server, which has not drawn the button disabled yet.
const submitted = new WeakMap();
document.addEventListener("submit", event => {
  if (event.target.closest(".mud-dialog")) {
    if (performance.now() - (submitted.get(event.target) ?? -Infinity) < 1000) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      submitted.set(event.target, performance.now());
    }
  }
}, true);
// Whoever has corrected something since means it.
document.addEventListener("input", event => submitted.delete(event.target.form), true);

// Rendered rows are on the page; printing waits until the browser has laid them out.
export const print = () => requestAnimationFrame(() => requestAnimationFrame(() => window.print()));

// The palette has led somewhere: the focus follows once its dialog is gone and the page has its heading.
export function focusHeading() {
  const patience = performance.now() + 5000;
  const attempt = () => {
    const heading = document.querySelector("main h1");
    if (heading && !document.querySelector(".mud-dialog")) {
      heading.focus();
    } else if (performance.now() < patience) {
      requestAnimationFrame(attempt);
    }
  };
  attempt();
}

// The library moves the focus into a dialog two round trips after it is shown. Who has begun to fill in a field by then keeps it:
// what they type on must not land in another one.
const elements = window.mudElementRef;
if (elements) {
  const focusFirst = elements.focusFirst.bind(elements);
  elements.focusFirst = (dialog, ...rest) => {
    const field = document.activeElement;
    if (!(dialog?.contains(field) && field.matches("input, select, textarea"))) {
      focusFirst(dialog, ...rest);
    }
  };
}
