/** What the language server shows of a text that may not be saved yet. */
import { readDocument } from '../manifest/document.ts';
import type { Settings } from '../rules/settings.ts';
import { checkedFile } from './checked-file.ts';
import { isManifest } from './files.ts';
import { fixDocument } from './fixes.ts';
import { lintDocument } from './lint-document.ts';
import type { LocatedDiagnostic } from './report.ts';

interface OpenText {
  /** The ending says which format the text has. */
  readonly name: string;
  readonly text: string;
}

/** Every finding, with the edits of its fix. A text that is no manifest has none. */
export async function findingsInEditor(source: OpenText, settings: Settings): Promise<readonly LocatedDiagnostic[]> {
  const document = await readDocument(source);
  if (!isManifest(document)) return [];
  return (await checkedFile(document, lintDocument(document, settings), true)).diagnostics;
}

/** The text after all safe fixes. */
export async function fixedInEditor(source: OpenText, settings: Settings): Promise<string> {
  const { document } = await fixDocument(await readDocument(source), settings, false);
  return document.source.text;
}
