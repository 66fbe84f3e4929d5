// The client that the official suite runs: node client.mjs SERVER_URL. Every step is a process of its own, as it
// is for a person: connect, list the tools, call each of them. Ends with the first exit code that is not 0.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const url = process.argv.at(-1);
const given = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const home = mkdtempSync(join(tmpdir(), 'mcpctl-conformance-'));
// The program runs on the Node that the project supports first, whatever the suite itself needs.
const node = process.env.MCPCTL_CONFORMANCE_NODE ?? process.execPath;
const executable = resolve(import.meta.dirname, '../../bin/mcpctl.js');

const environment = {
  PATH: process.env.PATH,
  HOME: home,
  MCPCTL_HOME: join(home, 'state'),
  MCPCTL_MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
  BROWSER: `${node} ${resolve(import.meta.dirname, 'browser.mjs')}`,
  CLIENT_SECRET: given.client_secret ?? '',
  ASSERTION: given.valid_jwt ?? given.idp_id_token ?? '',
  PRIVATE_KEY: given.private_key_pem ?? '',
  // Read by the program only when the authorization server supports such documents.
  MCPCTL_CLIENT_METADATA_URL: 'https://conformance-test.local/client-metadata.json',
};

function mcpctl(...args) {
  console.log(`$ mcpctl ${args.join(' ')}`);
  const { status, stdout, stderr } = spawnSync(node, [executable, ...args], { env: environment, encoding: 'utf8' });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return { status: status ?? 1, stdout };
}

/** What a test server's tool takes: the smallest value of each type that its schema names. */
function sample({ properties = {} } = {}) {
  const values = { number: 2, integer: 2, boolean: true, array: [], object: {}, string: 'x' };
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, schema.default ?? values[schema.type] ?? 'x']),
  );
}

/** What to call: as the scenario says, else every tool once. */
function calls(tools) {
  // This server has tools to read, and none that answers.
  if (process.env.MCP_CONFORMANCE_SCENARIO === 'json-schema-ref-no-deref') return [];
  if (given.toolCalls) {
    return given.toolCalls.map((call) => ({ ...call, name: tools.find(({ tool }) => tool === call.name)?.name }));
  }
  return tools.map(({ name, input_schema: schema }) => ({
    name,
    // One scenario wants the schema of its first tool back, to see that nothing of it was lost.
    arguments: schema?.properties?.schema ? { schema: tools[0].input_schema } : sample(schema),
  }));
}

function clientOptions() {
  const options = given.client_id ? ['--client-id', given.client_id] : [];
  if (given.client_secret) options.push('--client-secret', 'env:CLIENT_SECRET');
  if (given.private_key_pem) options.push('--client-secret', 'env:PRIVATE_KEY');
  const assertion = given.valid_jwt ?? given.idp_id_token;
  if (assertion) options.push('--assertion', 'env:ASSERTION');
  if (given.idp_token_endpoint) {
    options.push('--idp-token-endpoint', given.idp_token_endpoint, '--idp-client-id', given.idp_client_id);
  }
  return options;
}

function run() {
  const connected = mcpctl('connect', url, '--name', 'server', ...clientOptions());
  if (connected.status !== 0) return connected.status;
  const listed = mcpctl('tools', 'server', '--json');
  if (listed.status !== 0) return listed.status;
  for (const { name, arguments: values } of calls(JSON.parse(listed.stdout).tools)) {
    const call = () => mcpctl('call', name, JSON.stringify(values));
    let called = call();
    // A call may find that its token lacks a scope; the person consents once more and calls again.
    for (let attempt = 0; called.status === 4 && attempt < 3; attempt += 1) {
      const again = mcpctl('connect', 'server');
      if (again.status !== 0) return again.status;
      called = call();
    }
    if (called.status !== 0) return called.status;
  }
  return 0;
}

try {
  process.exitCode = run();
} finally {
  rmSync(home, { recursive: true, force: true });
}
