/** A value that cannot be printed by mistake: as text, as JSON and in `console.log` it is `[secret]`. */

const inspect = Symbol.for('nodejs.util.inspect.custom');

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    if (value.length >= 4) known.add(value);
  }

  /** Returns the value itself. To be called only where the bytes leave the process. */
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

/** Replaces every secret that this process has seen. All output passes through this function. */
export function withoutSecrets(text: string): string {
  let clean = text;
  for (const value of known) {
    if (clean.includes(value)) clean = clean.replaceAll(value, '[secret]');
  }
  return clean;
}
