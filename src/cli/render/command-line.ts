/** How the command line words a next step: as the command to type here, with the options that this command line had. */
import type { HintText, NextStep } from '../../next-step.ts';
import { optionOf } from './field-options.ts';
import { quoted } from './shell-quote.ts';
import { type Given, wordsOf } from './step-words.ts';

/** Returns what words each step as a command. */
export function createHintText(given: Given): HintText {
  const worded = (part: string | NextStep) => (typeof part === 'string' ? part : commandLine(part, given));
  return (advice) => (typeof advice === 'string' ? advice : advice.parts.map(worded).join(''));
}

/** Returns a line for a POSIX shell. PowerShell reads it alike, but for an apostrophe in a name. */
function commandLine(step: NextStep, given: Given): string {
  if (step.do === 'give') return optionOf(step.field, step.value).join(' ');
  const { words, operands = [], options = [] } = wordsOf(step, given);
  const fields = (step.give ?? []).flatMap((field) => optionOf(field));
  const flags = [...options.map(quoted), ...fields, ...(STATELESS.has(words[0] ?? '') ? [] : globals(given))];
  const things = operands.map(quoted);
  // Without `--` the parser takes such an operand for an option.
  const isLikeOption = operands.some((operand) => /^-./.test(operand));
  const rest = isLikeOption ? [...flags, '--', ...things] : [...things, ...flags];
  return ['mcpctl', ...words.map(quoted), ...rest].join(' ');
}

/** Commands that need neither the state nor a server, and so no option that says which. */
const STATELESS: ReadonlySet<string> = new Set(['completion', 'explain', 'init', 'schema', 'validate']);

function globals({ project, user, home, allowPrivate }: Given): readonly string[] {
  return [
    ...(project === undefined ? [] : ['--project', quoted(project)]),
    ...(user === undefined ? [] : ['--user', quoted(user)]),
    ...(home === undefined ? [] : ['--home', quoted(home)]),
    ...(allowPrivate ? ['--allow-private'] : []),
  ];
}
