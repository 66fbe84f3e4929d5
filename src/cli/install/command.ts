import { withAnswers } from '../answer-options.ts';
import type { Declare } from '../program.ts';
import type { InstallOptions } from './run.ts';

export const installCommand: Declare = (program, act) =>
  withAnswers(
    program
      .command('install')
      .description('install an app: its providers, bindings and secrets, all or nothing')
      .argument('[file]', 'a manifest, or a saved plan (default: the manifest in this folder)')
      .option('--register', 'also register clients where a provider has none, before anybody consents (RFC 7591)')
      .option('--no-check', 'do not try new API keys and client secrets at their servers')
      .option('--dry-run', 'show the plan, ask nothing and change nothing'),
  ).action(
    act<InstallOptions & { register?: boolean }>(async (context, options, file: string | undefined) => {
      const { runInstall } = await import('./run.ts');
      return runInstall(context, options, file);
    }),
  );
