/** Real keyrings, where the machine has gnome-keyring: none of these situations may end in another key store. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProgram, EXECUTABLE, finished, type Program, type Run } from '../../fakes/mcpctl.ts';
import { needs, needsPrograms } from '../../fakes/needs.ts';

const needsKeyring = needsPrograms({ 'dbus-run-session': 'dbus', 'gnome-keyring-daemon': 'gnome-keyring' });
const needsBusTool = needsPrograms({ 'dbus-test-tool': 'dbus-tests' });

const MANIFEST = resolve('fixtures/manifests/microsoft.json');
/** In the foreground of a job, so that it ends with its session. */
const DAEMON = 'gnome-keyring-daemon --foreground --components=secrets';
const OWNED =
  'dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets';
const READY = `until ${OWNED} | grep -q true; do sleep 0.05; done`;
const UNLOCKED = `{ printf test | ${DAEMON} --unlock; } >/dev/null 2>&1 &\n${READY}`;
const STARTED = `${DAEMON} >/dev/null 2>&1 &\n${READY}`;
/** Locked, with a prompter that takes every question and never says what a person answered. */
const UNANSWERED = `dbus-test-tool echo --session --name=org.gnome.keyring.SystemPrompter &
until ${OWNED.replace('freedesktop.secrets', 'gnome.keyring.SystemPrompter')} | grep -q true; do sleep 0.05; done
${STARTED}`;
const HUNG = 'dbus-test-tool black-hole --session --name=org.freedesktop.secrets & sleep 0.5';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

const inSession = (setUp: string, args: readonly string[]) =>
  runInSession(setUp, [process.execPath, EXECUTABLE, ...args].map((word) => `'${word}'`).join(' '));

/** Somebody sits at a terminal, and does nothing. */
const inTerminal = (setUp: string, line: string) =>
  runInSession(setUp, `script --quiet --return --command "${line}" /dev/null`);

/** Runs the program in a desktop session of its own, after something was done to the keyring of that session. */
function runInSession(setUp: string, line: string): Promise<Run> {
  const script = `${setUp}\n${line}\ncode=$?\nkill $(jobs -p) 2>/dev/null\nexit $code`;
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: program.home,
    XDG_RUNTIME_DIR: program.home,
    MCPCTL_HOME: join(program.home, 'state'),
    SECRET: 'a-client-secret',
    NO_COLOR: '1',
  };
  return finished(spawn('dbus-run-session', ['--', 'bash', '-c', script], { cwd: program.home, env }));
}

const install = (setUp: string) =>
  inSession(setUp, ['install', MANIFEST, '--set', 'microsoft.client_secret=env:SECRET', '--json']);

const stateFiles = () => (existsSync(join(program.home, 'state')) ? readdirSync(join(program.home, 'state')) : []);

describe('a keyring', needsKeyring, () => {
  it('that is unlocked keeps the key, and gives it to the next session', async () => {
    expect((await install(UNLOCKED)).code).toBe(0);
    expect(JSON.parse(readFileSync(join(program.home, 'state/key-store.json'), 'utf8'))).toMatchObject({
      store: 'keychain',
    });
    expect((await inSession(UNLOCKED, ['reinstall', 'my-microsoft-app', '--yes'])).code).toBe(0);
    const { out } = await inSession(UNLOCKED, ['doctor']);
    expect(out).toContain('The key store keychain gives the master key.');
  });

  it('that is locked is waited for in vain, and says so', async () => {
    expect((await install(UNLOCKED)).code).toBe(0);
    const { code, err } = await inSession(STARTED, ['reinstall', 'my-microsoft-app', '--yes']);
    expect(code).toBe(5);
    expect(err).toContain('error[key-store-locked]');
  });

  describe('whose prompt nobody answers', needsBusTool, () => {
    const reinstall = ['reinstall', 'my-microsoft-app', '--yes'];

    it('is given up, and the key stays where it is', async () => {
      expect((await install(UNLOCKED)).code).toBe(0);
      const { code, err } = await inSession(UNANSWERED, reinstall);
      expect(code).toBe(5);
      expect(err).toContain('It did not answer within 3 s; it may be waiting to be unlocked.');
      expect((await inSession(UNLOCKED, reinstall)).code).toBe(0);
    });

    const needsMinute = needs(
      'a minute (MCPCTL_LONG=yes)',
      process.env.MCPCTL_CI === 'yes' || process.env.MCPCTL_LONG === 'yes',
    );
    it('is given a minute at a terminal, and then given up', { timeout: 90_000, ...needsMinute }, async () => {
      expect((await install(UNLOCKED)).code).toBe(0);
      const { code, out } = await inTerminal(UNANSWERED, [process.execPath, EXECUTABLE, ...reinstall].join(' '));
      expect(code).toBe(5);
      expect(out).toContain('It did not answer within 60 s; it may be waiting to be unlocked.');
    });
  });

  const neverAnother = async (setUp: string) => {
    const { code, json } = await install(setUp);
    expect(code).toBe(5);
    expect(json().error.code).toMatch(/^key-store-(locked|unavailable)$/);
    expect(stateFiles()).not.toContain('key-store.json');
    expect(existsSync(join(program.home, '.config'))).toBe(false);
  };

  it('without a collection never becomes another key store', () => neverAnother(STARTED));

  describe('that hangs', needsBusTool, () => {
    it('never becomes another key store', () => neverAnother(HUNG));

    it('is given up too when somebody sits there and does nothing', async () => {
      const line = `'${process.execPath}' '${EXECUTABLE}' install '${MANIFEST}' --set microsoft.client_secret=env:SECRET --yes`;
      const { out, code } = await inTerminal(HUNG, line);
      expect(code).toBe(5);
      expect(out).toContain('error[key-store-locked]');
      expect(stateFiles()).not.toContain('key-store.json');
    }, 70_000);
  });
});
