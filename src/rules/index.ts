/** The linter. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { runRules } from './run-rules.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

/** Everything that is wrong with a document, in its order. Never throws, whatever the document. */
export function lint(document: Document, settings: Settings = DEFAULT_SETTINGS): Diagnostic[] {
  return diagnosticsOf(document, settings, runRules);
}
