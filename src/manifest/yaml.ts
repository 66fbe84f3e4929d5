/** Reads YAML 1.2: core schema, one document, without anchors, aliases and custom tags. */
import { type Event, parseEvents, YAMLException } from 'js-yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { fault, MAXIMUM_DEPTH, tooDeep } from './fault.ts';
import type { Reading } from './reading.ts';
import { plainValueOf, type Span } from './tree.ts';
import { treeOfEvents } from './yaml-tree.ts';

/** Reads a text. Never throws for anything that is wrong with it. */
export function readYaml(text: string): Reading {
  const events = eventsOf(text);
  if (!Array.isArray(events)) return { value: undefined, faults: [events] };
  const { tree, faults } = treeOfEvents(text, events);
  return { value: tree && plainValueOf(tree), faults, tree };
}

/** js-yaml counts depth in another way. Its limit is larger, and the tree is measured again. */
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
    // Some reasons end with text of the document, which may be anything.
    const reason = thrown.reason.replace(/\s*[:"(].*$/s, '');
    return fault('syntax', span, {
      message: `This is not YAML: ${reason}.`,
      hint: hasTab ? 'YAML is indented with spaces, not tabs.' : hintFor(reason),
    });
  }
}

function hintFor(reason: string): string {
  if (/mapping entry|implicit|multiline key/.test(reason)) {
    return 'Quote text that holds ": " or " #", and check the indentation.';
  }
  if (/flow collection|deficient indentation/.test(reason)) return 'Check that every [ and { is closed.';
  if (/quoted scalar/.test(reason)) return 'Check that the quotes are closed.';
  return 'Check the indentation and the quotes on this line and the one above.';
}
