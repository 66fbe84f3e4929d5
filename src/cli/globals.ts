/** The global options: the command line decides first, the environment second. */
import { isForeignUser } from '../principal.ts';
import { Refusal } from '../refusal.ts';
import type { Globals } from './context.ts';

/** What the process and its terminal say, for options that the command line leaves out. */
export interface Environment {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly defaultHome: string;
  readonly defaultUser: () => string;
  readonly inputIsTerminal: boolean;
  readonly outputIsTerminal: boolean;
}

/** The options that every command has, as commander parsed them. */
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

/** @param file the manifest, or the saved plan, that the command works on. */
export function globalsOf(options: GlobalOptions, machine: Environment, file?: string): Globals {
  const { environment } = machine;
  const { project, user, home, allowPrivate } = options;
  return {
    given: { project, user, home, allowPrivate, file },
    ...scopeAndHome(options, machine),
    json: options.json === true,
    input: options.input !== false && !isSet(environment.CI) && machine.inputIsTerminal,
    yes: options.yes === true,
    color: wantsColor(options.color, environment, machine.outputIsTerminal),
    verbosity: options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal',
    allowPrivate: options.allowPrivate === true,
    browser: options.browser ?? (environment.BROWSER || undefined),
    publicUrl: environment.MCPCTL_PUBLIC_URL || undefined,
  };
}

/** Whose state a command works on, and where it is. The fast paths need nothing else of the global options. */
export function scopeAndHome(
  options: Pick<GlobalOptions, 'project' | 'user' | 'home'>,
  { environment, defaultUser, defaultHome }: Pick<Environment, 'environment' | 'defaultUser' | 'defaultHome'>,
): Pick<Globals, 'project' | 'user' | 'home'> {
  const user = options.user ?? defaultUser();
  if (isForeignUser(user)) throw foreignUser(user);
  return {
    project: options.project ?? (environment.MCPCTL_PROJECT || 'default'),
    user,
    home: options.home ?? defaultHome,
  };
}

/** Whether to use colour: by `--color`, then NO_COLOR (no-color.org), then FORCE_COLOR, else on a terminal. */
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

/** Whether a variable such as `CI` says yes. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value.toLowerCase() !== 'false';
}

/** Names of this form stand for API keys and end users, whose accounts are not for the command line. */
function foreignUser(user: string): Refusal {
  return new Refusal('usage', {
    what: `${user} is no name for a user.`,
    why: 'Names that begin with @ and an issuer belong to API keys and to end users of web apps.',
    hint: 'Choose another --user',
  });
}
