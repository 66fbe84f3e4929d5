/** Makes the tree of a YAML text from js-yaml's flat list of events, in one pass. */
import { COLLECTION_STYLE, EVENT_ID, type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { duplicateKey, fault, MAXIMUM_DEPTH, tooDeep } from './fault.ts';
import { quote } from './quote.ts';
import type { Member, Node, ScalarNode, Span } from './tree.ts';
import { coreValue } from './yaml-scalar.ts';

export interface YamlTree {
  /** `undefined` when the text may mean something else than it seems to. */
  readonly tree: Node | undefined;
  readonly faults: readonly Diagnostic[];
}

/** Anchors, aliases, custom tags and a second document leave no tree. A name that is given twice is only reported. */
export function treeOfEvents(text: string, events: readonly Event[]): YamlTree {
  const builder = new TreeBuilder(text, events);
  const tree = builder.document();
  const isUnclear = builder.faults.some(({ code }) => code !== 'duplicate-key');
  return { tree: isUnclear ? undefined : tree, faults: builder.faults };
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
    const isFlow = event.style === COLLECTION_STYLE.FLOW;
    this.#end = isFlow ? start + 1 : start;
    if (++this.#depth === MAXIMUM_DEPTH + 1) this.#refuseDepth([start, start + 1]);
    if (event.type === EVENT_ID.SEQUENCE) {
      const items: Node[] = [];
      while (!this.#pops()) items.push(this.#node());
      this.#depth--;
      return { kind: 'array', items, span: [start, this.#close(isFlow)] };
    }
    const members = this.#members();
    this.#depth--;
    return { kind: 'object', members, span: [start, this.#close(isFlow)] };
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
    const isBlock = event.style === SCALAR_STYLE.LITERAL_BLOCK || event.style === SCALAR_STYLE.FOLDED_BLOCK;
    const header = isBlock ? this.#header(event) : undefined;
    const start = header?.[0] ?? (isQuoted ? event.valueStart - 1 : event.valueStart);
    const trimmed = this.#text.slice(event.valueStart, event.valueEnd).trimEnd().length;
    const isEmpty = header && trimmed === 0;
    const end = isEmpty ? header[1] : isQuoted ? event.valueEnd + 1 : event.valueStart + trimmed;
    this.#end = end;
    const text = getScalarValue(this.#text, event);
    const value = event.style === SCALAR_STYLE.PLAIN && !isText ? coreValue(text) : text;
    return { kind: 'scalar', value, span: [start, end] };
  }

  /** The `|` or `>` of a block scalar and what follows it: the line before the text (YAML 1.2.2, section 8.1.1). */
  #header({ valueStart }: ScalarEvent): Span {
    const lineBreak = /\r?\n$|\r$/.exec(this.#text.slice(Math.max(0, valueStart - 2), valueStart))?.[0] ?? '';
    const end = valueStart - lineBreak.length;
    const before = Math.max(this.#end, this.#text.lastIndexOf('\n', end - 1) + 1);
    const found = this.#text.slice(before, end).search(HEADER);
    return found === -1 ? [valueStart, valueStart] : [before + found, end];
  }

  /** Reported once: a document that is too deep in one place is often too deep in many. */
  #refuseDepth(span: Span): void {
    if (!this.faults.some(({ code }) => code === 'too-deep')) this.faults.push(tooDeep(span));
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

const CORE_TAGS = new Set(['!', '!!str', '!!int', '!!float', '!!bool', '!!null', '!!map', '!!seq']);

const HEADER = /[|>][-+\d]{0,2}[ \t]*(?:(?<=[ \t])#.*)?$/;

const BEFORE_BRACKET = /(?:[\s,]|#[^\n]*)*/y;
