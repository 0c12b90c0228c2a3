// Scripts of pages without a circuit: the time zone for the pages after sign-in, passkeys, and the theme switch.
import { signIn } from "./passkeys.js";
import { remember, zone } from "./zone.js";

remember("zone", zone());

document.querySelectorAll("form[data-passkey]").forEach(form => form.addEventListener("submit", event => {
  event.preventDefault();
  signIn(form);
}));

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
});
