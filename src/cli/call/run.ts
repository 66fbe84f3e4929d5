/** `call`, from its options to its output. */
import { call } from '../../usecases/call/call.ts';
import type { Context } from '../context.ts';
import { answerElicitation, type ElicitChoice } from './answer-elicitation.ts';
import { readCall } from './arguments.ts';
import { showResult } from './text.ts';

export interface CallCommandOptions {
  readonly out?: string;
  readonly elicit: ElicitChoice;
  /** Seconds. */
  readonly timeout?: number;
}

/** Bytes of arguments on standard input; a server takes no more. */
const MOST_INPUT = 10 * 1024 * 1024;

export async function runCall(
  { ports, globals, output }: Context,
  { out, elicit, timeout }: CallCommandOptions,
  operands: readonly string[],
): Promise<undefined> {
  const { files } = ports;
  const read = await readCall(operands, () => files.readInput(MOST_INPUT));
  const input = { ...read, timeout: timeout && timeout * 1000 };
  const { tool, result } = await call(input, globals, { ...ports, elicit: answerElicitation(elicit, ports) });
  await showResult(tool, result, { json: globals.json, out, output, files });
}
