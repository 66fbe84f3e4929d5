/** What a person, a repository and a server may hand to the program, well formed or not: for tests that nothing is a bug. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { CLIENTS } from '../../src/compile/clients.ts';

export interface Case {
  /** In order, below the folder that the command runs in. */
  readonly files: readonly CaseFile[];
  /** Each a command line. `URL` in a word is the address of the server. */
  readonly commands: readonly (readonly string[])[];
  /** What the server answers, one after the other; the last one again and again. */
  readonly answers: readonly Answer[];
}

export type CaseFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly link: string }
  | { readonly path: string; readonly folder: true }
  /** A pipe that nobody writes to. */
  | { readonly path: string; readonly pipe: true };

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const FORMAT_NAMES = ['pretty', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit'];
const FIXTURES = resolve(import.meta.dirname, '../../fixtures');
const fixtures = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .sort()
  .filter((name) => /\.(?:json|jsonc|yaml)$/.test(name) && statSync(join(FIXTURES, name)).size < 20_000)
  .map((name) => ({ name, text: readFileSync(join(FIXTURES, name), 'utf8') }));

/** A variable as clients write it. */
const inBraces = (name: string) => `\${${name}}`;

const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"',
    "'",
    '\n',
    '\r\n',
    '\t',
    ' ',
    '- ',
    '? ',
    '|',
    '>',
    '#',
    '//',
    '/*',
    '&a ',
    '*a',
  ],
  ...[
    'null',
    'true',
    '0',
    '-1',
    '1e999',
    '0x1F',
    '"\\ud800"',
    '\u0000',
    '\uFEFF',
    '\u202e',
    '😀',
    '\\',
    '%',
    '$',
    inBraces('X'),
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'tool_collections',
    'oauth_providers',
    'config',
    'mcp',
    '{{x}}',
    '---\n',
    '!!js ',
  ],
  ...['# mcpctl-ignore syntax: x', 'https://', 'http://[::1', 'ssh://', 'xn--', 'a'.repeat(300)],
];
const piece = fc.constantFrom(...PIECES);
const junk = fc.oneof(
  piece,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, 0, -1, 1e308, '', [], {}, [[]], { a: null }, '__proto__', 'https://a.example/mcp'),
  junk,
  fc.jsonValue({ maxDepth: 3 }),
);

/** A number between 0 and 1, which a change turns into a place. */
const place = fc.integer({ min: 0, max: 9999 }).map((part) => part / 10_000);

/** A text with pieces taken out, put in and doubled. */
function mangled(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.record({
    at: place,
    length: fc.integer({ min: 0, max: 30 }),
    put: fc.oneof(fc.constant(''), junk),
  });
  return fc.tuple(text, fc.array(change, { maxLength: 4 })).map(([whole, changes]) =>
    changes.reduce((each, { at, length, put }) => {
      const from = Math.floor(at * each.length);
      return each.slice(0, from) + put + each.slice(from + length);
    }, whole),
  );
}

