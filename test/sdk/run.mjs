// `npm run sdk`: published clients, unchanged, against `mcpctl serve`. One runs the code of a guide (guide.md; another with
// MCPCTL_GUIDE=FILE), which @mcpctl/client runs too, and each of its methods for servers, agents, actors and tickets. The other
// is an MCP client of an agent.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { WachtClient } from '@wacht/backend';
import { McpctlClient } from '../../packages/client/dist/index.js';
import { checkGuide } from './check-guide.mjs';
import { startCompany } from './company.mjs';
import { checkErrors } from './errors.mjs';
import { checkMcp } from './mcp.mjs';
import { checkMethods } from './methods.mjs';
import { createShapes } from './shapes.mjs';

const declarations = join(dirname(createRequire(import.meta.url).resolve('@wacht/backend')), 'index.d.ts');
const faultOf = createShapes(readFileSync(declarations, 'utf8'), ['auth_token', 'client_secret']);
const guide = readFileSync(process.env.MCPCTL_GUIDE ?? join(import.meta.dirname, 'guide.md'), 'utf8');

let [passed, failed] = [0, 0];

/** Runs a piece of work, which throws what is wrong. */
async function check(name, work) {
  try {
    await work();
    passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${error.statusCode ?? ''} ${error.message} ${JSON.stringify(error.details ?? {})}`);
  }
}

function isShaped(value, type) {
  const fault = faultOf(value, type);
  if (fault !== undefined) throw new Error(`${fault}: ${JSON.stringify(value)}`);
}

const company = await startCompany();
try {
  // A server counts the changes of each key, so each part has a key of its own.
  const toolsOfPart = async () => {
    const apiKey = await company.createKey('admin');
    return { check, isShaped, company, apiKey, client: new WachtClient({ apiKey, baseUrl: company.url }) };
  };
  await checkGuide(guide, WachtClient, await toolsOfPart());
  await checkGuide(guide, McpctlClient, await toolsOfPart());
  await checkMethods(await toolsOfPart());
  await checkErrors(await toolsOfPart());
  await checkMcp(await toolsOfPart());
} finally {
  await company.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
