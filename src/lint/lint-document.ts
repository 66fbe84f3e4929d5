/** The one entrance for everything that checks a single document. For many files see ./validate.ts. */
import type { Document } from '../manifest/document.ts';
import { shapeFindings } from '../manifest/shape.ts';
import { runRules } from '../rules/run-rules.ts';
import { DEFAULT_SETTINGS, type Settings } from '../rules/settings.ts';
import { type Findings, findingsOf } from './findings.ts';

/** Compares a document with its schema, runs every rule, and takes out what comments silence. Never throws. */
export function lintDocument(document: Document, settings: Settings = DEFAULT_SETTINGS): Findings {
  const shape = shapeFindings(document);
  return findingsOf(document, { shape, ruled: runRules(document, shape, settings) }, settings);
}
