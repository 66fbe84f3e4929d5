// The tables of docs/server.md, whose other text is written by hand.
import { readFile } from 'node:fs/promises';
import { code, table } from './markdown.mjs';
import { exportsOf, root } from './source.mjs';

const SOURCE = `
export { LIMITS } from './identity/limits.ts';
export { RIGHTS } from './identity/rights.ts';
export { ROLES, rightsOfEndUser, rightsOfRole } from './identity/roles.ts';
export { OPERATIONS } from './operations/operations.ts';
`;

export async function serverPage() {
  const source = await exportsOf(SOURCE);
  const page = await readFile(`${root}/docs/server.md`, 'utf8');
  return withTable(withTable(page, 'rights', rightsTable(source)), 'limits', limitsTable(source.LIMITS));
}

function withTable(page, name, text) {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, '<!-- end -->'];
  const from = page.indexOf(begin) + begin.length;
  return `${page.slice(0, from)}\n\n${text}\n\n${page.slice(page.indexOf(end, from))}`;
}

function rightsTable({ OPERATIONS, RIGHTS, ROLES, rightsOfEndUser, rightsOfRole }) {
  const holders = [...ROLES.map((role) => rightsOfRole(role)), rightsOfEndUser('session'), rightsOfEndUser('token')];
  const operationsOf = (right) =>
    OPERATIONS.filter((operation) => operation.right === right).map(({ name }) => code(name));
  return table(
    ['right', 'operations', ...ROLES, 'session of an end user', 'token for an end user'],
    RIGHTS.map((right) => [
      code(right),
      operationsOf(right).join(', '),
      ...holders.map((rights) => (rights.has(right) ? '●' : '')),
    ]),
  );
}

const MEANING = {
  'tool-calls': 'calls of tools, for each caller',
  writes: 'changes, for each caller',
  connects: 'consents that begin, for each person and each end user; never for a key, which speaks for thousands',
  tickets: 'tickets and tokens for end users, for each key',
  strangers: 'requests without a key or token, for each address',
};

function limitsTable(limits) {
  return table(
    ['in a minute', 'at most'],
    Object.entries(limits).map(([name, most]) => [MEANING[name], most]),
  );
}
