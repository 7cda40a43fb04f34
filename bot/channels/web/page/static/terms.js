// Words of the office inside an answer: pressed, they explain themselves.

const LETTER = /[\p{L}\p{N}\p{M}]/u;

/** Makes each term `{id, term}` a button where it first stands in the element; links stay what they are. */
export function markTerms(element, terms, { press, hint }) {
  const longestFirst = [...terms].sort((one, other) => other.term.length - one.term.length);
  for (const term of longestFirst) {
    const place = firstPlace(element, term.term);
    if (!place) continue;
    place.node.splitText(place.at + term.term.length);
    place.node.splitText(place.at).replaceWith(button(term, press, hint));
  }
}

function firstPlace(element, words) {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement.closest("a, button")) continue;
    const at = wholeWords(node.data, words);
    if (at >= 0) return { node, at };
  }
  return null;
}

/** Where the words stand in the text and not in the middle of longer ones; -1 where they don't. */
function wholeWords(text, words) {
  let at = text.indexOf(words);
  while (at >= 0 && (LETTER.test(text[at - 1] || "") || LETTER.test(text[at + words.length] || "")))
    at = text.indexOf(words, at + 1);
  return at;
}

/** The word keeps its own direction inside a text that runs the other way. */
function button(term, press, hint) {
  const element = document.createElement("button");
  const words = element.appendChild(document.createElement("bdi"));
  words.textContent = term.term;
  Object.assign(element, { type: "button", className: "term", title: hint });
  element.addEventListener("click", () => press(term));
  return element;
}
