/** What a person has to find out, as an option of a command. */
import type { Field } from '../../next-step.ts';
import { quoted } from './shell-quote.ts';

/** The option of each field, and what stands for its value. A field without an option is an operand. */
const OPTIONS: Readonly<Record<Field, readonly [option?: string, placeholder?: string]>> = {
  allow_private: ['--allow-private'],
  answer: ['--set', 'KEY=VALUE'],
  auth: ['--auth', 'TYPE'],
  auth_param: ['--auth-param', 'NAME=VALUE'],
  authorization_endpoint: ['--authorization-endpoint', 'URL'],
  client_id: ['--client-id', 'ID'],
  client_secret: ['--client-secret', 'env:CLIENT_SECRET'],
  code: [],
  file: [],
  home: ['--home', 'DIR'],
  listen_public: ['--listen-public'],
  name: ['--name', 'NAME'],
  no_check: ['--no-check'],
  out: ['--out', 'FILE'],
  port: ['--port', 'N'],
  private_key: ['--client-secret', 'file:key.pem'],
  redirect_host: ['--redirect-host', 'localhost'],
  resource: ['--resource', 'URI'],
  scope: ['--scope', 'SCOPE'],
  token: ['--token', 'env:TOKEN'],
  token_endpoint: ['--token-endpoint', 'URL'],
  url: ['--url', 'URL'],
  verbose: ['--verbose'],
  yes: ['--yes'],
};

/** The words of the option; with a placeholder where the value is not known. */
export function optionOf(field: Field, value?: string): readonly string[] {
  const [option, placeholder] = OPTIONS[field];
  const shown = value === undefined ? placeholder : quoted(value);
  return [option, shown].filter((word) => word !== undefined);
}
