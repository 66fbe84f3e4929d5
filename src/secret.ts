/** A value that cannot be printed by mistake: as text, as JSON and in `console.log` it is `[secret]`. */

const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= SHORTEST) secretsOfNow().add(value);
  }

  /** Returns the value itself. To be called only where the bytes leave the process. */
  reveal(): string {
    // Whoever gets it may send it back in an answer to this request, also where another request has read it first.
    if (this.#value.length >= SHORTEST) ofRequest()?.add(this.#value);
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect](): string {
    return '[secret]';
  }
}

/**
 * Somebody else chooses most secrets, and may choose a piece of our own words, to hide these. So only a whole value is
 * replaced, between characters that are no letters and digits. One of fewer than `SURE` characters may be a word, and is
 * replaced only where the text before it says that a credential follows.
 */
const SHORTEST = 8;
const SURE = 16;
const ANNOUNCED = /(?:\b(?:basic|bearer|dpop) +|(?:code|key|password|secret|token)["']?\s*[=:]\s*["']?)$/i;
const LONGEST_ANNOUNCEMENT = 40;

/** The secrets that texts are searched for. */
export type SeenSecrets = Set<string>;

/** Those of a command: it ends soon, and nothing of it is for anybody else. */
const ofProcess: SeenSecrets = new Set();

let ofRequest: () => SeenSecrets | undefined = () => undefined;

/**
 * Called once by a program that serves many callers: from then on the secrets of a request are seen by that request alone, and
 * no list grows with the requests. Returns how to undo it.
 */
export function seeSecretsByRequest(current: () => SeenSecrets | undefined): () => void {
  const before = ofRequest;
  ofRequest = () => current() ?? new Set();
  return () => {
    ofRequest = before;
  };
}

export function secretsOfNow(): SeenSecrets {
  return ofRequest() ?? ofProcess;
}

/** From now on the value is no secret, because nobody can use it any more. */
export function forgetSecret(value: string): void {
  secretsOfNow().delete(value);
}

/**
 * Replaces every secret that this process, or this request, has seen. All texts that go out pass through this function as values, before they
 * become JSON: in a finished document it could replace syntax.
 */
export function withoutSecrets(text: string, known: SeenSecrets = secretsOfNow()): string {
  const found: string[] = [];
  for (const value of known) if (text.includes(value)) found.push(value);
  // The longest first, so that no part of it is replaced before.
  found.sort((one, other) => other.length - one.length);
  return found.reduce(withoutSecret, text);
}

/**
 * The text with a mask in place of one value. A value of a few characters is replaced only where it is a whole word, and an
 * empty one nowhere: it would mask what is no secret.
 */
export function masked(text: string, value: string, mask = '[secret]'): string {
  if (value.length >= SHORTEST) return text.replaceAll(value, mask);
  return value === '' ? text : replaced(text, value, mask, () => true);
}

function withoutSecret(text: string, value: string): string {
  return replaced(text, value, '[secret]', (at) => isSecretAt(text, at, value));
}

/** Replaces a value where it is whole. */
function replaced(text: string, value: string, mask: string, isWanted: (at: number) => boolean): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    if (at < from || !isWhole(text, at, at + value.length) || !isWanted(at)) continue;
    parts.push(text.slice(from, at));
    from = at + value.length;
  }
  parts.push(text.slice(from));
  return parts.join(mask);
}

function isWhole(text: string, start: number, end: number): boolean {
  return !/[A-Za-z0-9]/.test(text.charAt(start - 1)) && !/[A-Za-z0-9]/.test(text.charAt(end));
}

function isSecretAt(text: string, start: number, value: string): boolean {
  return value.length >= SURE || ANNOUNCED.test(text.slice(Math.max(0, start - LONGEST_ANNOUNCEMENT), start));
}
