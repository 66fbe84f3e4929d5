// The description of the HTTP API, as a server on its usual address answers it.
import { exportsOf } from './source.mjs';

const SOURCE = `
export { openApiDocument } from './server/openapi.ts';
export { ROUTES } from './server/routes.ts';
`;

export async function apiDocument() {
  const { openApiDocument, ROUTES } = await exportsOf(SOURCE);
  return openApiDocument(ROUTES, { publicUrl: 'http://127.0.0.1:7777' });
}
