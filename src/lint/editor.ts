/** What an editor is told of a text that may not be saved yet. */
import { formatOf, readDocument } from '../manifest/document.ts';
import type { Settings } from '../rules/settings.ts';
import { describeFixes, fixDocument } from './fixes.ts';
import { isManifest } from './is-manifest.ts';
import { findingsIn } from './lint-document.ts';
import type { LocatedDiagnostic } from './report.ts';
import { checkedFile } from './report-findings.ts';

interface OpenText {
  /** Its ending tells the format. */
  readonly name: string;
  readonly text: string;
}

/** Every finding, with the edits of its fix. None for a text that is no document of ours. */
export async function findingsInEditor(source: OpenText, settings: Settings): Promise<readonly LocatedDiagnostic[]> {
  const document = await readDocument(source, formatOf(source.name));
  if (!isManifest(document)) return [];
  const findings = findingsIn(document, settings);
  return checkedFile(document, findings, await describeFixes(document, findings.diagnostics)).diagnostics;
}

/** The text after all safe fixes. */
export async function fixedInEditor(source: OpenText, settings: Settings): Promise<string> {
  const { document } = await fixDocument(await readDocument(source, formatOf(source.name)), settings, false);
  return document.source.text;
}
