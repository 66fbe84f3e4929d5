// npm run bench:validate: what `validate` costs, as ratios to a bare Node process and beside other linters, in one run.
// Peers are measured when they are there (npm install --prefix bench), and when they call the clean documents clean.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

const root = fileURLToPath(new URL('..', import.meta.url));
const mcpctl = [process.execPath, join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin.mcpctl)];
const schema = join(root, 'schemas/app-manifest.schema.json');
const folder = mkdtempSync(join(tmpdir(), 'mcpctl-bench-'));
// On Node 20 this variable alone more than doubles the start of a process.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

try {
  startUp();
  manyFiles(1_000, 5);
  manyFiles(10_000, 5);
  sizes();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function startUp() {
  const text = manifest(2);
  const yamlText = stringify(JSON.parse(text), { aliasDuplicateObjects: false });
  const json = fixture('clean.json', text);
  const faulty = fixture('faulty.json', text.replace('"namespace"', '"namespce"'));
  const yaml = fixture('clean.yaml', yamlText);
  const faultyYaml = fixture('faulty.yaml', yamlText.replace('namespace', 'namespce'));
  const bare = { 'bare node': [process.execPath, '-e', '0'] };
  const clean = { 'validate JSON': [...mcpctl, 'validate', json] };
  const own = {
    ...bare,
    '--version': [...mcpctl, '--version'],
    '--help': [...mcpctl, '--help'],
    completion: [...mcpctl, 'completion', 'bash'],
    ...clean,
    'validate JSON, a problem': [...mcpctl, 'validate', faulty],
    'validate YAML': [...mcpctl, 'validate', yaml],
    'validate YAML, a problem': [...mcpctl, 'validate', faultyYaml],
  };
  // A hundredth of a start is a third of a millisecond: it takes many rounds to see one.
  const medians = measure(own, 201);
  table(`one file of ${text.length} bytes`, medians, medians['bare node']);
  const beside = measure({ ...bare, ...clean, ...peers(json), ...bundlePeer() }, 21);
  table('the same file, beside peers', beside, beside['bare node']);
}

/** Beside what reading and parsing the same files costs in one Node process. */
function manyFiles(count, rounds) {
  const files = join(folder, `files-${count}`);
  mkdirSync(files);
  const text = manifest(4);
  for (let index = 0; index < count; index++) writeFileSync(join(files, `${index}.json`), text);
  const readAndParse = `const fs = require('node:fs'); for (const name of fs.readdirSync('.')) JSON.parse(fs.readFileSync(name, 'utf8'))`;
  const commands = {
    'read and JSON.parse': [process.execPath, '-e', readAndParse],
    'validate .': [...mcpctl, 'validate', '.'],
    ...peers('*.json', true),
  };
  const medians = measure(commands, rounds, files);
  table(`${count} files of ${text.length} bytes`, medians, medians['read and JSON.parse']);
}

function sizes() {
  const bytesOfOneCopy = manifest(11).length - manifest(10).length + 4;
  const commands = {};
  for (const [name, bytes] of Object.entries({ '10 KB': 1e4, '100 KB': 1e5, '1 MB': 1e6 })) {
    const file = fixture(`${bytes}.json`, manifest(Math.floor(bytes / bytesOfOneCopy)));
    commands[name] = [...mcpctl, 'validate', file];
  }
  const medians = measure({ 'bare node': [process.execPath, '-e', '0'], ...commands }, 9);
  table('by size', medians, medians['bare node']);
  const growth = (medians['1 MB'] - medians['bare node']) / (medians['100 KB'] - medians['bare node']);
  console.log(`  ten times the size takes ${growth.toFixed(1)} times as long`);
}

function peers(target, many = false) {
  const bin = (name) => join(root, 'bench/node_modules/.bin', name);
  const all = {
    'ajv-cli': [bin('ajv'), 'validate', '--spec=draft2020', '--strict=false', '-s', schema, '-d', target],
    '@sourcemeta/jsonschema': [bin('jsonschema'), 'validate', '--fast', schema, many ? '.' : target],
    Biome: [join(root, 'node_modules/.bin/biome'), 'lint', many ? '.' : target],
  };
  return Object.fromEntries(Object.entries(all).filter(([, [program]]) => existsSync(program)));
}

/** mcpb knows manifests of its own kind only. */
function bundlePeer() {
  const program = join(root, 'bench/node_modules/.bin/mcpb');
  if (!existsSync(program)) return {};
  const mcp_config = { command: 'node', args: ['server/index.js'] };
  const server = { type: 'node', entry_point: 'server/index.js', mcp_config };
  const bundle = {
    manifest_version: '0.2',
    name: 'sales',
    version: '1.0.0',
    description: 'Sales',
    author: { name: 'Acme' },
  };
  return {
    'mcpb, its own manifest': [program, 'validate', fixture('manifest.json', JSON.stringify({ ...bundle, server }))],
  };
}

/**
 * Medians in milliseconds. The commands take turns, so that a busy moment of the machine falls on all of them, and each
 * round begins with another one, so that none always comes after the same.
 */
function measure(commands, rounds, cwd = folder) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  const all = Object.entries(commands);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const [name, [program, ...args]] = all[(round + turn) % all.length];
      const start = process.hrtime.bigint();
      const { error, status } = spawnSync(program, args, { cwd, env, stdio: 'ignore' });
      if (error) throw error;
      const expected = name.endsWith('a problem') ? 1 : 0;
      if (status !== expected) throw new Error(`${name} ended with ${status}: ${[program, ...args].join(' ')}`);
      times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, median(each)]));
}

function median(numbers) {
  return numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

function table(title, medians, base) {
  console.log(`\n${title}`);
  for (const [name, milliseconds] of Object.entries(medians)) {
    const ratio = (milliseconds / base).toFixed(2);
    console.log(`  ${name.padEnd(28)} ${milliseconds.toFixed(1).padStart(9)} ms ${ratio.padStart(7)}`);
  }
}

function fixture(name, text) {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

/** A manifest without problems, with so many copies of the collections of a real one. */
function manifest(copies) {
  const sales = JSON.parse(readFileSync(join(root, 'fixtures/manifests/sales.json'), 'utf8'));
  const collections = Array.from({ length: copies }, (_, index) =>
    sales.tool_collections.map((each) => ({
      ...each,
      id: `${each.id}_${index}`,
      name: `${each.name} ${index}`,
      namespace: `${each.namespace.slice(0, 3)}${index}x`,
    })),
  );
  return JSON.stringify({ ...sales, tool_collections: collections.flat() }, null, 2);
}
