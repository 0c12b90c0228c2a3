// Reads the time zone of the browser and stores it in a cookie, so that the first page of the server shows the right times.
const renamed = { Calcutta: "Kolkata", Saigon: "Ho Chi Minh", Katmandu: "Kathmandu", Rangoon: "Yangon", Kiev: "Kyiv" };

// Each locale knows only the abbreviations of its region: en-GB returns CET, en-US returns EST, en-IN returns IST.
const locales = ["en-US", "en-GB", "en-IN", "en-AU", "en-NZ", "en-ZA"];

function abbreviation(timeZone) {
  const names = locales.map(locale => new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" }).formatToParts().find(part => part.type === "timeZoneName").value);
  return names.find(name => !/\d/.test(name)) ?? names[0].replace("GMT", "UTC");
}

// Returns a text such as "Europe/Berlin|CET (Berlin)".
export function zone() {
  const id = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const city = id.split("/").pop().replaceAll("_", " ");
  const words = id.includes("/") && !id.startsWith("Etc/") ? `${abbreviation(id)} (${renamed[city] ?? city})` : id.replace("Etc/", "");
  return `${id}|${words}`;
}

export function remember(name, value) {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}
