// The conversation on the screen.

import { markTerms } from "./terms.js";
import { blocks, link, plain } from "./text.js";
import { current, day, directionOf, say } from "./words.js";

const SILENCE = 500; // ms

const make = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

/** Bubbles in the order of the server's ids; own ones without an id yet stand where they were written. */
export class Log {
  constructor(root, { onChoice, onRetry, onNearMe }) {
    Object.assign(this, { root, onChoice, onRetry, onNearMe });
  }

  clear() {
    this.root.replaceChildren();
  }

  /** Shows what was said earlier, without a screen reader reading all of it out. */
  quietly(work) {
    this.root.setAttribute("aria-live", "off");
    work();
    setTimeout(() => this.root.setAttribute("aria-live", "polite"), SILENCE);
  }

  get isUntouched() {
    return !this.root.querySelector(".client");
  }

  /** A message of the server's: its new bubble. One that is here already is only brought up to date (null). */
  show(message) {
    const known = this.find(message);
    if (known) return this.#confirm(known, message);
    const bubble = message.author === "client" ? this.#own(message.text) : this.#reply(message);
    bubble.dataset.id = message.id;
    if (message.client_id) bubble.dataset.clientId = message.client_id;
    this.root.insertBefore(bubble, this.#after(message.id));
    if (message.author !== "client") this.#settle(bubble, message.language);
    return bubble;
  }

  /** An own message, before the server knows it. */
  write(item) {
    const known = this.find(item);
    if (known) return known;
    const bubble = this.#own(item.title);
    bubble.dataset.clientId = item.client_id;
    return this.root.appendChild(bubble);
  }

  /** `sending`, `waiting`, `failed` or `sent`; where the person can do something, it says so. */
  mark(bubble, state) {
    if (!bubble) return;
    const { clientId } = bubble.dataset;
    bubble.dataset.state = state;
    const note = bubble.querySelector(".state");
    note.replaceChildren();
    if (state === "waiting") note.append(make("p", "", say("waiting_for_network")));
    if (state === "waiting" || state === "failed") note.append(button(say("retry"), () => this.onRetry(clientId)));
    if (note.firstChild) bubble.scrollIntoView({ block: "nearest" });
  }

  drop(clientId) {
    const bubble = this.find({ client_id: clientId });
    if (bubble) bubble.remove();
  }

  /** The last question goes to the top, so that a long answer is read from its beginning; `bubble` is in sight. */
  scrollTo(bubble) {
    const questions = this.root.querySelectorAll(".client");
    const start = questions[questions.length - 1] || bubble;
    start.scrollIntoView({ block: "start" });
    if (bubble.getBoundingClientRect().top > innerHeight * 0.7) bubble.scrollIntoView({ block: "start" });
  }

  find({ id, client_id: clientId }) {
    const bubbles = [...this.root.children];
    return bubbles.find(({ dataset }) => (id && dataset.id === String(id)) || (clientId && dataset.clientId === clientId));
  }

  /** The server's copy of an own message may differ: a personal number in it is masked. */
  #confirm(bubble, message) {
    bubble.dataset.id = message.id;
    if (message.author === "client") bubble.querySelector(".text").replaceChildren(plain(message.text));
    return null;
  }

  #after(id) {
    const comesLater = ({ dataset }) =>
      dataset.id ? Number(dataset.id) > id : dataset.state !== "sending" && dataset.state !== "sent";
    return [...this.root.children].find(comesLater) || null;
  }

  /** The newest reply has the loud choices, and tells in which language the question before it was. */
  #settle(bubble, language) {
    const previous = bubble.previousElementSibling;
    if (previous && previous.matches(".client")) previous.lang = language;
    const replies = [...this.root.querySelectorAll(".reply")];
    replies.forEach((one) => one.classList.toggle("newest", one === replies[replies.length - 1]));
  }

  #own(text) {
    const body = make("div", "text", plain(text));
    body.dir = "auto";
    return make("article", "client", make("p", "unseen", say("you")), body, make("div", "state"));
  }

  #reply({ author, text, language, choices, card, sources, terms }) {
    const bubble = make("article", `reply ${author}`);
    bubble.lang = language || current;
    bubble.dir = directionOf(language);
    const body = make("div", "card");
    if (author === "assistant") body.append(make("p", "unseen", say("assistant", language)));
    if (card && card.title) body.append(make("h2", "", heading(card, language)));
    const emergency = card?.kind === "emergency";
    if (emergency) bubble.classList.add("emergency");
    const words = make("div", "text", blocks(text, emergency || card?.kind === "partners"));
    const explain = ({ id, term }) => this.onChoice({ id, title: term });
    markTerms(words, terms || [], { press: explain, hint: say("explain", language) });
    body.append(words, ...notes(card, language));
    if (sources && sources.length) body.append(evidence(sources, language));
    bubble.append(body);
    const near = card?.near_me ? [button(say("near_me", language), () => this.onNearMe())] : [];
    if (choices.length || near.length) bubble.append(this.#choices(choices, language, near));
    return bubble;
  }

  #choices(choices, language, first) {
    const group = make("div", "choices", ...first, ...choices.map((one) => button(one.title, () => this.onChoice(one))));
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", say("choices", language));
    return group;
  }
}

function button(title, press) {
  const element = make("button", "", title);
  element.type = "button";
  element.dir = "auto";
  element.addEventListener("click", press);
  return element;
}

const heading = ({ title, facet }, language) => (facet ? `${title}: ${say(`facet.${facet}`, language)}` : title);

function notes(card, language) {
  if (!card) return [];
  const since = card.valid_since && say("valid_since", language, { date: day(card.valid_since, language) });
  return [since, card.draft && say("draft", language)].filter(Boolean).map((text) => make("p", "note", text));
}

/** Where it was read. The day in the heading is the oldest: nothing in the answer was checked before it. */
function evidence(sources, language) {
  const checked = (iso) => say("checked", language, { date: day(iso, language) });
  const oldest = sources.map((one) => one.checked).filter(Boolean).sort()[0];
  const title = [say("sources", language), oldest && checked(oldest)].filter(Boolean).join(" · ");
  const items = sources.map((one) => {
    const safe = /^https?:\/\//.test(one.url || "");
    const name = safe ? link(one.url, one.title) : make("span", "", one.title);
    name.dir = "auto";
    return make("li", "", name, ...(one.checked ? [make("small", "", checked(one.checked))] : []));
  });
  return make("details", "sources", make("summary", "", title), make("ul", "", ...items));
}
