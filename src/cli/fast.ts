/**
 * The argument fast path: `validate FILE…` without options, which is what editors, hooks and pipelines run over and
 * over, never loads the command line parser. Everything else takes the long way, and means the same there.
 */
import type { Ports } from '../ports.ts';
import { createOutput, type Stream } from './output.ts';

/** The operands of a `validate` without options; `undefined` for any other command line. */
export function plainValidate([command, ...operands]: readonly string[]): readonly string[] | undefined {
  if (command !== 'validate') return undefined;
  return operands.every((operand) => operand === '-' || !operand.startsWith('-')) ? operands : undefined;
}

/** Returns the exit code; throws refusals, like the command. */
export async function runPlainValidate(
  operands: readonly string[],
  ports: Pick<Ports, 'files'>,
  streams: { readonly out: Stream; readonly error: Stream },
  color: boolean,
): Promise<number> {
  const { runValidate } = await import('./run-validate.ts');
  const output = createOutput(streams, { color, quiet: false });
  return runValidate({ ports, globals: { json: false, verbosity: 'normal' }, output }, {}, [...operands]);
}
