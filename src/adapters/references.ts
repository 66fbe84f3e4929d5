/** Resolves references to secrets, so that no secret is typed into a command line (docs/cli.md). */
import type { Readable } from 'node:stream';
import type { References } from '../ports/person.ts';
import { Refusal } from '../refusal.ts';
import { Secret } from '../secret.ts';
import { childEnvironment } from './child-environment.ts';

export interface ReferencesOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Called when a reference is `-`. */
  readonly stdin: () => Readable;
}

/** In bytes, of a file, of standard input or of the output of a program. No secret is longer. */
const LIMIT = 64 * 1024;

/** In milliseconds: a program may ask for a finger or a password. */
const PATIENCE = 120_000;

export function createReferences({ environment, stdin }: ReferencesOptions): References {
  let inputTaken = false;
  const readInput = async () => {
    if (inputTaken) throw unresolved('-', 'Standard input was read already; "-" works once in a command.');
    inputTaken = true;
    return readAll(stdin());
  };
  const runProgram = async (reference: string, [program = '', ...args]: string[]) => {
    const [{ execFile }, { promisify }] = await Promise.all([import('node:child_process'), import('node:util')]);
    try {
      const { stdout } = await promisify(execFile)(program, args, {
        env: childEnvironment(environment),
        timeout: PATIENCE,
        maxBuffer: LIMIT,
      });
      return stdout;
    } catch (cause) {
      throw unresolved(reference, reasonOf(program, cause), cause);
    }
  };
  const read = async (reference: string): Promise<string> => {
    if (reference === '-') return readInput();
    const [, kind, rest = ''] = /^(env|file|op|exec):(.*)$/s.exec(reference) ?? [];
    if (kind === 'env') return environment[rest] ?? '';
    if (kind === 'file') return readSmallFile(reference, rest);
    if (kind === 'op') return runProgram(reference, ['op', 'read', '--no-newline', reference]);
    return runProgram(reference, splitWords(rest));
  };
  const readValue = async (reference: string) => {
    const value = (await read(reference)).replace(/\r?\n$/, '');
    if (value !== '') return value;
    throw unresolved(reference, reference.startsWith('env:') ? 'The variable is not set, or empty.' : 'It is empty.');
  };
  return {
    isReference: (text) => text === '-' || /^(env:|file:|op:\/\/|exec:)/.test(text),
    resolve: async (reference) => new Secret(await readValue(reference)),
    read: readValue,
  };
}

async function readSmallFile(reference: string, path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  try {
    const content = await readFile(path);
    if (content.length > LIMIT) throw unresolved(reference, 'The file is larger than 64 KiB.');
    return content.toString('utf8');
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw unresolved(reference, code === 'ENOENT' ? `There is no file ${path}.` : message, cause);
  }
}

async function readAll(stdin: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LIMIT) throw unresolved('-', 'Standard input holds more than 64 KiB.');
  }
  return text;
}

/** Never shows what the program printed, because that may be half a secret. */
function reasonOf(program: string, cause: unknown): string {
  const { code, killed } = cause as { code?: string | number; killed?: boolean };
  if (code === 'ENOENT') return `There is no program "${program}".`;
  if (killed) return `"${program}" did not end within ${PATIENCE / 1000} s.`;
  return `"${program}" ended with ${code}.`;
}

function unresolved(reference: string, why: string, cause?: unknown): Refusal {
  return new Refusal('reference-unresolved', {
    what: `The reference ${reference} could not be read.`,
    why,
    hint: 'Use env:NAME, file:PATH, - (standard input), op://vault/item/field, or exec:PROGRAM ARG…',
    details: { reference },
    cause,
  });
}

/** Splits a command line into words without a shell: blanks separate, quotes hold words together, nothing expands. */
export function splitWords(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_quoted, double, single) => double ?? single));
}
