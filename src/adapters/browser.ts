/** Opens a page of our own listener in the browser, with a list of arguments and never through a shell. */
import type { Browser } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import { childEnvironment } from './child-environment.ts';

export interface BrowserOptions {
  /**
   * `--browser` or `BROWSER`: a command whose words are separated by blanks, with `%s` for the URL. Colons separate
   * alternatives.
   */
  readonly command?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** A program that fails within this time has not opened a page. */
const START_MILLISECONDS = 2_000;

export function createBrowser({ command, environment, platform }: BrowserOptions): Browser {
  return {
    obstacle: command ? undefined : obstacleTo(environment, platform),
    async open(url) {
      // Only addresses of our own listener are opened, so nothing that a server wrote reaches a command line.
      if (!/^http:\/\/(127\.0\.0\.1|localhost):\d+\/start\/[\w-]+$/.test(url)) {
        throw new Error('Only the start page of our own listener may be opened.');
      }
      const commands = command ? commandLines(command, url) : [await platformOpener(platform, environment, url)];
      let last: unknown;
      for (const [program = '', ...args] of commands) {
        try {
          return await start(program, args, environment);
        } catch (thrown) {
          last = thrown;
        }
      }
      throw failed(command, last);
    },
  };
}

/** Splits a command into words; quotes keep blanks together. The URL replaces `%s`, or comes last. */
export function commandLines(command: string, url: string): string[][] {
  return splitAlternatives(command).map((alternative) => {
    const words = [...alternative.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
      ([, double, single, bare]) => double ?? single ?? bare ?? '',
    );
    return words.some((word) => word.includes('%s'))
      ? words.map((word) => word.replaceAll('%s', url))
      : [...words, url];
  });
}

/** `BROWSER=firefox:chromium` names alternatives; the colon of `C:\…` and of a URL is not one. */
function splitAlternatives(command: string): string[] {
  if (/["'\\]|:\/\//.test(command)) return [command];
  return command.split(':').filter((alternative) => alternative.trim() !== '');
}

/**
 * The arguments of a process can be read by other users. On Linux the listener knows who asks, and serves no other user
 * (peer-owner.ts); macOS gets a file instead. A browser in a sandbox, as Linux has them, could not read that. Windows shows
 * arguments only to administrators.
 */
async function platformOpener(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  url: string,
): Promise<string[]> {
  if (platform === 'darwin') return ['open', (await import('./redirect-file.ts')).writeRedirectFile(url)];
  if (platform === 'win32') {
    return [`${environment.SystemRoot ?? 'C:\\Windows'}\\System32\\rundll32.exe`, 'url.dll,FileProtocolHandler', url];
  }
  return environment.WSL_DISTRO_NAME ? ['wslview', url] : ['xdg-open', url];
}

/** Says why a browser would open on no screen, or on one that nobody sees. */
function obstacleTo(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const { SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = environment;
  if (SSH_CONNECTION || SSH_TTY) return 'This is a remote shell (SSH), so no browser was opened.';
  const hasDisplay = platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY || WSL_DISTRO_NAME;
  return hasDisplay ? undefined : 'There is no display here, so no browser was opened.';
}

async function start(program: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { spawn } = await import('node:child_process');
  return new Promise((opened, fail) => {
    const child = spawn(program, args, { env: childEnvironment(environment), stdio: 'ignore', detached: true });
    const timer = setTimeout(opened, START_MILLISECONDS).unref();
    child.on('error', (error) => {
      clearTimeout(timer);
      fail(error);
    });
    child.on('exit', (code) => {
      clearTimeout(timer);
      if (code === 0) opened();
      else fail(new Error(`${program} ended with ${code ?? 'a signal'}`));
    });
    // The browser may run longer than this process.
    child.unref();
  });
}

function failed(command: string | undefined, cause: unknown): Refusal {
  return new Refusal('browser-failed', {
    what: 'The browser could not be started.',
    why: cause instanceof Error ? cause.message : undefined,
    hint: command
      ? 'Check --browser or BROWSER, or open the address by hand with --no-browser'
      : 'Open the address by hand with --no-browser, or name a browser with --browser',
    cause,
  });
}
