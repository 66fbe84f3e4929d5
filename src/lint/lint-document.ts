/** One document through all rules. */
import type { Document } from '../manifest/document.ts';
import { runRules } from '../rules/run-rules.ts';
import type { Settings } from '../rules/settings.ts';
import { type Findings, findingsOf } from './report-findings.ts';

/** Findings in document order, before they are located. */
export function findingsIn(document: Document, settings: Settings): Findings {
  return findingsOf(document, settings, runRules);
}
