// Prints the types of the HTTP API for packages/client: npm run client:types. With --check it writes nothing, and fails when
// they are not what would be printed.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { apiDocument } from './docs/api-document.mjs';
import { root } from './docs/source.mjs';

const HEAD = '// The types of the HTTP API. Printed from its description: npm run client:types\n\n';

// It wants the TypeScript of that package, and not ours.
const require = createRequire(`${root}packages/client/package.json`);
const { default: openapiTS, astToString } = require('openapi-typescript');

const path = `${root}packages/client/src/api.ts`;
const text = HEAD + astToString(await openapiTS(await apiDocument(), { alphabetize: true }));
if (!process.argv.includes('--check')) {
  await writeFile(path, text);
} else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
  console.error('packages/client/src/api.ts is stale. Print it anew: npm run client:types');
  process.exitCode = 1;
}
