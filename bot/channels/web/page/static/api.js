// The public API (/api/docs), spoken with the key of one conversation.

const BASE = "/api/v1/conversations";
const LONGEST_WAIT = 45_000; // ms; the server itself gives a turn 30 s

/** The server could not be reached, or what came back is not its own. */
export class Unreachable extends Error {}

/** The server said no: `message` is its sentence for the person. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.message);
    Object.assign(this, { status, code: body.code });
  }

  /** The conversation is not there any more, or its key does not fit. */
  get gone() {
    return this.status === 401 || this.status === 404;
  }

  /** The same message would be refused again, so the person has to change it. */
  get final() {
    return this.status >= 400 && this.status < 500 && this.status !== 429;
  }
}

/** One request; the answer's JSON, null when it has none. Throws `Unreachable` or `Problem`. */
export async function call(method, path, { token, language, body } = {}) {
  const cancel = new AbortController();
  const timer = setTimeout(() => cancel.abort(), LONGEST_WAIT);
  try {
    const response = await fetch(BASE + path, {
      method,
      headers: headers(token, language, body),
      body: body && JSON.stringify(body),
      signal: cancel.signal,
      cache: "no-store",
    });
    return await answer(response);
  } catch (error) {
    throw error instanceof Problem ? error : new Unreachable(String(error));
  } finally {
    clearTimeout(timer);
  }
}

/** A stream of events, as a response whose body is read piece by piece. */
export const listen = (path, { token, language, lastId, signal }) =>
  fetch(BASE + path, {
    headers: { ...headers(token, language), Accept: "text/event-stream", "Last-Event-ID": String(lastId) },
    signal,
    cache: "no-store",
  });

function headers(token, language, body) {
  return {
    ...(token && { Authorization: `Bearer ${token}` }),
    ...(language && { "Accept-Language": language }),
    ...(body && { "Content-Type": "application/json" }),
  };
}

async function answer(response) {
  if (response.status === 204) return null;
  const content = await response.json();
  if (response.ok) return content;
  if (typeof content.message !== "string") throw new Error(`status ${response.status}`);
  throw new Problem(response.status, content);
}
