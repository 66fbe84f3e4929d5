/** What may stand where the cursor is, read off the declared command line. */
import type { Argument, Command, Option } from 'commander';
import { printable } from '../printable.ts';
import type { Names } from '../usecases/names.ts';

interface Candidate {
  readonly value: string;
  readonly description: string;
}

/**
 * Lines of a candidate, a tab and what it is: those that begin with the last of the words. None where only a file
 * or something new fits.
 */
export async function completionLines(
  program: Command,
  words: readonly string[],
  names: () => Promise<Names>,
): Promise<string[]> {
  const last = words.at(-1) ?? '';
  // Windows PowerShell cannot pass an empty argument, and passes a pair of quotes.
  const current = last === '""' ? '' : last;
  const all = await fitting(program, placeAfter(program, words.slice(0, -1)), current, names);
  const found = all.filter(({ value }) => value.startsWith(current));
  return found.map(({ value, description }) => `${printable(value)}\t${description}`);
}

interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly option?: Option;
  /** How many operands are there already. */
  readonly operands: number;
}

function placeAfter(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, operands: 0 };
  for (const word of words) {
    const { command, operands } = place;
    const child = command.commands.find((each) => each.name() === word);
    if (place.option) place = { command, operands };
    else if (word.startsWith('-')) place = { command, operands, option: optionNamed(word, command, program) };
    else if (child) place = { command: child, operands: 0 };
    else place = { command, operands: operands + 1 };
  }
  return place;
}

/** Undefined for one that takes no value. */
function optionNamed(flag: string, command: Command, program: Command): Option | undefined {
  const option = optionsOf(command, program).find(({ long, short }) => long === flag || short === flag);
  return option?.required ? option : undefined;
}

async function fitting(
  program: Command,
  { command, option, operands }: Place,
  current: string,
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
    ...(argument ? plain(await ofArgument(argument, names)) : []),
  ];
}

async function ofArgument(argument: Argument, names: () => Promise<Names>): Promise<readonly string[]> {
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
