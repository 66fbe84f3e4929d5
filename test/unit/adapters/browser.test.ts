import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commandLines, createBrowser } from '../../../src/adapters/browser.ts';

const URL_OF_OURS = 'http://127.0.0.1:4000/start/abc_-123';

describe('the browser command', () => {
  it.each([
    ['firefox', [['firefox', URL_OF_OURS]]],
    ['firefox --new-tab', [['firefox', '--new-tab', URL_OF_OURS]]],
    ['firefox --app=%s -x', [['firefox', `--app=${URL_OF_OURS}`, '-x']]],
    ['"/opt/my browser/run" %s', [['/opt/my browser/run', URL_OF_OURS]]],
    [
      'firefox:chromium',
      [
        ['firefox', URL_OF_OURS],
        ['chromium', URL_OF_OURS],
      ],
    ],
    ['C:\\browser.exe', [['C:\\browser.exe', URL_OF_OURS]]],
    ['echo; rm -rf $HOME', [['echo;', 'rm', '-rf', '$HOME', URL_OF_OURS]]],
  ])('%s is an argument list', (command, expected) => {
    expect(commandLines(command, URL_OF_OURS)).toEqual(expected);
  });

  it('is given a private file on macOS, where other users see arguments and nobody tells who asks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mcpctl-open-'));
    const script = `#!/bin/sh\necho "$1" > "${folder}/argument"\n`;
    writeFileSync(join(folder, 'open'), script, { mode: 0o755 });
    const path = `${folder}${delimiter}${process.env.PATH}`;
    await createBrowser({ environment: { PATH: path }, platform: 'darwin' }).open(URL_OF_OURS);
    const argument = readFileSync(join(folder, 'argument'), 'utf8').trim();
    expect(argument).toMatch(/^file:/);
    const file = fileURLToPath(argument);
    expect(readFileSync(file, 'utf8')).toContain(`url=${URL_OF_OURS}`);
    expect([file, dirname(file)].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o700]);
    for (const each of [folder, dirname(file)]) rmSync(each, { recursive: true });
  });

  it('opens only our own start page', async () => {
    const browser = createBrowser({ command: 'true', environment: {}, platform: 'linux' });
    await expect(browser.open('https://evil.example/')).rejects.toThrow('Only the start page');
    await expect(browser.open('http://127.0.0.1:4000/start/a b')).rejects.toThrow('Only the start page');
  });

  it('gets none of our own variables, which may hold the master key', async () => {
    const secret = { MCPCTL_MASTER_KEY: 'k', MCPCTL_PASSPHRASE: 'p', mcpctl_database_url: 'd', MCPCTL_HOME: '/h' };
    const ok = 'process.exit(Object.keys(process.env).some(n=>/^mcpctl/i.test(n))||process.env.LANG!=="C"?3:0)';
    const browser = createBrowser({
      command: `${process.execPath} -e '${ok.replaceAll("'", '')}' --`,
      environment: { ...secret, LANG: 'C' },
      platform: 'linux',
    });
    await browser.open(URL_OF_OURS);
  });

  it('refuses when no program can be started or every one fails', async () => {
    const missing = createBrowser({ command: '/nowhere/browser', environment: {}, platform: 'linux' });
    await expect(missing.open(URL_OF_OURS)).rejects.toMatchObject({ code: 'browser-failed' });
    const failing = createBrowser({
      command: `${process.execPath} -e process.exit(3) --`,
      environment: {},
      platform: 'linux',
    });
    await expect(failing.open(URL_OF_OURS)).rejects.toMatchObject({
      code: 'browser-failed',
      why: expect.stringContaining('3'),
    });
  });

  it('tries the next one of several', async () => {
    const browser = createBrowser({
      command: '/nowhere/browser:true',
      environment: { PATH: process.env.PATH },
      platform: 'linux',
    });
    await expect(browser.open(URL_OF_OURS)).resolves.toBeUndefined();
  });
});
