// The words of the page in every language, and the page in the words of one.

import { linkNumbers } from "./text.js";

const { languages, phrases, language, chosen } = JSON.parse(document.getElementById("words").textContent);

/** The language that the server rendered the page in, and whether the address asked for it (`?lang=`). */
export const first = { language, chosen };

/** The language on the screen now. */
export let current = language;

export const isSpoken = (code) => code in languages;

export const directionOf = (code) => (isSpoken(code) ? languages[code].direction : "auto");

/** The phrase in a language (that of the screen, or of a message), with values in place of `{name}`. */
export function say(name, code = current, values = {}) {
  const phrase = phrases[isSpoken(code) ? code : current][name] || "";
  return phrase.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}

/** A calendar day (`2026-11-22`) as the language writes it. It is a day at the office, so no time zone may move it. */
export function day(iso, code = current) {
  const locale = (isSpoken(code) ? languages[code].locale : code) + "-u-nu-latn";
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(iso + "T00:00:00Z"));
}

/** Puts the whole screen into another language at once; messages keep the language they were written in. */
export function speak(code) {
  if (!isSpoken(code)) return;
  current = code;
  document.documentElement.lang = code;
  document.documentElement.dir = languages[code].direction;
  document.title = `${say("title")}: ${say("subtitle")}`;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-say-label]"))
    element.setAttribute("aria-label", say(element.dataset.sayLabel));
  for (const element of document.querySelectorAll("[data-say-placeholder]"))
    element.placeholder = say(element.dataset.sayPlaceholder);
  document.getElementById("language").value = code;
  document.getElementById("map").href = `/map?language=${code}`;
  linkNumbers(document.getElementById("emergency"));
}
