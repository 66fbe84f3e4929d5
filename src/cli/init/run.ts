/** `init`, from its options to its output. Asks for what no option says, where there is a terminal. */
import { canParseUrl } from '../../can-parse-url.ts';
import { hint } from '../../next-step.ts';
import { Refusal } from '../../refusal.ts';
import { init } from '../../usecases/manifests/init.ts';
import { kebabCase, type Starter, type StarterFormat } from '../../usecases/manifests/starter.ts';
import type { Context } from '../context.ts';

export interface InitOptions {
  readonly name?: string;
  readonly url?: string;
  readonly title?: string;
  readonly auth?: 'none' | 'oauth' | 'api_key';
  readonly format: StarterFormat;
}

const EXAMPLE_URL = 'https://mcp.example.com/mcp';

export async function runInit(context: Context, options: InitOptions, folder: string): Promise<undefined> {
  const { ports, globals, output } = context;
  const starter = await complete(options, folder, context);
  const path = await init({ folder, format: options.format, starter }, ports);
  if (globals.json) output.json({ file: path });
  else output.say(hint`Wrote ${path}. Edit it, then: ${{ do: 'validate', file: path }}`);
  return undefined;
}

async function complete(options: InitOptions, folder: string, { ports }: Context): Promise<Starter> {
  const { prompts } = ports;
  const suggestion = kebabCase(folder.split(/[/\\]/).at(-1) ?? '') || 'my-app';
  const asks = prompts.allowed;
  const text =
    options.name ?? (asks ? await prompts.text({ message: 'Name of the app', initial: suggestion }) : suggestion);
  const name = kebabCase(text);
  if (name === '' || (options.name !== undefined && options.name !== name)) throw badName(text, name);
  const url =
    options.url ??
    (asks ? await prompts.text({ message: 'URL of the MCP server', initial: EXAMPLE_URL }) : EXAMPLE_URL);
  if (!canParseUrl(url)) throw badUrl(url);
  const { href } = new URL(url);
  if (options.auth) return { name, url: href, title: options.title, auth: fieldsOf(options.auth) };
  if (options.url !== undefined || url !== EXAMPLE_URL) {
    const { probeForStarter } = await import('../../usecases/manifests/probe-for-starter.ts');
    const found = await probeForStarter(href, ports);
    if (found) return { name, url: href, title: options.title ?? found.title, auth: found.auth };
  }
  return { name, url: href, title: options.title, auth: fieldsOf(asks ? await askAuth(prompts) : 'none') };
}

function fieldsOf(auth: NonNullable<InitOptions['auth']>): Starter['auth'] {
  if (auth === 'none') return {};
  return auth === 'oauth' ? { auth } : { auth, api_key_config: { required_at_install: true } };
}

function askAuth(prompts: Context['ports']['prompts']) {
  return prompts.choose<'none' | 'oauth' | 'api_key'>({
    message: 'How is the server authorized?',
    choices: [
      { value: 'oauth', name: 'OAuth: each user consents' },
      { value: 'api_key', name: 'An API key, asked for when the app is installed' },
      { value: 'none', name: 'Not at all' },
    ],
  });
}

function badName(given: string, name: string): Refusal {
  return new Refusal('usage', {
    what: `"${given}" is no name for an app.`,
    why: 'Names are lower-case letters and digits, with single hyphens between.',
    hint: hint`Try: ${{ do: 'run', words: ['init', '--name', name || 'my-app'] }}`,
  });
}

function badUrl(url: string): Refusal {
  return new Refusal('usage', {
    what: `"${url}" is no URL.`,
    hint: hint`An MCP server has one like this: ${{ do: 'run', words: ['init', '--url', EXAMPLE_URL] }}`,
  });
}
