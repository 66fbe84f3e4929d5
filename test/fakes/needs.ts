/**
 * What some tests need besides Node. A test or a group takes one of these as its options. Where the need is not met, the
 * tests are skipped, and test/setup/report-skipped.mts says at the end of the run what was missing. In CI a skipped test
 * counts as a failed one (.ci/report.mjs).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import { postgresPrograms } from './postgres.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What a skipped test needs, and how to get it. */
    needs?: string;
  }
}

interface Need {
  readonly skip: boolean;
  readonly meta: { readonly needs?: string };
}

export function needs(what: string, isMet: boolean): Need {
  return { skip: !isMet, meta: isMet ? {} : { needs: what } };
}

/** Programs, each with the Debian package that brings it. The reason names the first one that is missing. */
export function needsPrograms(packages: Readonly<Record<string, string>>): Need {
  const missing = Object.keys(packages).find((name) => !isInPath(name));
  return needs(`${missing} (apt-get install ${packages[missing ?? '']})`, missing === undefined);
}

/** Whether the command can run and ends with 0. */
export function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export const needsUnix = needs('a Unix system', process.platform !== 'win32');
export const needsLinux = needs('Linux', process.platform === 'linux');
export const needsRoot = needs('to run as root', process.getuid?.() === 0);
export const needsIPv6 = needs(
  'IPv6 on the loopback interface',
  Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1')),
);
export const needsPostgres = needs('PostgreSQL (apt-get install postgresql)', postgresPrograms() !== undefined);
/** The `script` of util-linux gives a program a real terminal; that of other systems takes other options. */
export const needsTerminal = needsLinux.skip ? needsLinux : needsPrograms({ script: 'bsdutils' });

function isInPath(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}
