/** The command line: every command with its arguments and options. It loads no code of a command. */
import { Command, CommanderError, Option } from 'commander';
import { hint, type NextStep } from '../next-step.ts';
import { EXIT, Refusal } from '../refusal.ts';
import type { Context } from './context.ts';
import { addExamples } from './examples.ts';
import { helpEpilogue } from './help-epilogue.ts';

/** Adds one command to the program. */
export type Declare = (program: Command, act: Act) => void;

/** Turns the code of a command into a commander action, which builds the context and remembers the exit code. */
export type Act = <Options extends object>(
  deed: (context: Context, options: Options, ...operands: never[]) => Promise<number | undefined>,
) => (...commanderArguments: unknown[]) => Promise<void>;

export interface ProgramInput {
  readonly version: string;
  readonly commands: readonly Declare[];
  /** Where help and version are written. */
  readonly write: (text: string) => void;
  readonly columns: number;
  readonly color: boolean;
  /** Builds the context from the parsed global options. */
  readonly context: (options: Record<string, unknown>, file: string | undefined) => Promise<Context>;
}

export function createProgram({ version, commands, write, columns, color, context }: ProgramInput) {
  let exitCode: number = EXIT.done;
  const program = new Command('mcpctl')
    .description('App-manifest compiler and installer for MCP servers.')
    .version(version, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .option('--project <name>', 'which project (MCPCTL_PROJECT; default: "default")')
    .option('--user <name>', 'whose connections (MCPCTL_USER; default: your user name)')
    .option('--home <dir>', 'where state lives (MCPCTL_HOME)')
    .option('--json', 'print one JSON document on standard output')
    .option('--no-input', 'never ask (also when CI is set, or standard input is no terminal)')
    .option('--yes', 'answer yes to confirmations')
    .addOption(new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']).default('auto'))
    .option('--quiet', 'less on standard error')
    .option('--verbose', 'more on standard error: every request, never a secret')
    .option('--allow-private', 'allow servers on private addresses')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', helpEpilogue)
    .configureOutput({
      writeOut: write,
      writeErr: (text) => {
        if (text.startsWith('Usage:')) write(text);
      },
      getOutHelpWidth: () => columns,
      getOutHasColors: () => color,
    });

  const act: Act =
    (deed) =>
    async (...commanderArguments) => {
      const command = commanderArguments.at(-1) as Command;
      const operands = commanderArguments.slice(0, -2) as never[];
      const options = command.optsWithGlobals();
      exitCode = (await deed(await context(options, fileOf(command)), options as never, ...operands)) ?? EXIT.done;
    };
  for (const declare of commands) declare(program, act);
  addExamples(program);

  return {
    program,
    /**
     * Parses the command line and runs the command. Returns the exit code.
     * @throws what the command throws
     */
    async run(args: readonly string[]): Promise<number> {
      try {
        await program.parseAsync(args, { from: 'user' });
        return exitCode;
      } catch (thrown) {
        if (!(thrown instanceof CommanderError)) throw thrown;
        // Commander has written the text of `mcpctl` alone, of `--help` or of `--version`.
        if (thrown.exitCode === 0 || thrown.code === 'commander.help') return EXIT.done;
        throw usageRefusal(thrown, args);
      }
    },
  };
}

/** The one file that the command was given as an operand. */
function fileOf({ registeredArguments, processedArgs }: Command): string | undefined {
  const file: unknown = processedArgs[registeredArguments.findIndex((argument) => argument.name() === 'file')];
  return typeof file === 'string' ? file : undefined;
}

function usageRefusal(thrown: CommanderError, args: readonly string[]): Refusal {
  const [first = '', ...more] = thrown.message.replace(/^error: /, '').split('\n');
  const suggestion = more.join(' ').trim();
  const command = args.find((word) => !word.startsWith('-'));
  const isKnown = thrown.code !== 'commander.unknownCommand' && command !== undefined;
  const help: NextStep = { do: 'run', words: isKnown ? [command, '--help'] : ['--help'] };
  return new Refusal('usage', {
    what: `${first.charAt(0).toUpperCase()}${first.slice(1).replace(/\.?$/, '.')}`,
    hint: hint`${suggestion === '' ? '' : `${suggestion} `}See ${help}`,
  });
}
