/**
 * A JSON parser with positions and explanations. It runs only for a text with faults, or when a position is needed. It goes
 * on after a fault when it is clear what the text means.
 */
import type { Diagnostic, Fix } from '../diagnostic.ts';
import { duplicateKey, fault, MAXIMUM_DEPTH, tooDeep } from './fault.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { type Member, type Node, plainValueOf, type Span } from './tree.ts';

export type Dialect = 'json' | 'jsonc';

export interface JsonParse {
  /** `undefined` when it is not clear what the text means. */
  readonly tree: Node | undefined;
  readonly faults: readonly Diagnostic[];
}

/** Reads a text that may have faults. Never throws. */
export function readJson(text: string, dialect: Dialect): Reading {
  const { tree, faults } = parseJson(text, dialect);
  return { value: tree && plainValueOf(tree), faults, tree };
}

/** Parses a text that may have faults. Never throws. */
export function parseJson(text: string, dialect: Dialect): JsonParse {
  const parser = new JsonParser(text, dialect);
  try {
    return { tree: parser.document(), faults: parser.faults };
  } catch (thrown) {
    if (thrown !== GIVEN_UP) throw thrown;
    return { tree: undefined, faults: parser.faults };
  }
}

const GIVEN_UP = Symbol('what follows cannot be understood');

