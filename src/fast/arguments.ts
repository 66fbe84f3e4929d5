/**
 * Recognizes the command lines that have a fast path: `validate FILE…` and `token TARGET`, which editors, hooks and
 * pipelines run over and over, and `completion SHELL`. They start without the command line parser. Every other command
 * line takes the long way, where the same words mean the same.
 */
import { SHELLS, type Shell } from '../completion/shells.ts';

/** The operands of a `validate` without options; `undefined` for any other command line. */
export function plainValidate([command, ...operands]: readonly string[]): readonly string[] | undefined {
  if (command !== 'validate') return undefined;
  return operands.every((operand) => operand === '-' || !operand.startsWith('-')) ? operands : undefined;
}

export interface PlainToken {
  readonly target: string;
  readonly as: 'text' | 'header' | 'json';
}

/** The operands of `token TARGET` with at most one of its own options; `undefined` for any other command line. */
export function plainToken([command, target, option, ...more]: readonly string[]): PlainToken | undefined {
  if (command !== 'token' || target === undefined || target.startsWith('-') || more.length > 0) return undefined;
  if (option === undefined) return { target, as: 'text' };
  if (option === '--header') return { target, as: 'header' };
  return option === '--json' ? { target, as: 'json' } : undefined;
}

/** The shell that a plain `completion SHELL` names; `undefined` for any other command line. */
export function plainCompletion([command, shell, ...more]: readonly string[]): Shell | undefined {
  return command === 'completion' && more.length === 0 ? SHELLS.find((known) => known === shell) : undefined;
}
