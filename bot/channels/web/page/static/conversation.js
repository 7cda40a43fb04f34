// The one conversation of this browser: opened or resumed, talked in, erased.

import { Problem, call } from "./api.js";
import { Stream } from "./events.js";
import { forget, memory, remember, takeOver } from "./store.js";

/** `onMessages(messages, isWhole)` shows what came, `onLanguage(code)` follows the language, `onLost()` starts over. */
export class Conversation {
  constructor(language, { onMessages, onLanguage, onLost }) {
    Object.assign(this, { language, onMessages, onLanguage, onLost, opening: null, stream: null });
  }

  /** Open it if it isn't; every other call waits for this. A failure may be tried again. */
  ready() {
    if (!this.opening) {
      this.opening = this.#open();
      this.opening.catch(() => (this.opening = null));
    }
    return this.opening;
  }

  async send({ client_id, text, choice, location }) {
    await this.ready();
    const { id } = memory();
    const said = choice ? { choice } : location ? { location } : { text };
    const turn = await this.#call("POST", "/messages", { client_id, ...said });
    if (memory().id !== id) return;
    this.#follow(turn.language);
    this.onMessages(turn.messages);
  }

  /** The person picks a language. Nothing was said yet: then the greeting is said again, in that language. */
  async choose(language, isUntouched) {
    remember({ chosen: true });
    this.#follow(language);
    if (isUntouched) return this.erase();
    await this.ready();
    return this.#call("PATCH", "", { language });
  }

  async erase() {
    await this.#settled();
    if (memory().id) await this.#erase();
    return this.startOver();
  }

  /** A new conversation in the same language; the old one stays as it is. */
  async startOver() {
    await this.#settled();
    const { chosen } = memory();
    this.#leave();
    forget();
    remember({ language: this.language, chosen });
    this.onMessages([], true);
    return this.ready();
  }

  async export() {
    await this.ready();
    return this.#call("GET", "/export");
  }

  /** An opening under way would otherwise overtake what comes next. */
  async #settled() {
    await Promise.resolve(this.opening).catch(() => null);
  }

  /** The stream is closed first, or it would take the conversation for lost. */
  async #erase() {
    const lastId = this.stream ? this.stream.lastId : 0;
    if (this.stream) this.stream.close();
    try {
      await this.#call("DELETE", "").catch(passIfGone);
    } catch (error) {
      this.#listen(lastId);
      throw error;
    }
  }

  #leave() {
    if (this.stream) this.stream.close();
    this.stream = null;
    this.opening = null;
  }

  async #open() {
    const messages = (await this.#resume()) || (await this.#start());
    this.#listen(messages.reduce((newest, one) => Math.max(newest, one.id), 0));
    this.onMessages(messages, true);
  }

  async #resume() {
    const { id, language } = memory();
    if (!id) return null;
    const messages = await this.#call("GET", "/messages").catch(passIfGone);
    if (messages && language) this.#follow(language);
    return messages;
  }

  async #start() {
    const { chosen } = memory();
    const body = chosen ? { language: this.language } : {};
    const { id, token, language, messages } = await call("POST", "", { language: this.language, body });
    remember({ id, token });
    this.#follow(language);
    return messages;
  }

  #listen(lastId) {
    const { id, token } = memory();
    const onMessage = (message) => this.onMessages([message]);
    this.stream = new Stream(id, { token, language: this.language, lastId, onMessage, onGone: () => this.#lost() });
  }

  #lost() {
    this.#leave();
    if (!takeOver()) forget();
    this.onLost();
  }

  #follow(language) {
    this.language = language;
    remember({ language });
    this.onLanguage(language);
  }

  #call(method, path, body) {
    const { id, token } = memory();
    return call(method, `/${id}${path}`, { token, language: this.language, body });
  }
}

function passIfGone(error) {
  if (error instanceof Problem && error.gone) return null;
  throw error;
}
