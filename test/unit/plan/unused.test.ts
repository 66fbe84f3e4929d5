import { expect, it } from 'vitest';
import type { Manifest } from '../../../src/manifest/types.ts';
import { emptyProject } from '../../../src/plan/state.ts';
import { installWarnings } from '../../../src/plan/warnings.ts';

const warnings = (manifest: object) =>
  installWarnings({ name: 'sales', ...manifest } as Manifest, [], emptyProject('default')).map(({ code }) => code);

it.each([
  ['an endpoint', { endpoint: 'https://app.example/api' }, ['endpoint-unused']],
  ['endpoints of environments alone', { endpoint_overrides: { dev: 'https://dev.example' } }, ['endpoint-unused']],
  [
    'a collection of the SDK',
    { tool_collections: [{ type: 'vertesia_sdk', url: 'https://a.example' }] },
    ['collection-skipped'],
  ],
  ['nothing of both', { tool_collections: [], endpoint_overrides: {} }, []],
])('a plan says what is stored and not used yet: %s', (_what, manifest, codes) => {
  expect(warnings(manifest)).toEqual(codes);
});
