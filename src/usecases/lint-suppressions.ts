/** Comments that silence one finding: `# mcpctl-ignore CODE: reason`, on its line or on the line above. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import type { Node, Span } from '../manifest/tree.ts';

export const unusedSuppression = {
  code: 'suppression-unused',
  severity: 'warning',
  demands: 'Every mcpctl-ignore comment names a finding of its line or of the next one, and says why it is silenced.',
  because: 'A comment that silences nothing will hide the next mistake on that line.',
} as const;

interface Suppression {
  readonly code: string;
  readonly span: Span;
  readonly hasReason: boolean;
  /** The line it speaks of, from 1. */
  readonly line: number;
}

export interface Suppressed {
  readonly kept: readonly Diagnostic[];
  readonly suppressed: number;
  /** What is wrong with the comments themselves. */
  readonly stale: readonly Diagnostic[];
}

const MARK = 'mcpctl-ignore';
const COMMENT = /(?<=^|[ \t])(?:#|\/\/)[ \t]*mcpctl-ignore[ \t]+([\w-]+)(?:[ \t]*:[ \t]*(\S[^\r\n]*))?/gm;

/** Takes out what comments silence. `lineOf` gives the line on which a diagnostic starts. */
export function suppress(
  document: Document,
  diagnostics: readonly Diagnostic[],
  lineOf: (diagnostic: Diagnostic) => number,
): Suppressed {
  const { text } = document.source;
  if (document.format === 'json' || !text.includes(MARK)) return { kept: diagnostics, suppressed: 0, stale: [] };
  const used = new Set<Suppression>();
  const suppressions = [...suppressionsOf(document)];
  const kept = diagnostics.filter((diagnostic) => {
    const match = suppressions.find(
      ({ code, hasReason, line }) => hasReason && code === diagnostic.code && line === lineOf(diagnostic),
    );
    if (match) used.add(match);
    return !match;
  });
  const stale = suppressions.filter((each) => !used.has(each)).map(staleness);
  return { kept, suppressed: diagnostics.length - kept.length, stale };
}

function staleness({ code, span, hasReason }: Suppression): Diagnostic {
  return {
    code: unusedSuppression.code,
    severity: unusedSuppression.severity,
    place: { span },
    message: hasReason ? `This comment silences nothing: ${code} is not found there.` : 'This comment gives no reason.',
    hint: hasReason ? 'Remove it.' : `Say why, after a colon: # ${MARK} ${code}: reason`,
  };
}

function* suppressionsOf(document: Document): Iterable<Suppression> {
  const { text } = document.source;
  const tree = document.tree();
  const strings = tree ? [...scalarSpans(tree)] : [];
  for (const match of text.matchAll(COMMENT)) {
    const span: Span = [match.index, match.index + match[0].length];
    if (strings.some(([start, end]) => start <= span[0] && span[1] <= end)) continue;
    yield { code: match[1] ?? '', span, hasReason: match[2] !== undefined, line: subjectLine(text, match.index) };
  }
}

/** Its own line when something stands before it, otherwise the next line that is no comment. */
function subjectLine(text: string, offset: number): number {
  const lines = text.split(/\r\n|\n|\r/);
  let line = text.slice(0, offset).split(/\r\n|\n|\r/).length - 1;
  const isComment = (index: number) => /^\s*(?:#|\/\/|$)/.test(lines[index] ?? '-');
  while (isComment(line)) line++;
  return line + 1;
}

function* scalarSpans(node: Node): Iterable<Span> {
  if (node.kind === 'scalar') yield node.span;
  else if (node.kind === 'array') for (const item of node.items) yield* scalarSpans(item);
  else for (const { value } of node.members) yield* scalarSpans(value);
}
