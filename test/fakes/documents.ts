/** Documents of texts and values, without files. */
import type { Diagnostic } from '../../src/diagnostic.ts';
import { lintDocument } from '../../src/lint/lint-document.ts';
import { type Document, documentOf, readWithoutParser } from '../../src/manifest/document.ts';
import { readJson } from '../../src/manifest/json-parser.ts';
import type { Settings } from '../../src/rules/settings.ts';

/** Reads a JSON text at once, also when it has faults. */
export function readJsonDocument(text: string, name = 'app.json'): Document {
  const source = { name, text };
  return readWithoutParser(source, 'json') ?? documentOf(source, 'json', readJson(text, 'json'));
}

/** What is reported of a document. */
export function lint(document: Document, settings?: Settings): readonly Diagnostic[] {
  return lintDocument(document, settings).diagnostics;
}
