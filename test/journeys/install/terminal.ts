/** A terminal in which a person types: util-linux' `script` gives the program a real one. */
import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { EXECUTABLE, MASTER_KEY, type Program } from '../../fakes/mcpctl.ts';

export interface Terminal {
  /** Everything on the screen so far, control sequences removed. */
  screen(): string;
  /** Waits until the text has been shown, from where the last wait ended. */
  waitFor(text: string): Promise<void>;
  type(keys: string): void;
  readonly ended: Promise<number | null>;
}

export const ENTER = '\r';
export const CONTROL_C = '\u0003';
export const CONTROL_D = '\u0004';

export function openTerminal(program: Program, args: readonly string[], env: Record<string, string> = {}): Terminal {
  const line = [process.execPath, EXECUTABLE, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('/usr/bin/script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: program.home,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: program.home,
      TERM: 'xterm',
      MCPCTL_HOME: `${program.home}/state`,
      MCPCTL_MASTER_KEY: MASTER_KEY,
      ...env,
    },
  });
  let text = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  // biome-ignore lint/complexity/useRegexLiterals: a literal cannot hold the escape character readably.
  const control = new RegExp('\\u001b(?:\\[[0-9;?]*[A-Za-z]|[=>78])', 'g');
  const screen = () => text.replace(control, '');
  return {
    screen,
    async waitFor(wanted) {
      const deadline = Date.now() + 20_000;
      for (;;) {
        const at = screen().indexOf(wanted, seen);
        if (at >= 0) {
          seen = at + wanted.length;
          return;
        }
        if (Date.now() > deadline || child.exitCode !== null)
          throw new Error(`"${wanted}" was never shown:\n${screen()}`);
        await delay(20);
      }
    },
    type: (keys) => void child.stdin.write(keys),
    ended: new Promise((resolve, reject) => child.on('error', reject).on('close', resolve)),
  };
}
