// The field a message is written in.

/** Enter sends, Shift+Enter begins a line; the field grows with the text. */
export class Composer {
  constructor(form, { onSend }) {
    this.form = form;
    this.field = form.elements.text;
    this.notice = form.querySelector("#problem");
    this.onSend = onSend;
    this.field.addEventListener("input", () => this.#fit());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#fit();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** What could not be sent comes back, so that it can be changed; what is being written stays. */
  giveBack(text) {
    if (!this.field.value.trim()) this.field.value = text;
    this.#fit();
  }

  /** A sentence beside the field; an empty one takes it away. */
  tell(sentence) {
    this.notice.textContent = sentence;
  }

  #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    this.tell("");
    if (text) {
      this.field.value = "";
      this.#fit();
      this.onSend(text);
    }
    this.focus();
  }

  /** While a Vietnamese or Chinese letter is being composed, Enter belongs to the keyboard. */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.form.requestSubmit ? this.form.requestSubmit() : this.#submit(event);
  }

  #fit() {
    this.field.dir = this.field.value ? "auto" : "";
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + this.field.offsetHeight - this.field.clientHeight}px`;
  }
}
