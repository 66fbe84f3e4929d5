// npm run new:rule CODE: writes everything that a rule needs, with a check that works, to be changed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = (name) => join(root, name);
const [code] = process.argv.slice(2);

if (!/^[a-z]+(?:-[a-z]+)+$/.test(code ?? '')) {
  stop('A code is kebab-case, such as scope-duplicate: npm run new:rule CODE');
}
const rule = code.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
const rulePath = `src/rules/${code}.ts`;
const fixtures = `fixtures/rules/${code}`;
for (const name of [rulePath, fixtures]) if (existsSync(path(name))) stop(`${name} exists already.`);

const invalid = manifest('TODO');
const line = invalid.split('\n').findIndex((each) => each.includes('TODO'));
const column = invalid.split('\n')[line].indexOf('TODO') + 1;

write(
  rulePath,
  `import type { Rule } from './rule.ts';

export const ${rule}: Rule = {
  code: '${code}',
  severity: 'warning',
  each: 'collection',
  check({ node, path }, report) {
    if (node.description !== 'TODO') return;
    report({
      place: { path: [...path, 'description'] },
      message: 'The description is not written yet.',
      hint: 'Say what the tools of the collection do.',
    });
  },
};
`,
);
mkdirSync(path(fixtures), { recursive: true });
write(`${fixtures}/valid.yaml`, manifest('Create and close work orders'));
write(`${fixtures}/invalid.yaml`, invalid);
write(
  `${fixtures}/invalid.yaml.out`,
  `invalid.yaml:${line + 1}:${column}-${column + 4}: warning[${code}] The description is not written yet.
  Say what the tools of the collection do.
`,
);
change('src/rules/rules.ts', (text) => withImport(text).replace(/^\];$/m, `  ${rule},\n];`));
change('src/rules/metadata.ts', (text) =>
  text.replace(/^ {2}'suppression-unused': \{$/m, (next) => `  '${code}': { description: 'TODO.' },\n${next}`),
);
console.log(`
Next:
  1. ${rulePath}: write the check. \`each\` says which parts it is called for (Parts in src/rules/rule-context.ts).
  2. src/rules/metadata.ts: write a sentence that is true of every document without this fault, and why.
  3. src/rules/rules.ts: move the line to its place. Its order is that of docs/rules.md and of src/rules/metadata.ts.
  4. ${fixtures}/: change both documents, and add more. Then write the golden files anew, and read them as
     an author of a manifest would: npx vitest run test/unit/rules -u
  5. npm run docs, and a line in CHANGELOG.md.`);

/** A manifest whose one collection has this description. */
function manifest(description) {
  return `name: field-service
title: Field Service
description: Work orders and technicians for agents
publisher: Northwind Software
status: stable
visibility: private
tool_collections:
  - type: mcp
    id: work_orders
    url: https://mcp.northwind.example/orders
    name: Work Orders
    description: ${description}
    namespace: orders
`;
}

/** The text of src/rules/rules.ts with an import in its alphabetical place. */
function withImport(text) {
  const lines = text.split('\n');
  const nameOf = (each) => /^import .* from '\.\/(.*)\.ts';$/.exec(each)?.[1];
  const next = lines.findIndex((each) => (nameOf(each) ?? '') > code);
  const last = lines.findLastIndex((each) => nameOf(each) !== undefined);
  lines.splice(next === -1 ? last + 1 : next, 0, `import { ${rule} } from './${code}.ts';`);
  return lines.join('\n');
}

function write(name, text) {
  writeFileSync(path(name), text);
  console.log(`Wrote ${name}`);
}

function change(name, edit) {
  const before = readFileSync(path(name), 'utf8');
  const after = edit(before);
  if (after === before) stop(`${name} is not as scripts/new-rule.mjs expects it.`);
  writeFileSync(path(name), after);
  console.log(`Added ${code} to ${name}`);
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
