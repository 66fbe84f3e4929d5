/**
 * YAML 1.2, core schema, one document, without anchors, aliases and tags of one's own. js-yaml gives a flat list of
 * events with offsets; the tree is made of it in one pass.
 */
import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import type { Diagnostic } from '../diagnostic.ts';
import type { Reading } from './document.ts';
import { duplicateKey, fault, MAXIMUM_DEPTH, tooDeep } from './fault.ts';
import { quote } from './quote.ts';
import { type Member, type Node, plainValueOf, type ScalarNode, type Span } from './tree.ts';
import { coreValue } from './yamlscalar.ts';

/** Reads a text. Never throws for anything that is wrong with it. */
export function readYaml(text: string): Reading {
  const parsed = eventsOf(text);
  if (!Array.isArray(parsed)) return { value: undefined, faults: [parsed], tree: () => undefined };
  const builder = new TreeBuilder(text, parsed);
  const tree = builder.document();
  const isUnclear = builder.faults.some(({ code }) => code !== 'duplicate-key');
  if (isUnclear || !tree) return { value: undefined, faults: builder.faults, tree: () => undefined };
  return { value: plainValueOf(tree), faults: builder.faults, tree: () => tree };
}

/** js-yaml counts in its own way, so it gets some room and the tree is measured. */
const PARSER_DEPTH = 2 * MAXIMUM_DEPTH;

