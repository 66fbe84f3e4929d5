/** Where a secret must never be seen: files, outputs, and the arguments of any process on this machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface LeakWatch {
  /** Something that was said: an output, a log. */
  hear(what: string, text: string): void;
  /** Every place where one of the secrets can be read, in any of its usual forms. */
  leaks(secrets: Iterable<string>, folder: string): string[];
  stop(): void;
}

/** Looks at all processes many times a second, since most live shortly. Linux only; elsewhere it sees none. */
export function watchForLeaks(): LeakWatch {
  const places = new Map<string, string>();
  const sample = () => {
    for (const commandLine of commandLines()) places.set(`the arguments ${commandLine}`, commandLine);
  };
  const timer = setInterval(sample, 20);
  return {
    hear: (what, text) => void places.set(`${what} #${places.size}`, text),
    stop: () => clearInterval(timer),
    leaks(secrets, folder) {
      const files = filesBelow(folder).map((path) => [path, readFileSync(path, 'latin1')] as const);
      return [...secrets].flatMap((secret) =>
        [...places, ...files]
          .filter(([, text]) => forms(secret).some((form) => text.includes(form)))
          .map(([place]) => `${secret.slice(0, 6)}… in ${place}`),
      );
    },
  };
}

function forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('hex'), bytes.toString('base64').replace(/.?=*$/, '')];
}

function commandLines(): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return []; // It has ended since.
      }
    });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}
