// Makes the examples of `mcpctl explain` from the fixtures of the rules: whole documents, one with the fault and one
// without.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = join(root, 'fixtures/rules');
const target = join(root, 'src/manifest/generated/examples.json');

/** Nobody reads more than this in a terminal. */
const LONGEST = 4000;

/** Writes `{ CODE: { bad, good } }`, each `{ name, text }`, unless the file holds that already. */
export async function generateExamples() {
  const codes = (await readdir(rules)).sort();
  const entries = await Promise.all(codes.map(async (code) => [code, await examplesOf(join(rules, code))]));
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
  await mkdir(join(target, '..'), { recursive: true });
  if ((await readFile(target, 'utf8').catch(() => '')) !== text) await writeFile(target, text);
}

async function examplesOf(folder) {
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.out')).sort();
  return { bad: await first(folder, names, 'invalid'), good: await first(folder, names, 'valid') };
}

async function first(folder, names, prefix) {
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const text = await readFile(join(folder, name), 'utf8');
    if (text.length <= LONGEST) return { name: name.replace(/^.*(?=\.\w+$)/, 'manifest'), text };
  }
  return undefined;
}
