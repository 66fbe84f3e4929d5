// The licences of the packages that we bundle. Most of them want a copy of their text beside the code.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text of all licences, package by package, from esbuild's account of its inputs. */
export async function licensesOf(metafile, root) {
  const used = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .filter(Boolean),
  );
  const texts = await Promise.all([...used].sort().map((folder) => describe(join(root, folder))));
  return `mcpctl contains these packages.\n\n${texts.join('\n')}`;
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), 'utf8') : '';
  return `${'-'.repeat(79)}\n${name} ${version} (${license})\n\n${text.trim()}\n`;
}
