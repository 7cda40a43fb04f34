// What this browser remembers: the key to its conversation, and what has not reached the server yet.

const KEY = "prepazka";
const EMPTY = { id: null, token: null, language: null, chosen: false, outbox: [] };

let kept = { ...EMPTY, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || {};
  } catch {
    return {};
  }
}

/** All that is remembered. Change it only through `remember`. */
export const memory = () => kept;

/** Only the changes are written: another tab may remember something newer. Without storage it lasts with the page. */
export function remember(changes) {
  kept = { ...kept, ...changes };
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...EMPTY, ...read(), ...changes }));
  } catch {
    // kept in this page alone
  }
}

export const forget = () => remember(EMPTY);

/** Another tab may have started over meanwhile; true when its conversation is another one than ours. */
export function takeOver() {
  const theirs = read();
  if (!theirs.token || theirs.token === kept.token) return false;
  kept = { ...EMPTY, ...theirs, outbox: [] };
  return true;
}