function eventsOf(text: string): Event[] | Diagnostic {
  try {
    return parseEvents(text, { maxDepth: PARSER_DEPTH });
  } catch (thrown) {
    if (!(thrown instanceof YAMLException)) throw thrown;
    const at = thrown.mark?.position ?? 0;
    const span: Span = [at, Math.min(at + 1, text.length)];
    if (/maxDepth/.test(thrown.reason)) return tooDeep(span);
    const hasTab = /(?:^|\n)[ ]*\t[\t ]*[^\s#]/.test(text.slice(Math.max(0, at - 200), at + 1));
    return fault('syntax', span, {
      message: `This is not YAML: ${thrown.reason}.`,
      hint: hasTab ? 'YAML is indented with spaces, not tabs.' : hintFor(thrown.reason),
    });
  }
}

function hintFor(reason: string): string {
  if (/mapping entry|implicit|multiline key/.test(reason))
    return 'Quote text that holds ": " or " #", and check the indentation.';
  if (/flow collection|deficient indentation/.test(reason)) return 'Check that every [ and { is closed.';
  if (/quoted scalar/.test(reason)) return 'Check that the quotes are closed.';
  return 'Check the indentation and the quotes on this line and the one above.';
}

class TreeBuilder {
  readonly faults: Diagnostic[] = [];
  readonly #text: string;
  readonly #events: readonly Event[];
  #next = 0;
  #depth = 0;
  /** The end of the last token: where an empty value is, and where a closing bracket is looked for. */
  #end = 0;

  constructor(text: string, events: readonly Event[]) {
    this.#text = text;
    this.#events = events;
  }

  document(): Node | undefined {
    const second = this.#events.findIndex(({ type }, index) => index > 0 && type === EVENT_ID.DOCUMENT);
    if (second !== -1) {
      const at = this.#text.indexOf('\n---', this.#startAfter(second - 1)) + 1;
      this.#refuse(
        [at, at + 3],
        'The file holds more than one YAML document.',
        'Put each manifest into a file of its own.',
      );
      return undefined;
    }
    const isEmpty =
      this.#events[1] === undefined || this.#events[1].type === EVENT_ID.POP || this.#isVoid(this.#events[1]);
    if (isEmpty) {
      this.#refuse([0, 0], 'The document is empty.', 'Start one with: mcpctl init');
      return undefined;
    }
    this.#next = 1;
    return this.#node();
  }

  #isVoid(event: Event): boolean {
    return event.type === EVENT_ID.SCALAR && event.valueStart === -1 && this.#events.length <= 3;
  }

  /** The end of the last scalar up to this event. */
  #startAfter(index: number): number {
    for (let at = index; at >= 0; at--) {
      const event = this.#events[at];
      if (event?.type === EVENT_ID.SCALAR && event.valueEnd !== -1) return event.valueEnd;
    }
    return 0;
  }

  #node(): Node {
    const event = this.#events[this.#next++];
    if (event === undefined) throw new Error('js-yaml ended a document early');
    if (event.type === EVENT_ID.ALIAS) return this.#alias([event.anchorStart - 1, event.anchorEnd]);
    if (event.type !== EVENT_ID.SCALAR && event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) {
      throw new Error('js-yaml gave an event where a node belongs');
    }
    if (event.anchorStart !== -1) this.#anchor([event.anchorStart - 1, event.anchorEnd]);
    const tag = event.tagStart === -1 ? '' : this.#text.slice(event.tagStart, event.tagEnd);
    if (tag && !CORE_TAGS.has(tag)) this.#tag([event.tagStart, event.tagEnd]);
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, tag === '!!str' || tag === '!');
    const start = event.start;
    const opensWithBracket = this.#text[start] === '[' || this.#text[start] === '{';
    this.#end = opensWithBracket ? start + 1 : start;
    if (++this.#depth === MAXIMUM_DEPTH + 1 && !this.faults.some(isTooDeep))
      this.faults.push(tooDeep([start, start + 1]));
    if (event.type === EVENT_ID.SEQUENCE) {
      const items: Node[] = [];
      while (!this.#pops()) items.push(this.#node());
      this.#depth--;
      return { kind: 'array', items, span: [start, this.#close(opensWithBracket)] };
    }
    const members = this.#members();
    this.#depth--;
    return { kind: 'object', members, span: [start, this.#close(opensWithBracket)] };
  }

  #members(): Member[] {
    const members: Member[] = [];
    const firsts = new Map<string, Span>();
    while (!this.#pops()) {
      const keyNode = this.#node();
      if (keyNode.kind !== 'scalar') {
        this.#refuse(keyNode.span, 'A property name has to be text.', 'Quote it when it holds brackets.');
      }
      const key = keyNode.kind === 'scalar' ? this.#keyText(keyNode) : '';
      const first = firsts.get(key);
      if (first) this.faults.push(duplicateKey(quote(key), keyNode.span, first));
      else firsts.set(key, keyNode.span);
      if (this.#text[this.#end] === ':') this.#end++;
      members.push({ key, keySpan: keyNode.span, value: this.#node() });
    }
    return members;
  }

  /** `1:` and `yes:` are the names "1" and "yes": as written, not as a number would print. */
  #keyText(node: ScalarNode): string {
    return typeof node.value === 'string' ? node.value : this.#text.slice(...node.span);
  }

  #pops(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  #close(hasBracket: boolean): number {
    if (!hasBracket) return this.#end;
    BEFORE_BRACKET.lastIndex = this.#end;
    const skipped = BEFORE_BRACKET.exec(this.#text)?.[0].length ?? 0;
    this.#end = Math.min(this.#end + skipped + 1, this.#text.length);
    return this.#end;
  }

  #scalar(event: ScalarEvent, isText: boolean): ScalarNode {
    if (event.valueStart === -1) return { kind: 'scalar', value: null, span: [this.#end, this.#end] };
    const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const start = isQuoted ? event.valueStart - 1 : event.valueStart;
    const trimmed = this.#text.slice(event.valueStart, event.valueEnd).trimEnd().length;
    const end = isQuoted ? event.valueEnd + 1 : event.valueStart + trimmed;
    this.#end = end;
    const text = getScalarValue(this.#text, event);
    const value = event.style === SCALAR_STYLE.PLAIN && !isText ? coreValue(text) : text;
    return { kind: 'scalar', value, span: [start, end] };
  }

  #anchor(span: Span): void {
    this.#refuse(span, 'Anchors are not allowed in a manifest.', 'Write the value out where it is needed.');
  }

  #alias(span: Span): ScalarNode {
    this.#refuse(span, 'Aliases are not allowed in a manifest.', 'Write the value out.');
    this.#end = span[1];
    return { kind: 'scalar', value: null, span };
  }

  #tag(span: Span): void {
    this.#refuse(span, 'Tags are not allowed in a manifest.', 'Remove the tag; quote the value if it is text.');
  }

  #refuse(span: Span, message: string, hint: string): void {
    this.faults.push(fault('syntax', span, { message, hint }));
  }
}

function isTooDeep({ code }: Diagnostic): boolean {
  return code === 'too-deep';
}

const CORE_TAGS = new Set(['!', '!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq']);

const BEFORE_BRACKET = /(?:[\s,]|#[^\n]*)*/y;
