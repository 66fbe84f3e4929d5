/** A value that does not print: whatever turns it into text gets `[secret]`. */

const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= 4) known.add(value);
  }

  /** The value itself. Call it where the bytes leave, nowhere else. */
  reveal(): string {
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

const known = new Set<string>();

/** The text with every secret that this process has seen replaced: the last gate before any output. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const value of known) {
    if (clean.includes(value)) clean = clean.replaceAll(value, '[secret]');
  }
  return clean;
}
