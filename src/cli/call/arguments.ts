/** Reads the operands of `call`: `TOOL [ARGUMENT…]` or `TARGET TOOL [ARGUMENT…]`. */
import { isArgument, parsedArguments } from '../../mcp/arguments.ts';
import { Refusal } from '../../refusal.ts';
import type { CallArguments, CallInput } from '../../usecases/call/call.ts';

/**
 * @param readInput Reads standard input, where an argument `-` stands for it.
 * @throws Refusal `arguments-invalid` for what is no JSON object.
 */
export async function readCall(
  [first = '', ...others]: readonly string[],
  readInput: () => Promise<string>,
): Promise<Pick<CallInput, 'tool' | 'target' | 'arguments'>> {
  const [second, ...words] = others;
  if (second === undefined || isArgument(second)) {
    return { tool: first, arguments: await readArguments(others, readInput) };
  }
  return { target: first, tool: second, arguments: await readArguments(words, readInput) };
}

async function readArguments(words: readonly string[], readInput: () => Promise<string>): Promise<CallArguments> {
  const [only, ...more] = words;
  const isJson = only === '-' || (only !== undefined && /^\s*[{[]/.test(only));
  if (!isJson) return { words };
  if (more.length > 0) {
    throw new Refusal('arguments-invalid', {
      what: 'The arguments are given in two ways.',
      why: `After one JSON object comes ${more.join(' ')}.`,
      hint: 'Give one JSON object, or key=value words.',
    });
  }
  return { object: parsedArguments(only === '-' ? await readInput() : only) };
}
