// Functions that only the browser has: theme, clipboard, files, time zone, keys.
import { listen } from "./keys.js";
import { remember, zone } from "./zone.js";

let disconnect = () => {};

// Called once when the circuit is connected, because each call costs a round trip. page is the layout, which is told of keys and
// visibility.
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

// content is a text or octets.
export function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export const submit = selector => document.querySelector(selector)?.requestSubmit();

// Opens the sign-in page when the session ends. The tab that signs out does not need this: its form redirects by itself, perhaps to the
// identity provider. If it has not done so after ten seconds, this function does.
const patience = 10000;
let signingOut = -patience;
document.addEventListener("submit", event => {
  if (event.target.matches("form[action='sign-out']")) {
    signingOut = performance.now();
  }
}, true);

export const toEntrance = address => { setTimeout(() => location.assign(new URL(address, document.baseURI)), Math.max(0, signingOut + patience - performance.now())); };

export const focus = selector => document.querySelector(selector)?.focus();

// Restores the scroll position of a list after Back.
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

  // The list has its full height only after its rows are known, which are loaded after the list.
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

// Ignores a double click on the button of a dialog: the server has received the first click, but has not disabled the button yet.
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
// A click after a change of a field is not a double click.
document.addEventListener("input", event => submitted.delete(event.target.form), true);

// The rows are rendered. Wait until the browser has laid them out, then print.
export const print = () => requestAnimationFrame(() => requestAnimationFrame(() => window.print()));

// Moves the focus to the heading of the page that the palette opened, after the dialog is closed and the page has its heading.
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

// MudBlazor moves the focus into a dialog two round trips after it is shown. If the person has begun to type in a field, keep the focus
// there, so that their text does not go into another field.
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
