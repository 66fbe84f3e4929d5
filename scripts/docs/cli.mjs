// docs/cli.md, from what the command line itself declares.
import { code, fenced, sentence, table } from './markdown.mjs';
import { exportsOf } from './source.mjs';

const SOURCE = `
export { commands } from './cli/commands.ts';
export { createProgram } from './cli/program.ts';
export { ENVIRONMENT, EXIT_MEANINGS } from './cli/help-epilogue.ts';
export { EXIT, refusals } from './refusal.ts';
`;

/** The page as Markdown. */
export async function cliPage() {
  const { commands, createProgram, ENVIRONMENT, EXIT, EXIT_MEANINGS, refusals } = await exportsOf(SOURCE);
  const { program } = createProgram({ version: '', commands, write: () => {}, columns: 120, color: false });
  const variables = ENVIRONMENT.map(([names, meaning]) => [names.split(', ').map(code).join(', '), meaning]);
  const exits = Object.entries(EXIT_MEANINGS).map(([name, meaning]) => [EXIT[name], meaning]);
  const refused = Object.entries(refusals()).map(([name, [exit, meaning]]) => [code(name), exit, meaning]);
  return [
    '# The command line',
    'Made from the program by `npm run docs`. `mcpctl COMMAND --help` shows the same.',
    'Data goes to standard output; progress, questions, warnings and errors to standard error. Every command works without\na terminal. The documents of `--json` are described in [json.md](json.md).',
    '## Global options',
    optionTable(program),
    '## Environment',
    table(['variable', 'meaning'], variables),
    '## Exit codes',
    table(['code', 'meaning'], exits),
    '## Commands',
    ...visible(program).flatMap((command) => commandSections(command, program)),
    '## Error codes',
    'What is wrong with a document is listed in [rules.md](rules.md). These are the codes of errors; they never change their\nmeaning.',
    `${table(['code', 'exit', 'meaning'], refused)}\n`,
  ].join('\n\n');
}

function commandSections(command, program) {
  const name = nameOf(command);
  if (command.commands.length > 0) {
    return [
      `### ${name}`,
      sentence(command.description()),
      ...visible(command).flatMap((each) => commandSections(each, program)),
    ];
  }
  const level = command.parent === program ? '###' : '####';
  const help = command.createHelp();
  const parts = [`${level} ${name}`, sentence(command.description()), fenced('text', help.commandUsage(command))];
  if (command.registeredArguments.length > 0) {
    const rows = command.registeredArguments.map((each) => [code(each.name()), help.argumentDescription(each)]);
    parts.push(table(['argument', 'meaning'], rows));
  }
  if (command.options.length > 0) parts.push(optionTable(command));
  const examples = examplesOf(command);
  return examples === '' ? parts : [...parts, fenced('sh', examples)];
}

/** Without those that only other programs call, and without commander's own `help`. */
function visible(command) {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => command.commands.includes(each));
}

function optionTable(command) {
  const help = command.createHelp();
  const rows = command.options.map((option) => [code(help.optionTerm(option)), help.optionDescription(option)]);
  return table(['option', 'meaning'], rows);
}

/** What is written under "Examples:" by the help, without its indentation. */
function examplesOf(command) {
  let text = '';
  command.emit('afterHelp', {
    error: false,
    command,
    write: (more) => {
      text += more;
    },
  });
  return text
    .replace(/^\s*Examples:\n/, '')
    .replace(/^ {2}/gm, '')
    .trim();
}

function nameOf(command) {
  return command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}
