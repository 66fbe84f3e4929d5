import type { ChildProcess } from 'node:child_process';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AGREEING } from '../../fakes/browser.ts';
import { createProgram, finished, type Program } from '../../fakes/mcpctl.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

// A person whose browser is on another machine.

let world: World;
let program: Program;
beforeAll(async () => {
  world = await startWorld();
  program = createProgram();
});
afterAll(async () => {
  await world.close();
  program.remove();
});

/** Resolves with the first match in what a process says on standard error. */
function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let text = '';
  return new Promise((found, fail) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      const match = pattern.exec(text);
      if (match) found(match);
    });
    child.on('close', (code) => fail(new Error(`It ended with ${code}:\n${text}`)));
  });
}

const ended = (child: ChildProcess) => new Promise((done) => child.on('close', done));

it('says that there is no browser here, shows the address, and takes whatever comes back to the listener', async () => {
  const child = program.start(['connect', world.crm.url, '--name', 'crm'], { env: { SSH_CONNECTION: 'a 1 b 2' } });
  const code = ended(child);
  const [, url = ''] = await said(child, /remote shell.*--paste.*--device.*\n {2}(http\S+)\n/s);
  // The person forwarded the port, so that the redirect arrives.
  const [node = '', script = ''] = AGREEING.split(' ');
  const { stdout } = await promisify(execFile)(node, [script, url]);
  expect(stdout).toContain('Connected');
  expect(await code).toBe(0);
});

it('takes the address that the browser ended on', async () => {
  const child = program.start(['connect', 'crm', '--paste']);
  const code = ended(child);
  const [, url = ''] = await said(child, /\n {2}(http\S+)\n/);
  const redirect = await lastRedirect(url);
  expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback\?/);
  child.stdin?.end(`${redirect}\n`);
  expect(await code).toBe(0);
});

it('refuses an address from an earlier try', async () => {
  const run = await program.run(['connect', 'crm', '--paste'], {
    input: 'http://127.0.0.1:1/callback?state=old&code=x',
  });
  expect(run.code).toBe(3);
  expect(run.err).toContain('authorization-response-invalid');
});

it('waits for a code that is confirmed on another device', async () => {
  const child = program.start(['connect', 'crm', '--device']);
  const code = ended(child);
  const [, url = ''] = await said(child, /Open (http\S+) on any device and confirm the code \S+\./);
  const [node = '', script = ''] = AGREEING.split(' ');
  const { stdout } = await promisify(execFile)(node, [script, url]);
  expect(stdout).toContain('Your device is signed in');
  expect(await code).toBe(0);
});

it('asks for the resources of all servers with one code', async () => {
  const manifest = sharedProviderManifest(world);
  writeFileSync(join(program.home, 'mcpctl.json'), JSON.stringify(manifest));
  const env = { ACME_SECRET: SECRETS.clientSecret };
  const installed = await program.run(['install', '--yes', '--set', 'acme.client_secret=env:ACME_SECRET'], { env });
  expect(installed.code, installed.err).toBe(0);
  const child = program.start(['connect', 'acme-desk-acme', '--device', '--json']);
  const run = finished(child);
  const [, url = ''] = await said(child, /Open (http\S+) on any device/);
  const [node = '', script = ''] = AGREEING.split(' ');
  await promisify(execFile)(node, [script, url]);
  const { code, err, json } = await run;
  expect(code, err).toBe(0);
  expect(json().connected[0].servers).toMatchObject([{ name: 'acme-desk/crm' }, { name: 'acme-desk/calendar' }]);
  for (const [target, { url: resource }] of [
    ['acme-desk/crm', world.crm] as const,
    ['calendar', world.calendar] as const,
  ]) {
    expect((await program.run(['token', target, '--json'])).json().resource).toBe(resource);
  }
});

/** What the person would copy: the address of the last page, which their browser could not open. */
async function lastRedirect(url: string): Promise<string> {
  const [node = '', script = ''] = AGREEING.split(' ');
  const { stdout } = await promisify(execFile)(node, [script, '--stop-at', '/callback', url]);
  return stdout.trim();
}
