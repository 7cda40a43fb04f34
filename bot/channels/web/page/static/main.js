// The page: joins the conversation with the screen.

import { Problem } from "./api.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { locate } from "./location.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { memory, remember } from "./store.js";
import { first, isSpoken, say, speak } from "./words.js";

const part = (id) => document.getElementById(id);
const OPEN_AGAIN = 5_000; // ms
const unsent = memory().outbox;
let reopening = 0;

const language = first.chosen || !isSpoken(memory().language) ? first.language : memory().language;
const isAskedAnew = first.chosen && memory().id && memory().language !== language;
if (first.chosen && !memory().id) remember({ language, chosen: true });
speak(language);

const log = new Log(part("log"), {
  onChoice: press,
  onRetry: (clientId) => outbox.retry(clientId),
  onNearMe: shareLocation,
});
const composer = new Composer(part("composer"), { onSend: (text) => send({ text, title: text }) });
const conversation = new Conversation(language, { onMessages: show, onLanguage: speak, onLost: open });
const outbox = new Outbox({
  deliver: (item) => conversation.send(item),
  save: (items) => remember({ outbox: items }),
  onState: follow,
  onProblem: object,
});

function show(messages, isWhole = false) {
  if (isWhole) return log.quietly(() => showAll(messages));
  const heard = messages.map((message) => log.show(message)).find((bubble) => bubble && bubble.matches(".reply"));
  return heard && log.scrollTo(heard);
}

function showAll(messages) {
  log.clear();
  const last = messages.map((message) => log.show(message)).pop();
  outbox.items.forEach(({ item, state }) => log.mark(log.write(item), state));
  if (last) log.scrollTo(last);
}

function send(item) {
  const named = { client_id: newId(), ...item };
  log.scrollTo(log.write(named));
  outbox.add(named);
}

function press({ id, title }) {
  composer.tell("");
  if (!outbox.holdsChoice(id)) send({ choice: id, title });
}

/** Only a tap asks for the location. When it can't be had, a town can still be written. */
async function shareLocation() {
  composer.tell(say("locating"));
  try {
    const location = await locate();
    composer.tell("");
    send({ location, title: say("near_me") });
  } catch (error) {
    composer.tell(say(error.refused ? "location_refused" : "location_failed"));
    composer.focus();
  }
}

function follow({ client_id: clientId }, state) {
  log.mark(log.find({ client_id: clientId }), state);
  part("thinking").textContent = state === "sending" ? say("thinking") : "";
  if (state === "sent") composer.tell("");
}

/** What the server objects to is said beside the field; true when the message is dropped. */
function object(item, problem) {
  part("thinking").textContent = "";
  if (!(problem instanceof Problem)) throw problem;
  composer.tell(problem.message);
  if (!problem.final) return false;
  log.drop(item.client_id);
  if (item.text) composer.giveBack(item.text);
  if (problem.gone) renew(() => conversation.startOver());
  return true;
}

/** Opens the conversation, however long the network takes to come back. */
async function open() {
  clearTimeout(reopening);
  const isOpen = await attempt(() => conversation.ready());
  if (isOpen && reopening) composer.tell("");
  reopening = isOpen ? 0 : setTimeout(open, OPEN_AGAIN);
}

/** True when it worked; otherwise what went wrong stands beside the field. */
async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    composer.tell(error instanceof Problem ? error.message : say("waiting_for_network"));
    return false;
  }
}

function renew(work) {
  outbox.clear();
  return attempt(work);
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function download() {
  const data = await conversation.export();
  const file = new Blob([JSON.stringify(data, null, 2)], { type: "application/json" });
  const anchor = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "prepazka.json" });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

async function erase() {
  if (!confirm(say("delete_question"))) return;
  if (await renew(() => conversation.erase())) composer.tell(say("deleted"));
}

function fromMenu(id, work) {
  part(id).addEventListener("click", () => {
    part("menu").open = false;
    composer.tell("");
    part("menu").querySelector("summary").focus();
    work();
  });
}

fromMenu("new", () => renew(() => conversation.startOver()));
fromMenu("download", () => attempt(download));
fromMenu("delete", erase);

part("language").addEventListener("change", ({ target }) => {
  composer.tell("");
  speak(target.value);
  attempt(() => conversation.choose(target.value, log.isUntouched));
});

addEventListener("click", ({ target }) => {
  if (!part("menu").contains(target)) part("menu").open = false;
});
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !part("menu").open) return;
  part("menu").open = false;
  part("menu").querySelector("summary").focus();
});
addEventListener("online", open);

for (const item of unsent) {
  log.write(item);
  outbox.add(item);
}
open().then(() => isAskedAnew && attempt(() => conversation.choose(language, log.isUntouched)));
