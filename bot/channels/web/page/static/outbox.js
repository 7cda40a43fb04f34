// Messages on their way, in order, one at a time. Each has a name of its own, so sending it twice does nothing twice.

import { Unreachable } from "./api.js";

const FIRST_PAUSE = 2_000; // ms
const LONGEST_PAUSE = 30_000;

/**
 * An item is `{client_id, text | choice | location, title}`; its state is `sending`, `waiting` (for the network), `failed` or
 * `sent`. `deliver(item)` sends it, `onState(item, state)` shows it, `onProblem(item, problem)` tells what the server
 * objected to and returns whether the item is dropped. `save(items)` keeps those not sent yet.
 */
export class Outbox {
  constructor({ deliver, save, onState, onProblem }) {
    Object.assign(this, { deliver, save, onState, onProblem, items: [], busy: false, pause: FIRST_PAUSE });
    addEventListener("online", () => this.flush());
  }

  add(item) {
    this.items.push({ item, state: "queued" });
    this.#save();
    this.flush();
  }

  /** Send what waits, now; with an id also the one that failed. */
  retry(clientId) {
    for (const entry of this.items) if (entry.item.client_id === clientId) entry.state = "queued";
    this.flush();
  }

  holdsChoice(choice) {
    return this.items.some(({ item, state }) => item.choice === choice && state !== "failed");
  }

  clear() {
    this.items = [];
    this.#save();
  }

  async flush() {
    clearTimeout(this.timer);
    if (this.busy) return;
    this.busy = true;
    try {
      while (await this.#sendNext());
    } finally {
      this.busy = false;
    }
  }

  /** True when the one after it may go. */
  async #sendNext() {
    const entry = this.items.find(({ state }) => state !== "failed");
    if (!entry) return false;
    this.#become(entry, "sending");
    try {
      await this.deliver(entry.item);
      this.pause = FIRST_PAUSE;
      this.#become(entry, "sent");
      this.#drop(entry);
    } catch (error) {
      if (error instanceof Unreachable) return this.#wait(entry);
      if (this.onProblem(entry.item, error)) this.#drop(entry);
      else this.#become(entry, "failed");
    }
    return true;
  }

  /** Being online is only a guess of the browser's, so it is also tried again after a while. */
  #wait(entry) {
    this.#become(entry, "waiting");
    this.timer = setTimeout(() => this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    return false;
  }

  #become(entry, state) {
    entry.state = state;
    if (this.items.includes(entry)) this.onState(entry.item, state);
  }

  #drop(entry) {
    this.items = this.items.filter((other) => other !== entry);
    this.#save();
  }

  #save() {
    this.save(this.items.map(({ item }) => item));
  }
}
