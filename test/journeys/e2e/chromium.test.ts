import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedirects } from '../../../src/adapters/redirect-listener.ts';
import { PEOPLE } from '../../fakes/authorization-server.ts';
import { createProgram, finished, type Program } from '../../fakes/mcpctl.ts';
import { needs } from '../../fakes/needs.ts';
import { SECRETS, sharedProviderManifest, startWorld, type World } from '../../fakes/world.ts';

// A person with a real browser: signs in, gives or refuses consent, and looks at the page that tells them so.
// The screenshots are kept in test-results/.

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const needsChromium = needs('Chromium (apt-get install chromium, or CHROMIUM=PATH)', existsSync(CHROMIUM));
const RESULTS = resolve(import.meta.dirname, '../../../test-results');
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/** Runs in the page: what is wider than the window, and text whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3). */
const FAULTS = `(() => {
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window');
  const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).map((each) => each / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = luminance(getComputedStyle(document.querySelector('main')).backgroundColor);
  for (const each of document.querySelectorAll('h1, p, footer')) {
    const ink = luminance(getComputedStyle(each).color);
    const contrast = (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
    if (contrast < 4.5) faults.push(each.tagName + ' has a contrast of ' + contrast.toFixed(1));
    if (each.scrollWidth > each.clientWidth) faults.push(each.tagName + ' overflows');
  }
  return faults;
})()`;

describe('in real Chromium', needsChromium, () => {
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

  it.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 320, height: 568 } }],
  ] as const)('shows every other page, readable and whole (%s)', async (name, look) => {
    const { signal } = new AbortController();
    const misused = await createRedirects().listen({});
    const refused = expect(misused.receive('right', signal)).rejects.toMatchObject({
      code: 'authorization-response-invalid',
    });
    const start = misused.startUrl(misused.redirectUri);
    const context = await browser.newContext(look);
    const shown = await context.newPage();
    const capture = async (
      kind: string,
      status: number,
      title: RegExp,
      answer: Promise<{ status(): number } | null>,
    ) => {
      expect((await answer)?.status()).toBe(status);
      expect(await shown.title()).toMatch(title);
      expect(await shown.evaluate(FAULTS)).toEqual([]);
      await shown.screenshot({ path: join(RESULTS, `page-${kind}-${name}.png`), fullPage: true });
    };
    await capture('start-followed', 400, /^Nothing to do here/, shown.goto(start));
    await capture('start-again', 410, /^This page was used/, shown.goto(start));
    await refused;
    await misused.close();
    const listener = await createRedirects().listen({});
    const received = listener.receive('right', signal);
    await capture('wrong-state', 400, /^Nothing to do here/, shown.goto(`${listener.redirectUri}?state=wrong&code=x`));
    const waiting = shown.goto(`${listener.redirectUri}?state=right&code=x`);
    await received;
    const second = await context.newPage();
    expect((await second.goto(`${listener.redirectUri}?state=right&code=y`))?.status()).toBe(409);
    expect(await second.title()).toMatch(/^This page was used/);
    void listener.conclude('failed');
    await capture('failed', 200, /^That did not work/, waiting);
    const third = listener.receive('next', signal);
    const last = shown.goto(`${listener.redirectUri}?state=next&code=x`);
    await third;
    void listener.conclude('connected');
    await capture('connected', 200, /^Connected/, last);
    await listener.close();
    const hasty = await createRedirects({ verdictMilliseconds: 1 }).listen({});
    void hasty.receive('slow', signal);
    await capture('waiting', 200, /^Still checking/, shown.goto(`${hasty.redirectUri}?state=slow&code=x`));
    await hasty.close();
    await context.close();
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
