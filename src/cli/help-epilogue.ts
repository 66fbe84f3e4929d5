/** The environment variables and exit codes at the end of `mcpctl --help`. */
import { EXIT } from '../refusal.ts';

/** Every environment variable that the program reads, and its purpose. */
export const ENVIRONMENT: readonly (readonly [names: string, meaning: string])[] = [
  ['MCPCTL_PROJECT', 'which project, as --project'],
  ['MCPCTL_USER', 'whose connections, as --user'],
  ['MCPCTL_HOME', 'where state lives, as --home; else XDG_DATA_HOME or LOCALAPPDATA decides'],
  ['MCPCTL_DATABASE_URL', 'postgres://…: shared state instead of the embedded database'],
  ['MCPCTL_KEY_STORE', 'where the master key is kept: keychain, environment, passphrase or file'],
  ['MCPCTL_MASTER_KEY', 'the master key, base64 of 32 bytes'],
  ['MCPCTL_NEW_MASTER_KEY', 'the next one, for keys rotate'],
  ['MCPCTL_PASSPHRASE', 'the passphrase that the master key is made of'],
  ['MCPCTL_PUBLIC_URL', 'where people reach the server, for the links that person add and person link print'],
  ['MCPCTL_CLIENT_METADATA_URL', 'where our client metadata is published, as --client-metadata-url'],
  ['CI', 'never ask, as --no-input'],
  ['NO_COLOR, FORCE_COLOR, TERM', 'whether there is colour, as --color'],
  ['BROWSER', 'the browser to open, as --browser'],
  ['SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME', 'whether a browser can be opened here'],
  ['HTTPS_PROXY, HTTP_PROXY, NO_PROXY', 'the proxies to go through'],
  ['NODE_EXTRA_CA_CERTS', 'certificate authorities of your network; read by Node itself'],
  ['GITHUB_ACTIONS', 'set by GitHub: no output can be taken for a command of a workflow'],
  ['GITHUB_STEP_SUMMARY', 'where validate --format github adds a table'],
  [
    'OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    'where the gateway sends traces, over OTLP/HTTP; the other OTEL_ variables hold as OpenTelemetry has them',
  ],
  ['XDG_DATA_HOME, XDG_CONFIG_HOME, LOCALAPPDATA, APPDATA', 'the folders of the platform, for state and keys'],
];

export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  document: 'the document has errors, or more warnings than --max-warnings',
  usage: 'usage: an unknown option, or an answer is missing and asking is not allowed',
  refused: 'refused, by a remote party or by our own policy',
  connect: 'a person must connect, or connect again',
  local: 'local state: database, key store, file permissions, port',
  bug: 'a bug of ours',
  interrupted: 'interrupted, or cancelled at a prompt',
};

/** Returns the end of `mcpctl --help`. */
export function helpEpilogue(): string {
  const variables = ENVIRONMENT.map(([names, meaning]) => `  ${names}\n      ${meaning}`);
  const codes = Object.entries(EXIT_MEANINGS).map(
    ([name, meaning]) => `  ${String(EXIT[name as keyof typeof EXIT]).padStart(3)}  ${meaning}`,
  );
  return ['', 'Environment:', ...variables, '', 'Exit codes:', ...codes].join('\n');
}