/** JSON with a value in it replaced, added under a name, or removed. */
function altered(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const change = fc.record({
    at: place,
    value,
    how: fc.constantFrom('replace', 'add', 'remove'),
    name: fc.oneof(piece, junk),
  });
  return fc.tuple(text, fc.array(change, { minLength: 1, maxLength: 3 })).map(([whole, changes]) => {
    let root: unknown;
    try {
      root = { root: JSON.parse(whole) };
    } catch {
      return whole;
    }
    for (const each of changes) {
      const places = placesIn(root);
      const [owner, key] = places[Math.floor(each.at * places.length)] ?? [root as Record<string, unknown>, 'root'];
      if (each.how === 'replace') owner[key] = each.value;
      else if (each.how === 'remove') delete owner[key];
      else if (typeof owner[key] === 'object' && owner[key] !== null) {
        Object.defineProperty(owner[key], each.name, {
          value: each.value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
    return JSON.stringify((root as { root: unknown }).root) ?? 'null';
  });
}

function placesIn(node: unknown): [Record<string, unknown>, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const owner = node as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => [
    [owner, key] as [Record<string, unknown>, string],
    ...placesIn(owner[key]),
  ]);
}

const fixtureText = fc.constantFrom(...fixtures.map(({ text }) => text));
const jsonFixture = fc.constantFrom(...fixtures.filter(({ name }) => name.endsWith('.json')).map(({ text }) => text));
const document = fc.oneof(
  { weight: 3, arbitrary: mangled(fixtureText) },
  { weight: 3, arbitrary: altered(jsonFixture) },
  { weight: 1, arbitrary: fc.array(junk, { maxLength: 20 }).map((all) => all.join('')) },
  { weight: 1, arbitrary: value.map((each) => JSON.stringify(each) ?? '') },
  { weight: 1, arbitrary: fc.tuple(junk, fc.integer({ min: 1, max: 40 })).map(([text, count]) => text.repeat(count)) },
);
const name = fc.constantFrom(
  'm.json',
  'm.yaml',
  'm.jsonc',
  'mcpctl.json',
  'manifest.yml',
  'a/m.json',
  '.m.json',
  'm .json',
  '-m.json',
  'm',
);

const option = fc.constantFrom<readonly string[]>(
  ...[
    [],
    ['--json'],
    ['--quiet'],
    ['--verbose'],
    ['--fix'],
    ['--fix-dry-run', '--unsafe-fixes'],
    ['--fix', '--unsafe-fixes'],
  ],
  ...[['--no-config'], ['--no-ignore'], ['--profile', 'vertesia'], ['--rule', 'syntax=off'], ['--max-warnings', '0']],
  ...FORMAT_NAMES.map((format) => ['--format', format]),
);

/** Commands that read a manifest. */
const documents = fc
  .tuple(name, document, fc.array(option, { maxLength: 2 }), fc.integer({ min: 0, max: 9 }))
  .map(([path, text, options, kind]): Case => {
    const target =
      ['servers', 'plan', 'mcp.json', 'claude', 'vscode', 'cursor', 'codex', 'gemini', 'lock'][kind] ?? 'servers';
    const operand = path.startsWith('-') ? `./${path}` : path;
    const command =
      kind < 7
        ? ['validate', operand, ...options.flat()]
        : ['compile', operand, '--target', target, ...(kind === 8 ? ['--direct'] : [])];
    return { files: [{ path, text }], commands: [command], answers: [] };
  });

/** Commands that change the state, one after the other. */
const states = fc
  .tuple(
    document,
    document,
    fc.array(fc.oneof(piece, fc.constantFrom('x.client_id=a', 'a.b=env:HOME', '=')), { maxLength: 2 }),
  )
  .map(
    ([first, second, answers]): Case => ({
      files: [
        { path: 'm.json', text: first },
        { path: 'n.json', text: second },
      ],
      commands: [
        ['plan', 'm.json', '--out', 'plan.json'],
        ['install', 'm.json', '--yes', ...answers.flatMap((each) => ['--set', each])],
        ['server', 'create', '--file', 'n.json'],
        ['upgrade', 'field-service', 'n.json', '--yes'],
        ['status', '--json'],
      ],
      answers: [],
    }),
  );

const configurationNames = fc.constantFrom(
  '.mcpctlrc.json',
  '.mcpctlrc.yaml',
  '.mcpctlrc.yml',
  'package.json',
  '.gitignore',
  '.mcpctlrc.json/x',
);
const configuration = fc.oneof(
  document,
  altered(
    fc.constant(
      '{"profile":"core","rules":{"syntax":"off","namespace-unique":"error"},"mcpctl":{"profile":"vertesia","rules":{}}}',
    ),
  ),
);
const clientText = altered(
  fc
    .constantFrom(
      '{"mcpServers":{"a":{"url":"https://a.example/mcp","headers":{"Authorization":"Bearer x","X":"VARIABLE"}},"b":{"command":"npx","args":["mcp-remote","https://b.example","--header","A: b"],"env":{"A":"b"}}}}',
      '{"servers":{"a":{"type":"http","url":"https://a.example/VARIABLE"}},"mcp":{},"inputs":[]}',
      '[mcp_servers.a]\nurl = "https://a.example/mcp"\n[mcp_servers.a.http_headers]\nA = "b"\n',
    )
    .map((text) => text.replaceAll('VARIABLE', inBraces('Y:-z'))),
);
const client = fc.constantFrom(...Object.keys(CLIENTS));

/** Settings of ours, and configurations of clients. */
const configurations = fc.oneof(
  fc.tuple(configurationNames, configuration, fixtureText).map(
    ([path, text, manifest]): Case => ({
      files: [
        { path: 'm.yaml', text: manifest },
        { path, text },
      ],
      commands: [
        ['validate', 'm.yaml'],
        ['validate', '.', '--format', 'sarif'],
      ],
      answers: [],
    }),
  ),
  fc.tuple(client, fc.oneof(clientText, mangled(clientText)), fc.boolean()).map(
    ([each, text, imports]): Case => ({
      files: [{ path: 'client.json', text }],
      commands: [
        imports
          ? ['import', each, '--file', 'client.json', '--yes']
          : ['export', each, '--file', 'client.json', '--yes'],
      ],
      answers: [],
    }),
  ),
);

const target = fc.constantFrom(
  'm.json',
  'a',
  'a/m.json',
  '.',
  '..',
  '/',
  '/dev/null',
  '/proc/self/mem',
  'l',
  'n'.repeat(300),
  'm.json/x',
  '\u0001',
);
const path = fc.constantFrom(
  'm.json',
  'a',
  'a/m.json',
  'a/b.yaml',
  'l',
  'l.json',
  '.gitignore',
  'mcpctl.json',
  'a/.gitignore',
  'ev\u001b[31m.json',
);
const entry: fc.Arbitrary<CaseFile> = fc.oneof(
  fc.tuple(path, document).map(([each, text]) => ({ path: each, text })),
  fc.tuple(path, target).map(([each, link]) => ({ path: each, link })),
  path.map((each) => ({ path: each, folder: true as const })),
);
const operand = fc.oneof(
  path,
  target.filter((each) => each !== '/' && each !== '/proc/self/mem'),
  fc.constantFrom('**/*.json', '*', '[', '{a,', 'a/**', '!(x)', ''),
);

/** Folders, links and names of files. */
const folders = fc
  .tuple(fc.array(entry, { maxLength: 6 }), fc.array(operand, { maxLength: 3 }), option, fc.boolean())
  .map(
    ([files, operands, options, isPlan]): Case => ({
      files,
      commands: [
        isPlan
          ? ['plan', ...operands.slice(0, 1), '--out', 'l.json']
          : ['validate', ...options, ...operands.filter((each) => each !== '..')],
      ],
      answers: [],
    }),
  );

const WORDS = [
  ...[
    'validate',
    'plan',
    'install',
    'list',
    'show',
    'status',
    'tools',
    'call',
    'token',
    'explain',
    'schema',
    'compile',
    'init',
    'keys',
  ],
  ...[
    'server',
    'provider',
    'agent',
    'create',
    'update',
    'delete',
    'attach',
    'detach',
    'approve',
    'show',
    'list',
    'rotate',
    'export',
  ],
  ...['import', 'completion', 'bash', 'doctor', 'disconnect', 'uninstall', 'reinstall', 'upgrade', 'help'],
  ...[
    '--json',
    '--yes',
    '--no-input',
    '--project',
    '--user',
    '--help',
    '--version',
    '--set',
    '--',
    '--file',
    '--dry-run',
    '--url',
  ],
  ...[
    'a',
    'a=b',
    'a.b=c',
    'env:NONE',
    'file:/none',
    'op://x',
    'exec:false',
    '',
    '\u202e',
    'é',
    '=',
    'x'.repeat(2000),
    '-1',
    '{}',
    '[',
    '@x',
  ],
];
const words = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...WORDS) }, { weight: 1, arbitrary: junk }), {
  maxLength: 7,
});
const commandLines = words.map(
  (each): Case => ({
    files: [],
    commands: [each.filter((word) => !/^(?:gateway|lsp|connect|-)$/.test(word))],
    answers: [],
  }),
);

