/** Runs an operation for the person at the terminal. */
import { FORMAT_VERSION } from '../format-version.ts';
import { localCaller } from '../identity/caller.ts';
import { performAudited } from '../operations/audited.ts';
import type { Operation, Work } from '../operations/operation.ts';
import type { Given } from '../plan/needs.ts';
import { createAuditWriter, type NewAuditRow } from '../usecases/access/audit-writer.ts';
import type { Context } from './context.ts';
import { type Asking, runAsking } from './run-asking.ts';

/**
 * Runs an operation to its end and returns what it has made. Without `asking` the operation needs nothing of a person.
 * @throws Refusal whatever the operation or the person refuses.
 */
export async function runOperation<Input extends object, Output extends object>(
  operation: Operation<Input, Output>,
  input: Input,
  context: Context,
  asking: Asking = {},
): Promise<Output> {
  const work = workOf(context);
  const rows: NewAuditRow[] = [];
  const writer = { append: (row: NewAuditRow) => void rows.push(row) };
  const output = await runAsking(
    (given) => performAudited<Input & Given, Output>(operation, { ...input, ...given }, { work, writer }),
    asking,
  );
  await keep(rows, context);
  return output;
}

/** Only what was done: whoever is refused at this machine is its owner, who sees it. A full disk undoes nothing. */
async function keep(rows: readonly NewAuditRow[], { ports }: Context): Promise<void> {
  const { warn } = ports.progress;
  for (const row of rows) {
    await createAuditWriter(ports, { warn })
      .record(row)
      .catch((thrown: Error) => warn(`The audit cannot be written: ${thrown.message}`));
  }
}

/**
 * Runs an operation whose document has a secret that is shown once, and prints it with `--json`.
 * @throws Refusal whatever the operation or the person refuses.
 */
export async function discloseOperation<Input extends object, Output extends object>(
  operation: Operation<Input, Output>,
  { input, tell, document = operation.document }: Disclosing<Input, Output>,
  context: Context,
): Promise<void> {
  const output = await runOperation(operation, input, context);
  if (!context.globals.json) return tell(output);
  context.output.disclose(JSON.stringify({ format_version: FORMAT_VERSION, ...document(output) }, null, 2));
}

interface Disclosing<Input, Output> {
  readonly input: Input;
  readonly tell: (output: Output) => void;
  /** Instead of that of the operation. */
  readonly document?: (output: Output) => object;
}

/**
 * Runs an operation, prints its document with `--json`, or else lets `tell` print its output, and returns the output.
 * @throws Refusal whatever the operation or the person refuses.
 */
export async function printOperation<Input extends object, Output extends object>(
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
  const { publicUrl } = globals;
  return { caller: localCaller(globals), ports, signal: new AbortController().signal, ...(publicUrl && { publicUrl }) };
}
