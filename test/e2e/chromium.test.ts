import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE } from '../fakes/authorization-server.ts';
import { createProgram, finished, type Program } from '../fakes/mcpctl.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../fakes/world.ts';

// A person with a real browser: signs in, gives or refuses consent, and looks at the page that tells them so.
// The screenshots are kept in test-results/.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const RESULTS = resolve(import.meta.dirname, '../../test-results');
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

// Elsewhere a skipped test is seen in the report; in CI a missing browser is a failure.
describe.skipIf(!existsSync(CHROMIUM) && process.env.MCPCTL_CI !== 'yes')('in real Chromium', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(RESULTS, { recursive: true });
    [world, browser] = await Promise.all([
      startWorld(),
      chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS }),
    ]);
    program = createProgram({ CRM_SECRET: SECRETS.clientSecret });
    writeFileSync(join(program.home, 'manifest.json'), JSON.stringify(sharedProviderManifest(world)));
    const installed = await program.run(['install', '--set', 'acme.client_secret=env:CRM_SECRET', '--yes']);
    expect(installed).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await browser.close();
    await world.close();
    program.remove();
  });

  /** Starts `connect`, and opens what it prints in a window of this look. */
  async function visit(look: { colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } }) {
    const connect = program.start(['connect', 'crm', '--no-browser']);
    const start = await new Promise<string>((found, fail) => {
      let said = '';
      connect.stderr?.on('data', (text) => {
        said += text;
        const [, address] = said.match(/^ +(http:\S+)\n/m) ?? [];
        if (address) found(address);
      });
      connect.on('close', () => fail(new Error(`connect ended: ${said}`)));
    });
    const ended = finished(connect);
    const context = await browser.newContext(look);
    const page = await context.newPage();
    await page.goto(start);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(PEOPLE.ada ?? '');
    await page.getByRole('button', { name: 'Sign in' }).click();
    return { page, ended };
  }

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 360, height: 640 } }],
  ] as const)('connects, and shows the page of success (%s)', async (name, look) => {
    const { page, ended } = await visit(look);
    await expect.poll(() => page.textContent('main')).toContain('contacts.read');
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL('**/callback**');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await page.title()).toMatch(/connected/i);
    // Nothing of the query is repeated, and nothing is wider than the window.
    expect(await page.content()).not.toContain(new URL(page.url()).searchParams.get('code'));
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.screenshot({ path: join(RESULTS, `callback-${name}.png`), fullPage: true });
    await page.context().close();
  });

  it('shows the page of failure when the person refuses', async () => {
    const { page, ended } = await visit({});
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL('**/callback**');
    expect(await ended).toMatchObject({ code: 3, err: expect.stringContaining('error[authorization-denied]') });
    expect(await page.title()).not.toMatch(/^connected/i);
    await page.screenshot({ path: join(RESULTS, 'callback-refused.png'), fullPage: true });
    await page.context().close();
  });
});
