/** The global options, from the command line first and the environment second. */
import type { Globals } from './context.ts';

export interface Environment {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly defaultHome: string;
  readonly defaultUser: () => string;
  readonly inputIsTerminal: boolean;
  readonly outputIsTerminal: boolean;
}

/** What commander parsed of the options that every command has. */
export interface GlobalOptions {
  readonly project?: string;
  readonly user?: string;
  readonly home?: string;
  readonly json?: boolean;
  readonly input?: boolean;
  readonly yes?: boolean;
  readonly color?: 'auto' | 'always' | 'never';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly allowPrivate?: boolean;
  readonly browser?: string;
}

/** `file` is the manifest, or the saved plan, that the command works on. */
export function globalsOf(options: GlobalOptions, surroundings: Environment, file?: string): Globals {
  const { environment } = surroundings;
  const { project, user, home, allowPrivate } = options;
  return {
    given: { project, user, home, allowPrivate, file },
    project: options.project ?? (environment.MCPCTL_PROJECT || 'default'),
    user: options.user ?? surroundings.defaultUser(),
    home: options.home ?? surroundings.defaultHome,
    json: options.json === true,
    input: options.input !== false && !isSet(environment.CI) && surroundings.inputIsTerminal,
    yes: options.yes === true,
    color: wantsColor(options.color, environment, surroundings.outputIsTerminal),
    verbosity: options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal',
    allowPrivate: options.allowPrivate === true,
    browser: options.browser ?? (environment.BROWSER || undefined),
  };
}

/** `--color`, then NO_COLOR (no-color.org), then FORCE_COLOR, then whether it is a terminal. */
export function wantsColor(
  choice: GlobalOptions['color'],
  environment: Environment['environment'],
  isTerminal: boolean,
): boolean {
  if (choice === 'always') return true;
  if (choice === 'never' || environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0';
  return isTerminal && environment.TERM !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';
}
