/** The entrances for everything that checks a single document. For many files see ./validate.ts. */
import type { Diagnostic } from '../diagnostic.ts';
import type { Document } from '../manifest/document.ts';
import { shapeFindings } from '../manifest/shape.ts';
import { diagnosticsOf } from '../rules/diagnostics.ts';
import { runRules } from '../rules/run-rules.ts';
import { DEFAULT_SETTINGS, type Settings } from '../rules/settings.ts';
import { type Findings, findingsOf } from './findings.ts';

/** Compares a document with its schema, runs every rule, and takes out what comments silence. Never throws. */
export function lintDocument(document: Document, settings: Settings = DEFAULT_SETTINGS): Findings {
  return findingsOf(document, findFaults(document, settings), settings);
}

/**
 * Finds everything that is wrong with a document, whatever its comments and the configuration say: for all commands that
 * use the document, while `lintDocument` is for those that show what a person wants to see. Never throws.
 */
export function judgeDocument(document: Document): readonly Diagnostic[] {
  return diagnosticsOf(document, findFaults(document, DEFAULT_SETTINGS), DEFAULT_SETTINGS);
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

function findFaults(document: Document, settings: Settings) {
  const shape = shapeFindings(document);
  return { shape, ruled: runRules(document, shape, settings) };
}
