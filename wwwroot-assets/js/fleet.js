// What only the browser can do: theme, clipboard, files, time zone, keys.
export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const theme = () => document.documentElement.dataset.theme;

export function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
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

export const focus = selector => document.querySelector(selector)?.focus();

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

export function listen(page) {
  const onKey = event => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      page.invokeMethodAsync("OpenPalette");
    } else if (event.key === "?" && !typing && !document.querySelector(".mud-dialog")) {
      page.invokeMethodAsync("ShowKeys");
    } else if (event.key === "/" && !typing) {
      const box = document.querySelector("[data-query]");
      if (box) {
        event.preventDefault();
        box.focus();
      }
    }
  };
  const onVisibility = () => page.invokeMethodAsync("SetVisible", !document.hidden);
  document.addEventListener("keydown", onKey);
  document.addEventListener("visibilitychange", onVisibility);
  return { dispose: () => { document.removeEventListener("keydown", onKey); document.removeEventListener("visibilitychange", onVisibility); } };
}