const RESULTS = [
  '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}}',
  '{"jsonrpc":"2.0","id":0,"result":{"tools":[{"name":"t","description":"d","inputSchema":{"type":"object","properties":{"a":{"type":"string"}}}}]}}',
  '{"jsonrpc":"2.0","id":2,"result":{"content":[{"type":"text","text":"x"},{"type":"image","mimeType":"image/png","data":"aa"}],"isError":false}}',
  '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no","data":{"a":1}}}',
  '{"resource":"URL/mcp","authorization_servers":["URL"],"scopes_supported":["a"]}',
  '{"issuer":"URL","authorization_endpoint":"URL/a","token_endpoint":"URL/t","registration_endpoint":"URL/r","code_challenge_methods_supported":["S256"]}',
  '{"client_id":"c","client_secret":"s","client_secret_expires_at":0}',
  '{"access_token":"x","token_type":"Bearer","expires_in":3600,"refresh_token":"y","scope":"a b"}',
  '{"error":"invalid_client","error_description":"no"}',
  'event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
];
const body = fc.oneof(
  fc.constantFrom(...RESULTS),
  altered(fc.constantFrom(...RESULTS)),
  mangled(fc.constantFrom(...RESULTS)),
  junk,
  fc.constant(''),
);
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'text/event-stream',
      'text/html',
      'x',
      'application/json; charset=\u00e9',
    ),
    'www-authenticate': fc.constantFrom(
      'Bearer',
      'Bearer resource_metadata="URL/x"',
      'Bearer realm="',
      'Basic',
      'Bearer scope="a b", error="insufficient_scope"',
      '"',
    ),
    'mcp-session-id': fc.constantFrom('s', ' ', 'x'.repeat(5000)),
    location: fc.constantFrom('/', 'URL/x', 'http://[', 'https://a.invalid/', 'javascript:1'),
    'retry-after': fc.constantFrom('0', '-1', 'x'),
    'content-encoding': fc.constantFrom('gzip', 'identity', 'x'),
    'set-cookie': fc.constant('a=b'),
  },
  { requiredKeys: [] },
);
const answer = fc.record({
  status: fc.constantFrom(
    200,
    200,
    200,
    200,
    201,
    202,
    204,
    301,
    302,
    307,
    400,
    401,
    401,
    403,
    404,
    405,
    406,
    429,
    500,
    503,
    599,
  ),
  headers: headers as fc.Arbitrary<Readonly<Record<string, string>>>,
  body,
});

