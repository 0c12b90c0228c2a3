// Pages without a circuit: the time zone for the page behind the sign-in, and the theme switch.
import { remember, zone } from "./zone.js";

remember("zone", zone());
document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
});
