// The text of a message as elements: paragraphs, lists, links. Only ever through textContent, so markup stays text.

const ITEM = /^\s*(?:([-*•])|(\d{1,2})[.)])\s+(.*)$/;
const LINK = new RegExp(
  [
    /https?:\/\/[^\s<>"'\u2066-\u2069]*[^\s<>"'\u2066-\u2069.,;:!?)\]]/, // an address
    /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/, // an e-mail address
    /(?:[a-z0-9-]+\.)+(?:cz|eu|com|org|net|info|int)(?![\w-]|\.\w)(?:\/[\w\-./%#?=&]*[\w/])?/, // a domain
    /\+\d{3}(?:[ \u00a0]?\d{3}){3}(?!\d)/, // a phone number with its country
    /[2-9]\d{2}([ \u00a0])\d{3}\1\d{3}(?![ \u00a0]?\d|[ \u00a0](?:Kč|CZK))/, // a Czech one
  ]
    .map((part) => part.source)
    .join("|"),
  "giu",
);
const SHORT_NUMBER = /1\d{2}(?:[ \u00a0]\d{3})?(?!\d)/g; // 112, and lines such as 116 006
const CALLED = new RegExp(`${LINK.source}|${SHORT_NUMBER.source}`, "giu");
const CLINGS = /[\w@.+-]$|\d[ \u00a0]$/; // before it: then it is the tail of something longer

const make = (name, text) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text });

/** The text as blocks: a line starting with `- ` or `1. ` is an item of a list, an empty line ends a paragraph.
    In an emergency short numbers can be called too; elsewhere they are just as often years or amounts. */
export function blocks(text, emergency = false) {
  const pattern = emergency ? CALLED : LINK;
  const fragment = document.createDocumentFragment();
  let open = null;
  for (const line of text.split("\n")) {
    const item = ITEM.exec(line);
    if (!line.trim()) open = null;
    else if (item) open = addItem(fragment, open, item, pattern);
    else open = addLine(fragment, open, line.trim(), pattern);
  }
  return fragment;
}

/** What a person wrote, just as they wrote it. */
export function plain(text) {
  const paragraph = make("p", text);
  paragraph.className = "plain";
  return paragraph;
}

/** Turns short numbers (112) inside an element into links that call. */
export const linkNumbers = (element) => element.replaceChildren(linked(element.textContent, SHORT_NUMBER));

function addItem(fragment, open, [, bullet, number, text], pattern) {
  const name = bullet ? "UL" : "OL";
  const list = open && open.tagName === name ? open : fragment.appendChild(make(name));
  if (number && !list.firstChild && number !== "1") list.start = Number(number);
  list.appendChild(make("li")).append(linked(text, pattern));
  return list;
}

function addLine(fragment, open, text, pattern) {
  const continues = open && open.tagName === "P";
  const paragraph = continues ? open : fragment.appendChild(make("p"));
  if (continues) paragraph.append(make("br"));
  paragraph.append(linked(text, pattern));
  return paragraph;
}

function linked(text, pattern) {
  const fragment = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (CLINGS.test(text.slice(0, match.index))) continue;
    fragment.append(text.slice(end, match.index), link(match[0]));
    end = match.index + match[0].length;
  }
  fragment.append(text.slice(end));
  return fragment;
}

/** A link reads left to right and apart from its surroundings, also inside Arabic. */
export function link(target, title = target) {
  const element = make("a", title);
  element.href = address(target);
  element.rel = "noopener noreferrer";
  if (element.protocol.startsWith("http")) element.target = "_blank";
  if (title === target) element.dir = "ltr";
  return element;
}

function address(target) {
  if (/^https?:/i.test(target)) return target;
  if (target.includes("@")) return `mailto:${target}`;
  return /^[+\d]/.test(target) && !/[a-z]/i.test(target) ? `tel:${international(target)}` : `https://${target}`;
}

const international = (number) => {
  const digits = number.replace(/[^+\d]/g, "");
  return digits.length === 9 ? `+420${digits}` : digits;
};
