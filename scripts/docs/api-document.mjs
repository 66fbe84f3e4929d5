// The description of the HTTP API, as a server of this version on its usual address answers it.
import { readFile } from 'node:fs/promises';
import { exportsOf, root } from './source.mjs';

const SOURCE = `
export { openApiDocument } from './server/openapi.ts';
export { ROUTES } from './server/routes.ts';
`;

export async function apiDocument() {
  const { openApiDocument, ROUTES } = await exportsOf(SOURCE);
  const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'));
  const document = openApiDocument(ROUTES, { publicUrl: 'http://127.0.0.1:7777' });
  return { ...document, info: { ...document.info, version } };
}

/** The document as a file. */
export async function apiDocumentText() {
  return `${JSON.stringify(await apiDocument(), null, 2)}\n`;
}
