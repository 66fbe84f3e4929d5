/** Diagnostics as plain text, for golden files and tables: one block each, with everything that an author is told. */
import type { Diagnostic } from '../../../src/diagnostic.ts';
import type { Document } from '../../../src/manifest/document.ts';
import { positionsOf } from '../../../src/manifest/positions.ts';

export function concise(document: Document, diagnostics: readonly Diagnostic[]): string {
  const rangeOf = positionsOf(document);
  const at = (place: Diagnostic['place']) => {
    const { start, end } = rangeOf(place);
    return start.line === end.line
      ? `${start.line}:${start.column}-${end.column}`
      : `${start.line}:${start.column}-${end.line}:${end.column}`;
  };
  return diagnostics
    .map(({ code, severity, place, message, hint, related = [], fix }) =>
      [
        `${document.source.name}:${at(place)}: ${severity}[${code}] ${message}`,
        ...(hint ? [`  ${hint}`] : []),
        ...related.map((other) => `  ${at(other.place)}: ${other.message}`),
        ...(fix ? [`  fix (${fix.kind}): ${fix.title}`] : []),
      ].join('\n'),
    )
    .map((block) => `${block}\n`)
    .join('');
}
