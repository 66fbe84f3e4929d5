/** Runs an operation for the person at the terminal. */
import { localCaller } from '../identity/caller.ts';
import type { Operation, Work } from '../operations/operation.ts';
import { perform } from '../operations/perform.ts';
import type { Context } from './context.ts';
import { type Asking, runAsking } from './run-asking.ts';

/**
 * Runs an operation to its end and returns what it has made. Without `asking` the operation needs nothing of a person.
 * @throws Refusal whatever the operation or the person refuses.
 */
export function runOperation<Input, Output extends object>(
  operation: Operation<Input, Output>,
  input: Input,
  context: Context,
  asking: Asking = {},
): Promise<Output> {
  const work = workOf(context);
  return runAsking((given) => perform(operation, { ...input, ...given }, work), asking);
}

/**
 * Runs an operation, prints its document with `--json`, or else lets `tell` print its output, and returns the output.
 * @throws Refusal whatever the operation or the person refuses.
 */
export async function printOperation<Input, Output extends object>(
  operation: Operation<Input, Output>,
  { input, tell, asking }: Printing<Input, Output>,
  context: Context,
): Promise<Output> {
  const output = await runOperation(operation, input, context, asking);
  if (context.globals.json) context.output.json(operation.document(output));
  else await tell(output);
  return output;
}

interface Printing<Input, Output> {
  readonly input: Input;
  readonly tell: (output: Output) => void | Promise<void>;
  readonly asking?: Asking;
}

function workOf({ globals, ports }: Context): Work {
  return { caller: localCaller(globals), ports, signal: new AbortController().signal };
}
