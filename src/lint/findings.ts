/** From what the schema and the rules find to what is reported of a document. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { positionsOf } from '../manifest/positions.ts';
import { UNUSED_SUPPRESSION } from '../rules/built-in-codes.ts';
import { diagnosticsOf, type FoundFaults } from '../rules/diagnostics.ts';
import type { Settings } from '../rules/settings.ts';
import { mayHaveSuppressions, suppress } from './suppressions.ts';

/** In document order. They still name their places by path, not by line. */
export interface Findings {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
}

/** Everything that is reported of a document, without what comments in it silence. Never throws. */
export function findingsOf(document: Document, found: FoundFaults, settings: Settings): Findings {
  const diagnostics = diagnosticsOf(document, found, settings);
  if (settings.ignoresComments || !mayHaveSuppressions(document)) return { diagnostics, suppressed: 0 };
  const rangeOf = positionsOf(document);
  const offset = ({ place }: Diagnostic) => rangeOf(place).start.offset;
  const { kept, suppressed, unused } = suppress(document, diagnostics, ({ place }) => rangeOf(place).start.line);
  const severity = settings.severities[UNUSED_SUPPRESSION.code] ?? UNUSED_SUPPRESSION.severity;
  const comments = severity === 'off' ? [] : unused.map((each) => ({ ...each, severity }));
  return { diagnostics: [...kept, ...comments].sort((one, other) => offset(one) - offset(other)), suppressed };
}
