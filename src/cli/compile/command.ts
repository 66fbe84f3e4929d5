import { Option } from 'commander';
import type { TargetName } from '../../compile/index.ts';
import type { RuleOptions } from '../manifest-file.ts';
import type { Declare } from '../program.ts';
import { withRules } from '../rule-option.ts';

const TARGETS = [
  'servers',
  'plan',
  'mcp.json',
  'claude',
  'vscode',
  'cursor',
  'codex',
  'gemini',
  'lock',
] as const satisfies readonly (TargetName | 'plan')[];

interface Options extends RuleOptions {
  readonly target: (typeof TARGETS)[number];
  readonly direct?: boolean;
}

export const compileCommand: Declare = (program, act) =>
  withRules(
    program
      .command('compile')
      .description('turn a manifest into documents for others')
      .argument('[file]', 'a manifest (default: the manifest in this folder)'),
  )
    .addOption(new Option('--target <target>', 'which document').choices(TARGETS).default('servers'))
    .option('--direct', 'for clients: the URLs of the servers instead of mcpctl gateway')
    .action(
      act<Options>(async (context, { target, direct = false, rule }, file: string | undefined) => {
        const [{ openManifest }, { compile }] = await Promise.all([
          import('../manifest-file.ts'),
          import('../../usecases/clients/compile.ts'),
        ]);
        const { globals, output } = context;
        const compiled = compile(await openManifest(file, { rule }, context), target, direct ? 'direct' : 'gateway');
        if (globals.json) output.json({ target, output: compiled });
        else output.data(typeof compiled === 'string' ? compiled : JSON.stringify(compiled, null, 2));
        return undefined;
      }),
    );
