/** Comments that silence findings: `# mcpctl-ignore CODE, CODE: reason`, on their line or on the line above. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { treeOf } from '../manifest/document.ts';
import type { Node, Span } from '../manifest/tree.ts';
import { withoutHeader } from '../manifest/yaml-scalar.ts';
import { NEVER_SILENCED, UNUSED_SUPPRESSION } from '../rules/built-in-codes.ts';

interface Suppression {
  /** Empty when the comment names none. */
  readonly code: string;
  readonly span: Span;
  readonly hasReason: boolean;
  /** The line whose findings the comment silences, from 1. */
  readonly line: number;
}

export interface Suppressed {
  readonly kept: readonly Diagnostic[];
  readonly suppressed: number;
  /** A diagnostic for each comment that silences nothing, or gives no reason. */
  readonly unused: readonly Diagnostic[];
}

const MARK = 'mcpctl-ignore';
const COMMENT = /(?<=^|[ \t])(?:#|\/\/)[ \t]*mcpctl-ignore(?![\w-])([^\r\n:]*)(?::[ \t]*(\S[^\r\n]*)?)?/gm;

/** Whether a comment in the document may silence something. JSON has no comments. */
export function mayHaveSuppressions({ format, source }: Document): boolean {
  return format !== 'json' && source.text.includes(MARK);
}

/** Takes out the diagnostics that comments silence. `lineOf` returns the line on which a diagnostic starts. */
export function suppress(
  document: Document,
  diagnostics: readonly Diagnostic[],
  lineOf: (diagnostic: Diagnostic) => number,
): Suppressed {
  const suppressions = [...suppressionsOf(document)];
  const byTarget = new Map(
    suppressions.filter(({ hasReason }) => hasReason).map((each) => [`${each.line} ${each.code}`, each]),
  );
  const used = new Set<Suppression>();
  const kept = diagnostics.filter((diagnostic) => {
    if (NEVER_SILENCED.has(diagnostic.code)) return true;
    const match = byTarget.get(`${lineOf(diagnostic)} ${diagnostic.code}`);
    if (match) used.add(match);
    return !match;
  });
  const unused = suppressions.filter((each) => !used.has(each)).map(unusedSuppression);
  return { kept, suppressed: diagnostics.length - kept.length, unused };
}

function unusedSuppression({ code, span, hasReason }: Suppression): Diagnostic {
  if (code === '') {
    const hint = `Say which finding it is about, and why: # ${MARK} CODE: reason`;
    return { ...UNUSED_SUPPRESSION, place: { span }, message: 'This comment names no code.', hint };
  }
  if (NEVER_SILENCED.has(code)) {
    const message = `This comment silences nothing: ${code} is always reported.`;
    return { ...UNUSED_SUPPRESSION, place: { span }, message, hint: 'Remove it, and correct what it is about.' };
  }
  return {
    ...UNUSED_SUPPRESSION,
    place: { span },
    message: hasReason ? `This comment silences nothing: ${code} is not found there.` : 'This comment gives no reason.',
    hint: hasReason ? 'Remove it.' : `Say why, after a colon: # ${MARK} ${code}: reason`,
  };
}

function* suppressionsOf(document: Document): Iterable<Suppression> {
  const { text } = document.source;
  const tree = treeOf(document);
  const strings = tree ? [...scalarSpans(tree, text)] : [];
  const targets = targetLines(text);
  let line = 0;
  let counted = 0;
  let string = 0;
  for (const match of text.matchAll(COMMENT)) {
    const span: Span = [match.index, match.index + match[0].length];
    while ((strings[string]?.[1] ?? span[1]) < span[1]) string++;
    const inString = strings[string];
    if (inString && inString[0] <= span[0]) continue;
    line += text.slice(counted, span[0]).match(/\r\n|\n|\r/g)?.length ?? 0;
    counted = span[0];
    const codes = match[1]?.split(/[\s,]+/).filter((code) => code !== '') ?? [];
    const target = (targets[line] ?? line) + 1;
    for (const code of codes.length === 0 ? [''] : codes) {
      yield { code, span, hasReason: match[2] !== undefined, line: target };
    }
  }
}

/** For each line, from 0, the line that a comment on it is about: that line itself, or the next that is no comment. */
function targetLines(text: string): number[] {
  const lines = text.split(/\r\n|\n|\r/);
  const targets = lines.map((_, line) => line);
  for (let line = lines.length - 2; line >= 0; line--) {
    if (/^\s*(?:#|\/\/|$)/.test(lines[line] ?? '')) targets[line] = targets[line + 1] ?? line;
  }
  return targets;
}

/** The text of each scalar. Behind the `|` of a block may be a comment. */
function* scalarSpans(node: Node, text: string): Iterable<Span> {
  if (node.kind === 'scalar') yield withoutHeader(node.span, text);
  else if (node.kind === 'array') for (const item of node.items) yield* scalarSpans(item, text);
  else for (const { value } of node.members) yield* scalarSpans(value, text);
}
