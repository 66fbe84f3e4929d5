/**
 * The argument fast path: `validate FILE…` without options, which is what editors, hooks and pipelines run over and
 * over, never loads the command line parser. Everything else takes the long way, and means the same there.
 */

/** The operands of a `validate` without options; `undefined` for any other command line. */
export function plainValidate([command, ...operands]: readonly string[]): readonly string[] | undefined {
  if (command !== 'validate') return undefined;
  return operands.every((operand) => operand === '-' || !operand.startsWith('-')) ? operands : undefined;
}
