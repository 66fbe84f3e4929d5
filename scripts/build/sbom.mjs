// The packages that a user gets, as CycloneDX 1.5: those in the bundle, and those that npm installs beside it. It has no time
// and no serial number, so that the same source gives the same file.
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** @param metafile esbuild's account of its inputs. */
export async function sbomOf(metafile, root) {
  const { name, version, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const bundled = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .filter(Boolean)
      .map((folder) => relative(root, join(root, folder)).replaceAll('\\', '/')),
  );
  const components = Object.entries(packages)
    .filter(([path, each]) => bundled.has(path) || (isInstalledFor(each) && path.startsWith('node_modules/')))
    .map(([path, each]) => component(path, each, bundled.has(path)))
    .sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1));
  const missing = [...bundled].filter((path) => !packages[path]);
  if (missing.length > 0) throw new Error(`package-lock.json does not have ${missing.join(', ')}`);
  const ref = purl(name, version);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': ref, name, version, purl: ref, licenses: [licence(license)] },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((each) => each['bom-ref']) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Whether npm installs the package with ours. A link is a workspace, which is published by itself. */
function isInstalledFor({ dev, devOptional, link }) {
  return !(dev || devOptional || link);
}

function component(path, { version, license, integrity, resolved }, isBundled) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const reference = purl(name, version);
  const [algorithm, digest] = integrity?.split('-') ?? [];
  return {
    type: 'library',
    'bom-ref': reference,
    name,
    version,
    scope: 'required',
    purl: reference,
    ...(license && { licenses: [licence(license)] }),
    ...(algorithm === 'sha512' && {
      hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }],
    }),
    ...(resolved && { externalReferences: [{ type: 'distribution', url: resolved }] }),
    properties: [{ name: 'mcpctl:bundled', value: String(isBundled) }],
  };
}

/** @see https://github.com/package-url/purl-spec */
function purl(name, version) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licence(text) {
  return /^[\w.+-]+$/.test(text) ? { license: { id: text } } : { expression: text };
}