/** What a server says, to the commands that ask it. */
const servers = fc.tuple(fc.array(answer, { minLength: 1, maxLength: 8 }), fc.integer({ min: 0, max: 3 })).map(
  ([answers, kind]): Case => ({
    files: [],
    answers,
    commands: [
      [['discover', 'URL/mcp', '--json']],
      [
        ['server', 'create', 's', '--url', 'URL/mcp', '--auth', 'none'],
        ['tools', 's'],
        ['call', 's', 't', 'a=b', '--out', 'out'],
        ['doctor', 's'],
      ],
      [['server', 'create', 's', '--url', 'URL/mcp'], ['connect', 's', '--no-input', '--timeout', '1'], ['status']],
      [
        ['server', 'create', 's', '--url', 'URL/mcp', '--auth', 'token', '--token', 'env:HOME'],
        ['tools', 's', '--json'],
      ],
    ][kind] as Case['commands'],
  }),
);

/** Most cases cost a millisecond; those that ask a server or write a database cost a hundred times that. */
export const cases: fc.Arbitrary<Case> = fc.oneof(
  { weight: 55, arbitrary: documents },
  { weight: 12, arbitrary: configurations },
  { weight: 15, arbitrary: folders },
  { weight: 12, arbitrary: commandLines },
  { weight: 3, arbitrary: states },
  { weight: 3, arbitrary: servers },
);

/** A command that reads standard input, and what it reads. */
export interface InputCase {
  readonly command: readonly string[];
  readonly input: string;
}

const MESSAGES = [
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"c","version":"1"}}}',
  '{"jsonrpc":"2.0","method":"notifications/initialized"}',
  '{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}',
  '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"t","arguments":{"a":1}}}',
];
const message = fc.oneof(
  fc.constantFrom(...MESSAGES),
  altered(fc.constantFrom(...MESSAGES)),
  mangled(fc.constantFrom(...MESSAGES)),
);
const lines = fc.array(message, { maxLength: 5 }).map((all) => all.map((each) => `${each}\n`).join(''));

export const inputCases: fc.Arbitrary<InputCase> = fc.oneof(
  fc.tuple(document, option).map(([input, options]) => ({
    command: ['validate', ...options.filter((each) => each !== '--fix'), '-'],
    input,
  })),
  fc
    .tuple(
      document,
      fc.constantFrom(['plan', '-'], ['compile', '-'], ['install', '--yes', '-'], ['server', 'create', '--file', '-']),
    )
    .map(([input, command]) => ({ command, input })),
  fc
    .tuple(value, fc.constantFrom(['call', 'a', 't', '-'], ['install', 'm.json', '--answers', '-']))
    .map(([input, command]) => ({
      command,
      input: JSON.stringify(input) ?? '',
    })),
  lines.map((input) => ({ command: ['gateway', '--stdio'], input })),
);

/** Makes the files of a case in an empty folder. A file that cannot be made is left out. */
export function makeFiles(folder: string, files: readonly CaseFile[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const each of files) {
    const whole = join(folder, each.path);
    try {
      mkdirSync(dirname(whole), { recursive: true });
      if ('text' in each) writeFileSync(whole, each.text, { flag: 'wx' });
      else if ('link' in each) symlinkSync(each.link, whole);
      else if ('pipe' in each) execFileSync('mkfifo', [whole]);
      else mkdirSync(whole);
    } catch {
      // An earlier file has its place.
    }
  }
}

export interface Scripted {
  readonly url: string;
  /** What the server answers from now on. */
  answer(answers: readonly Answer[]): void;
  close(): Promise<void>;
}

/** A server on this machine that answers what a case says, whatever it is asked. */
export async function startScripted(): Promise<Scripted> {
  let left: Answer[] = [];
  let url = '';
  const withUrl = (text: string) => text.replaceAll('URL', url);
  const server: Server = createServer((request, response) => {
    request.on('error', () => {}).resume();
    const {
      status,
      headers: given,
      body: text,
    } = (left.length > 1 ? left.shift() : left[0]) ?? { status: 404, headers: {}, body: '' };
    try {
      for (const [header, each] of Object.entries(given)) response.setHeader(header, withUrl(each));
      response.writeHead(status);
    } catch {
      response.statusCode = 500;
    }
    response.end(withUrl(text));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    answer(answers) {
      left = [...answers];
    },
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
