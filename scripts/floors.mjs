// Which room of src/ may import from which. This table is the only place that says so: `npm run floors` writes what the
// linter enforces (biome.floors.json), and test/project/floors.test.ts plants a wrong import for each row.
import { readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Every room may import these: they import nothing but each other. */
const GROUND = [
  'can-parse-url.ts',
  'counted.ts',
  'diagnostic.ts',
  'format-version.ts',
  'json-object.ts',
  'lazy.ts',
  'loopback.ts',
  'next-step.ts',
  'page-style.ts',
  'principal.ts',
  'printable.ts',
  'refusal.ts',
  'secret.ts',
  'sha256.ts',
  'styles.ts',
  'time.ts',
  'version.ts',
];

const DATA = ['manifest', 'ports', 'records.ts', 'records-of-callers.ts'];
const PROTOCOLS = ['oauth', 'mcp', 'plan', 'compile', 'rules'];
const SERVICES = ['lint', 'providers', 'targets.ts', 'tokens', 'tools'];
const USE_CASES = [
  ...[
    'access',
    'agents',
    'call',
    'clients',
    'connect',
    'doctor',
    'end-users',
    'install',
    'keys',
    'manifests',
    'servers',
  ],
];

/** Room: what it may import from, apart from itself and the ground. A file in src/ is a room of its own. */
export const FLOORS = {
  ...Object.fromEntries(GROUND.map((file) => [file, []])),
  manifest: [],
  'records.ts': ['manifest'],
  'records-of-callers.ts': ['records.ts'],
  ports: ['manifest', 'records.ts', 'records-of-callers.ts'],

  rules: ['manifest'],
  plan: DATA,
  compile: ['manifest', 'records.ts'],
  oauth: DATA,
  mcp: DATA,

  'targets.ts': [...DATA, 'oauth'],
  lint: [...DATA, 'rules'],
  tokens: [...DATA, 'oauth', 'plan', 'targets.ts'],
  providers: [...DATA, 'oauth', 'plan', 'targets.ts', 'tokens'],
  tools: [...DATA, 'mcp', 'targets.ts', 'tokens'],
  'client-files': [...DATA, 'compile'],
  reports: ['lint', 'manifest', 'rules'],

  // A use case does not know the others, but for these arrows.
  ...Object.fromEntries(USE_CASES.map((name) => [`usecases/${name}`, [...DATA, ...PROTOCOLS, ...SERVICES]])),
  'usecases/clients': [
    ...DATA,
    ...PROTOCOLS,
    ...SERVICES,
    'client-files',
    'usecases/agents',
    'usecases/install',
    'usecases/servers',
  ],
  'usecases/connect': [...DATA, ...PROTOCOLS, ...SERVICES, 'identity'],
  'usecases/install': [...DATA, ...PROTOCOLS, ...SERVICES, 'usecases/connect'],
  'usecases/servers': [...DATA, ...PROTOCOLS, ...SERVICES, 'usecases/connect'],
  'usecases/access': [...DATA, 'identity', 'plan', 'providers', 'tokens', 'targets.ts', 'usecases/connect'],
  'usecases/end-users': [
    ...[...DATA, 'identity', 'plan', 'tokens', 'tools', 'targets.ts'],
    ...['usecases/access', 'usecases/agents', 'usecases/connect'],
  ],
  'usecases/manifests': [...DATA, ...PROTOCOLS, ...SERVICES, '../schemas'],

  identity: ['records-of-callers.ts'],
  documents: [...DATA, ...PROTOCOLS, ...SERVICES, 'usecases'],
  operations: [...DATA, ...SERVICES, 'documents', 'identity', 'plan', 'usecases'],

  gateway: [...DATA, ...PROTOCOLS, ...SERVICES, 'identity', 'usecases'],
  server: [
    ...DATA,
    ...PROTOCOLS,
    ...SERVICES,
    'documents',
    'gateway',
    'identity',
    'operations',
    'usecases',
    '../schemas',
  ],
  completion: [...DATA, ...SERVICES],
  'language-server': [...DATA, 'lint', 'rules', '../schemas'],
  cli: [
    ...DATA,
    ...PROTOCOLS,
    ...SERVICES,
    'client-files',
    'completion',
    'documents',
    'identity',
    'language-server',
    'operations',
    'reports',
    'usecases',
  ],

  adapters: DATA,
  fast: [...DATA, 'adapters', 'cli', 'completion', 'documents', 'lint', 'reports', 'targets.ts', 'tokens'],
};

/** The ports of a terminal. */
const PERSON = 'ports/person.ts';

/** The rooms that may know the person at the terminal. Everything else returns what it needs (src/plan/needs.ts). */
export const TERMINAL_ROOMS = ['adapters', 'cli', 'completion', 'fast', 'ports'];

/** Why an import is refused, for the message of the linter. */
const message = (room) =>
  FLOORS[room].length === 0
    ? `${room} imports nothing but the ground floor (scripts/floors.mjs).`
    : `${room} imports only from ${FLOORS[room].join(', ')} and the ground floor (scripts/floors.mjs).`;

/** Folders below a room. A relative import says by its dots how deep its file lies, so each depth needs its own patterns. */
const DEEPEST = 3;

function overridesOf(room) {
  const isFile = room.endsWith('.ts');
  const depths = isFile ? [0] : Array.from({ length: DEEPEST }, (_, index) => index);
  return depths.map((depth) => {
    const folder = isFile ? '.' : `${room}${'/folder'.repeat(depth)}`;
    const pathTo = (other) => {
      const path = posix.relative(folder, other);
      return path.startsWith('.') ? path : `./${path}`;
    };
    const outside = isFile ? './**' : `${'../'.repeat(depth + 1)}**`;
    const allowed = [...FLOORS[room], ...GROUND].map(
      (other) => `!${pathTo(other)}${other.endsWith('.ts') ? '' : '/**'}`,
    );
    const patterns = [{ group: [outside, ...allowed], message: message(room) }];
    if (!TERMINAL_ROOMS.includes(room)) {
      patterns.push({ group: [pathTo(PERSON)], message: `${room} asks nobody: it returns what it needs.` });
    }
    return {
      includes: [isFile ? `src/${room}` : `src/${room}${'/*'.repeat(depth)}/*.ts`],
      linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
    };
  });
}

/** The configuration that biome.json extends. */
export function floorsConfiguration() {
  return { root: false, overrides: Object.keys(FLOORS).flatMap(overridesOf) };
}

const path = fileURLToPath(new URL('../biome.floors.json', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { overrides, ...rest } = floorsConfiguration();
  const lines = overrides.map((override) => JSON.stringify(override)).join(',\n');
  const text = `${JSON.stringify(rest).slice(0, -1)},"overrides":[\n${lines}\n]}\n`;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error('biome.floors.json is stale. Write it anew: npm run floors');
    process.exitCode = 1;
  }
}
