// New messages as they come. EventSource cannot carry the key of the conversation, so the stream is read by hand.

import { listen } from "./api.js";

const SILENCE = 50_000; // ms; the server pings every 20 s, so after this the line is dead
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;

/** Reads server-sent events out of pieces of text, however they are cut; calls `heard(data, id)` for each. */
export function parser(heard) {
  let rest = "";
  let data = [];
  let id = "";
  const line = (text) => {
    if (!text && data.length) heard(data.join("\n"), id);
    if (!text) data = [];
    const [, field, value] = /^(\w*):? ?(.*)$/.exec(text) || [];
    if (field === "data") data.push(value);
    if (field === "id") id = value;
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

/** The event stream of one conversation; it comes back by itself, from the message after the last one heard. */
export class Stream {
  constructor(id, { token, language, lastId, onMessage, onGone }) {
    Object.assign(this, { id, token, language, lastId, onMessage, onGone, pause: FIRST_PAUSE, open: true });
    this.wake = () => this.#again(0);
    this.seen = () => (document.visibilityState === "visible" ? this.wake() : this.#hangUp());
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.seen);
    this.wake();
  }

  close() {
    this.open = false;
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.seen);
    this.#hangUp();
  }

  #hangUp() {
    clearTimeout(this.timer);
    clearTimeout(this.watch);
    if (this.line) this.line.abort();
    this.line = null;
  }

  #again(pause) {
    this.#hangUp();
    if (this.open) this.timer = setTimeout(() => this.#listen(), pause);
  }

  async #listen() {
    const line = (this.line = new AbortController());
    try {
      await this.#read(line);
    } catch {
      // a broken line is the ordinary case on a phone
    }
    if (this.line !== line) return;
    this.#again(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }

  async #read(line) {
    const response = await listen(`/${this.id}/events`, { ...this, signal: line.signal });
    if (response.status === 401 || response.status === 404) return this.#gone();
    if (!response.ok || !response.body) return undefined;
    const reader = response.body.getReader();
    const letters = new TextDecoder();
    const feed = parser((data, id) => this.#hear(data, id));
    for (let piece = {}; !piece.done; piece = await reader.read()) {
      if (piece.value) feed(letters.decode(piece.value, { stream: true }));
      if (piece.value) this.pause = FIRST_PAUSE;
      clearTimeout(this.watch);
      this.watch = setTimeout(() => line.abort(), SILENCE);
    }
    return undefined;
  }

  #hear(data, id) {
    const message = JSON.parse(data);
    if (id) this.lastId = Number(id);
    if (this.open) this.onMessage(message);
  }

  #gone() {
    this.close();
    this.onGone();
  }
}
