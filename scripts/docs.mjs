// Writes the pages of docs/ that are made from the program itself. With --check it writes nothing, and fails when a page
// is not what would be written.
import { readFile, writeFile } from 'node:fs/promises';
import { apiPage } from './docs/api.mjs';
import { apiDocumentText } from './docs/api-document.mjs';
import { cliPage } from './docs/cli.mjs';
import { rulesPage } from './docs/rules.mjs';
import { serverPage } from './docs/server.mjs';
import { root } from './docs/source.mjs';

const PAGES = {
  'docs/rules.md': rulesPage,
  'docs/cli.md': cliPage,
  'docs/api.md': apiPage,
  'docs/openapi.json': apiDocumentText,
  'docs/server.md': serverPage,
};

for (const [name, make] of Object.entries(PAGES)) {
  const path = `${root}/${name}`;
  const text = await make();
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8').catch(() => '')) !== text) {
    console.error(`${name} is stale. Write it anew: npm run docs`);
    process.exitCode = 1;
  }
}
