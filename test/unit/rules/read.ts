/** Documents for tests of rules. */

import type { Settings } from '../../../src/rules/settings.ts';
import { lint, readJsonDocument } from '../../fakes/documents.ts';

/** What is wrong with a value, as if it had been read from a file. */
export function lintValue(value: unknown, settings?: Settings) {
  return lint(readJsonDocument(JSON.stringify(value)), settings);
}

/** Only the codes. */
export function codesOf(value: unknown, settings?: Settings): string[] {
  return lintValue(value, settings).map(({ code }) => code);
}

/** A manifest without faults, to be changed in one place. */
export const MANIFEST = {
  name: 'field-service',
  title: 'Field Service',
  description: 'Work orders and technicians for agents',
  publisher: 'Northwind Software',
  status: 'stable',
  visibility: 'private',
};

export const COLLECTION = {
  type: 'mcp',
  id: 'orders',
  url: 'https://mcp.northwind.example/orders',
  name: 'Work Orders',
  description: 'Create and close work orders',
  namespace: 'orders',
};

/** The manifest with one collection, changed as said; a field of `undefined` is left out. */
export function withCollection(changes: object): object {
  return { ...MANIFEST, tool_collections: [{ ...COLLECTION, ...changes }] };
}
