import { Option } from 'commander';
import { FORMAT_NAMES } from '../../reports/formats.ts';
import { PROFILES } from '../../rules/settings.ts';
import { collect, wholeNumber } from '../option-values.ts';
import type { Declare } from '../program.ts';
import type { ValidateOptions } from './run.ts';

export const validateCommand: Declare = (program, act) =>
  program
    .command('validate')
    .description('lint manifests: files, folders, globs, - for standard input')
    .argument('[file...]', 'what to check (default: the manifest in this folder)')
    .addOption(new Option('--format <format>', 'how to report (default: pretty)').choices(FORMAT_NAMES))
    .option('--rule <code=severity>', 'off, warn or error for a code (repeatable)', collect)
    .addOption(new Option('--profile <profile>', 'which rules count (default: core)').choices(PROFILES))
    .option('--no-config', 'use no configuration file: for gates')
    .option('--no-ignore', 'heed no mcpctl-ignore comment and no .gitignore: for gates')
    .option('--max-warnings <n>', 'more warnings than this fail', wholeNumber)
    .option('--stdin-filename <name>', 'what standard input is called in the report')
    .option('--fix', 'apply safe fixes')
    .option('--unsafe-fixes', 'with --fix: also fixes that change meaning or identity')
    .option('--fix-dry-run', 'show what --fix would change, as a unified diff')
    .option('--watch', 'check again whenever a file changes')
    .addOption(new Option('--step-summary <file>', 'where --format github adds a table').env('GITHUB_STEP_SUMMARY'))
    .action(
      act<ValidateOptions>(async (context, options, operands: string[]) => {
        const { runValidate } = await import('./run.ts');
        return runValidate(context, options, operands);
      }),
    );