const SPACE = /[ \t\r\n]*/y;
const COMMENT = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\//y;
const STRING = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /[^\s,:[\]{}"]+/y;
const LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** Literals of other languages, with the JSON literal that they mean. */
const FOREIGN_LITERALS = new Map([
  ['True', 'true'],
  ['False', 'false'],
  ['None', 'null'],
  ['nil', 'null'],
  ['undefined', 'null'],
]);

class JsonParser {
  readonly faults: Diagnostic[] = [];
  readonly #text: string;
  readonly #dialect: Dialect;
  #at: number;
  #depth = 0;

  constructor(text: string, dialect: Dialect) {
    this.#text = text;
    this.#dialect = dialect;
    this.#at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  document(): Node {
    this.#skipSpace();
    if (this.#at === this.#text.length) {
      this.#giveUp([this.#at, this.#at], 'The document is empty.', 'Start one with: mcpctl init');
    }
    const root = this.#value();
    this.#skipSpace();
    if (this.#at < this.#text.length) {
      const rest: Span = [this.#at, this.#at + 1];
      this.#giveUp(rest, 'The document goes on after its end.', 'Remove what follows the closing bracket.');
    }
    return root;
  }

  #value(): Node {
    const start = this.#at;
    const character = this.#text[start];
    if (character === '{') return this.#nested(() => this.#object());
    if (character === '[') return this.#nested(() => this.#array());
    if (character === '"') return { kind: 'scalar', value: this.#string(), span: [start, this.#at] };
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'scalar', value: Number(number), span: [start, this.#at] };
    return this.#literal();
  }

  #nested(parse: () => Node): Node {
    if (++this.#depth > MAXIMUM_DEPTH) {
      this.faults.push(tooDeep([this.#at, this.#at + 1]));
      throw GIVEN_UP;
    }
    const node = parse();
    this.#depth--;
    return node;
  }

  #object(): Node {
    const members: Member[] = [];
    const firsts = new Map<string, Span>();
    const span = this.#list('{', '}', () => {
      const member = this.#member();
      const first = firsts.get(member.key);
      if (first) this.faults.push(duplicateKey(quote(member.key), member.keySpan, first));
      else firsts.set(member.key, member.keySpan);
      members.push(member);
    });
    return { kind: 'object', members, span };
  }

  #array(): Node {
    const items: Node[] = [];
    const span = this.#list('[', ']', () => items.push(this.#value()));
    return { kind: 'array', items, span };
  }

  /** Parses elements between brackets, with commas between them. Returns the span, with the brackets. */
  #list(open: string, close: string, element: () => void): Span {
    const start = this.#at++;
    let comma: number | undefined;
    for (let count = 0; ; count++) {
      const endOfPrevious = this.#at;
      this.#skipSpace();
      if (this.#at === this.#text.length) this.#unclosed(open, start);
      if (this.#text[this.#at] === close) {
        if (comma !== undefined && this.#dialect === 'json') this.#trailingComma(comma, close);
        this.#at++;
        return [start, this.#at];
      }
      if (count > 0 && comma === undefined) this.#missingComma(endOfPrevious, close);
      element();
      const endOfElement = this.#at;
      this.#skipSpace();
      comma = undefined;
      if (this.#text[this.#at] === ',') comma = this.#at++;
      else this.#at = endOfElement;
    }
  }

  #member(): Member {
    const start = this.#at;
    if (this.#text[start] !== '"') {
      const isName = /[\w'$-]/.test(this.#text[start] ?? '');
      const message = isName ? 'A property name needs double quotes.' : 'A property name is expected here.';
      this.#giveUp([start, start + 1], message, 'A property looks like this: "name": "value"');
    }
    const key = this.#string();
    const keySpan: Span = [start, this.#at];
    this.#skipSpace();
    if (this.#text[this.#at] !== ':') {
      const message = `The property ${quote(key)} has no colon and no value.`;
      this.#giveUp(keySpan, message, 'A property looks like this: "name": "value"');
    }
    this.#at++;
    this.#skipSpace();
    return { key, keySpan, value: this.#value() };
  }

  #string(): string {
    const start = this.#at;
    const raw = this.#match(STRING);
    if (raw === undefined) {
      const lineEnd = this.#text.slice(start).search(/[\r\n]|$/) + start;
      this.#giveUp([start, lineEnd], 'The string does not end on its line.', 'Close it with ". A line break is \\n.');
    }
    if (!/[\\\u0000-\u001f]/.test(raw)) return raw.slice(1, -1);
    try {
      return JSON.parse(raw);
    } catch {
      this.#badCharacters(raw, start);
      return raw.slice(1, -1);
    }
  }

  #badCharacters(raw: string, start: number): void {
    for (const { 0: bad, index } of raw.matchAll(/\\(?:u(?:[\da-fA-F]{4})?|.)|[\u0000-\u001f]/g)) {
      if (/^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})$/.test(bad)) continue;
      const isEscape = bad.startsWith('\\');
      const message = isEscape ? 'This escape does not exist in JSON.' : 'A string cannot hold a control character.';
      const hint = isEscape ? 'A backslash itself is written \\\\.' : 'Write it as an escape: a tab is \\t.';
      this.#fault([start + index, start + index + bad.length], { message, hint });
    }
  }

  #literal(): Node {
    const start = this.#at;
    const word = this.#match(WORD) ?? '';
    const span: Span = [start, Math.max(this.#at, start + 1)];
    const value = LITERALS.get(word);
    if (value !== undefined) return { kind: 'scalar', value, span };
    const meant = FOREIGN_LITERALS.get(word);
    if (meant !== undefined) {
      const fix = replacement(span, meant, `Write ${meant}`);
      this.#fault(span, { message: `${word} is no JSON value.`, hint: `JSON writes it ${meant}.`, fix });
      return { kind: 'scalar', value: LITERALS.get(meant) ?? null, span };
    }
    if (word.startsWith("'")) this.#giveUp(span, 'A string needs double quotes.', 'Write "text", not \'text\'.');
    if (/^[+-.\d]/.test(word)) {
      this.#giveUp(span, 'This is no JSON number.', 'Numbers look like 12, -0.5 or 1e3. A string needs double quotes.');
    }
    return this.#giveUp(
      span,
      'A value is expected here.',
      'A value is "text", a number, true, false, null, {…} or […].',
    );
  }

  #skipSpace(): void {
    for (;;) {
      this.#match(SPACE);
      if (this.#text[this.#at] !== '/') return;
      const start = this.#at;
      if (this.#match(COMMENT) === undefined) return;
      if (this.#dialect === 'jsonc') continue;
      const hint = 'Remove it, or give the file the extension .jsonc.';
      this.#fault([start, this.#at], { message: 'JSON has no comments.', hint });
    }
  }

  #trailingComma(comma: number, close: string): void {
    const span: Span = [comma, comma + 1];
    const fix = replacement(span, '', 'Remove the comma');
    this.#fault(span, { message: `The comma before ${close} is too much.`, hint: 'Remove it.', fix });
  }

  #missingComma(at: number, close: string): void {
    if (!/["{[\w-]/.test(this.#text[this.#at] ?? '')) {
      this.#giveUp([this.#at, this.#at + 1], `A comma or ${close} is expected here.`, 'Check the brackets above.');
    }
    const fix = replacement([at, at], ',', 'Add the comma');
    const hint = 'Add one after what comes before.';
    this.#fault([this.#at, this.#at + 1], { message: 'A comma is missing before this.', hint, fix });
  }

  #unclosed(open: string, start: number): never {
    const end: Span = [this.#text.length, this.#text.length];
    this.faults.push(
      fault('syntax', end, {
        message: `The document ends before ${open} is closed.`,
        hint: `Add the missing ${open === '{' ? '}' : ']'}.`,
        related: [{ place: { span: [start, start + 1] }, message: 'It is opened here.' }],
      }),
    );
    throw GIVEN_UP;
  }

  #fault(span: Span, parts: { readonly message: string; readonly hint: string; readonly fix?: Fix }): void {
    this.faults.push(fault('syntax', span, parts));
  }

  #giveUp(span: Span, message: string, hint: string): never {
    this.#fault(span, { message, hint });
    throw GIVEN_UP;
  }

  /** What the sticky pattern matches here; the parser moves behind it. `undefined` when it matches nothing. */
  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function replacement(span: Span, text: string, title: string): Fix {
  return { kind: 'safe', title, edits: [{ op: 'text', span, text }] };
}
