/** What may be typed at the cursor, from the commands and options that the command line declares. */
import type { Argument, Command, Option } from 'commander';
import { printable } from '../printable.ts';
import type { Names } from './names.ts';

interface Candidate {
  readonly value: string;
  readonly description: string;
}

/**
 * Lines of a candidate, a tab and a description, for the candidates that begin with the last word. No lines when only a
 * file or a new name fits.
 */
export async function completionLines(
  program: Command,
  words: readonly string[],
  names: () => Promise<Names>,
): Promise<string[]> {
  const last = words.at(-1) ?? '';
  // Windows PowerShell cannot pass an empty argument, and passes a pair of quotes.
  const current = last === '""' ? '' : last;
  const all = await candidatesAt({ ...positionAfter(program, words.slice(0, -1)), current }, program, names);
  const found = all.filter(({ value }) => value.startsWith(current));
  return found.map(({ value, description }) => `${printable(value)}\t${description}`);
}

interface CursorPosition {
  readonly command: Command;
  /** The option whose value is at the cursor. */
  readonly option?: Option;
  /** How many operands are before the cursor. */
  readonly operands: number;
}

function positionAfter(program: Command, words: readonly string[]): CursorPosition {
  let position: CursorPosition = { command: program, operands: 0 };
  for (const word of words) {
    const { command, operands } = position;
    const child = command.commands.find((each) => each.name() === word);
    if (position.option) position = { command, operands };
    else if (word.startsWith('-')) position = { command, operands, option: optionNamed(word, command, program) };
    else if (child) position = { command: child, operands: 0 };
    else position = { command, operands: operands + 1 };
  }
  return position;
}

/** `undefined` for an option that takes no value. */
function optionNamed(flag: string, command: Command, program: Command): Option | undefined {
  const option = optionsOf(command, program).find(({ long, short }) => long === flag || short === flag);
  return option?.required ? option : undefined;
}

async function candidatesAt(
  { command, option, operands, current }: CursorPosition & { readonly current: string },
  program: Command,
  names: () => Promise<Names>,
): Promise<Candidate[]> {
  if (option) return option.long === '--project' ? plain((await names()).projects) : plain(option.argChoices ?? []);
  if (current.startsWith('-')) {
    return optionsOf(command, program).flatMap(({ long, description }) => (long ? [{ value: long, description }] : []));
  }
  const below = operands > 0 ? [] : command.createHelp().visibleCommands(command);
  const declared = command.registeredArguments;
  const argument = declared[operands] ?? (declared.at(-1)?.variadic ? declared.at(-1) : undefined);
  return [
    ...below.map((each) => ({ value: each.name(), description: each.description() })),
    ...(argument ? plain(await valuesOf(argument, names)) : []),
  ];
}

async function valuesOf(argument: Argument, names: () => Promise<Names>): Promise<readonly string[]> {
  if (argument.argChoices) return argument.argChoices;
  switch (argument.name()) {
    case 'app':
      return (await names()).apps;
    case 'provider':
      return (await names()).providers;
    case 'target':
      return (await names()).targets;
    default:
      return [];
  }
}

function optionsOf(command: Command, program: Command): Option[] {
  return [...new Set([...command.options, ...program.options])].filter(({ hidden }) => !hidden);
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}
