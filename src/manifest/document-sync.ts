import { type Document, documentOf, readQuickly, type Source } from './document.ts';
import { type Dialect, readJson } from './json-parser.ts';

/** `readDocument` for JSON, where it does not matter what is loaded. */
export function readDocumentSync(source: Source, dialect: Dialect): Document {
  return readQuickly(source, dialect) ?? documentOf(source, dialect, readJson(source.text, dialect));
}
