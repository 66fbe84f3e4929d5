/** Comments for the linter that want too much: no command that uses the manifest heeds them, and nothing ends as a bug. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from '../../fakes/mcpctl.ts';

const program = createProgram();
afterAll(() => program.remove());

const LISTING =
  'title: Field Desk\ndescription: Work orders for agents\npublisher: Example Ltd.\nstatus: stable\nvisibility: private\n';
const SECRET = 'not-a-real-secret-4711';

const MANIFESTS: readonly (readonly [code: string, text: string])[] = [
  [
    'required-field',
    `name: field-desk\n${LISTING}tool_collections:\n  # mcpctl-ignore required-field: not finished yet\n  - type: mcp\n    id: a\n`,
  ],
  ['syntax', '# mcpctl-ignore syntax: a template\nname: {{ .Values.name }}\ntool_collections: []\n'],
  [
    'duplicate-key',
    'name: first-app\n# mcpctl-ignore duplicate-key: merged by a tool\nname: second-app\ntool_collections: []\n',
  ],
  [
    'secret-in-manifest',
    `name: field-desk\n${LISTING}tool_collections:\n  - type: mcp\n    id: crm\n    url: https://mcp.crm.example/v1\n    name: CRM\n    description: Contacts\n    namespace: crm\n    auth: oauth\n    oauth_config:\n      client_id: x\n      # mcpctl-ignore secret-in-manifest: a test client\n      client_secret: ${SECRET}\n`,
  ],
];

/** The text of every file below a folder. */
function textsIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isFile() ? [readFileSync(path, 'latin1')] : []))
    .join('\n');
}

describe.each(MANIFESTS)('%s is reported whatever a comment says', (code, text) => {
  const file = join(program.home, `${code}.yaml`);
  writeFileSync(file, text);

  it.each([
    ['validate', file],
    ['plan', file],
    ['install', file, '--yes'],
    ['compile', file],
    ['compile', file, '--target', 'lock'],
  ])('by %s', async (...args) => {
    const { code: exit, out, err } = await program.run(args);
    expect(exit).toBe(1);
    expect(out + err).toContain(`error[${code}]`);
    expect(out + err).not.toContain(SECRET);
  });
});

it('and nothing of it is stored', async () => {
  expect((await program.run(['list', '--json'])).out).not.toMatch(/field-desk|second-app/);
  expect(textsIn(join(program.home, 'state'))).not.toContain(SECRET);
});
