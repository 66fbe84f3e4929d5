/**
 * What `mcpctl explain`, SARIF reports and docs/rules.md say about each code, in the order of docs/rules.md. A check needs
 * none of it, so these texts are apart from the rules.
 */
import { allCodes } from './codes.ts';
import type { ReportedCode } from './rule.ts';

interface RuleTexts {
  /** One sentence that is true of every document without this fault. */
  readonly description: string;
  /** Whole sentences that say why, where the description does not. */
  readonly rationale?: string;
}

export interface RuleMetadata extends ReportedCode, RuleTexts {}

/** The metadata of every code that `validate` can report, in the order of docs/rules.md. */
export function allRuleMetadata(): readonly RuleMetadata[] {
  return allCodes().map(withTexts);
}

/** @param code one of `allCodes`. */
export function ruleMetadata(code: string): RuleMetadata {
  const known = allCodes().find((each) => each.code === code);
  if (!known) throw new Error(`no rule has the code ${code}`);
  return withTexts(known);
}

function withTexts(reported: ReportedCode): RuleMetadata {
  const texts = RULE_TEXTS[reported.code];
  if (!texts) throw new Error(`src/rules/metadata.ts has no entry for ${reported.code}`);
  const { code, severity, severityForVertesia } = reported;
  return { code, severity, severityForVertesia, ...texts };
}

/** In the order of src/rules/rules.ts, with the codes that no rule reports before and after. */
export const RULE_TEXTS: Readonly<Record<string, RuleTexts>> = {
  syntax: {
    description: 'The document is JSON (RFC 8259), JSONC by its extension, or YAML 1.2.',
    rationale: 'YAML anchors, aliases and custom tags are left out: they hide what a reviewer has to see.',
  },
  'duplicate-key': {
    description: 'No property is given twice in one object.',
    rationale:
      'Readers disagree about which of the two counts, so a reviewer may see one value and a server use another.',
  },
  'too-large': { description: 'The document is at most 1 MiB.' },
  'too-deep': { description: 'The document is nested at most 32 levels deep.' },
  'required-field': { description: 'Every required field is there.' },
  'unknown-field': {
    description: 'Every field is one that the schema knows.',
    rationale: 'A misspelt optional field would otherwise be left out without a word.',
  },
  'wrong-type': { description: 'Every value has the type that the schema gives it.' },
  'invalid-value': { description: 'Every value is one of those that the schema lists.' },
  'collection-id-snake-case': {
    description:
      'The id of a collection is snake_case: lower-case letters and digits, with single underscores between.',
    rationale: 'Bindings of installed apps refer to the id. It has to be the same text everywhere, and never changes.',
  },
  'name-kebab-case': {
    description: 'The manifest name, the keys of oauth_providers and the names of providers are kebab-case.',
    rationale: 'The name of a provider is made of the manifest name and the key, and people type it.',
  },
  'namespace-characters': {
    description:
      'A namespace is 1 to 32 characters of A-Z, a-z, 0-9, _ and -, best in snake_case (a warning otherwise).',
    rationale: 'It starts the name of every tool, and model providers accept no other characters there.',
  },
  'collection-id-unique': {
    description: 'No two collections have the same id.',
    rationale: 'The id says which provider a collection is bound to.',
  },
  'collection-name-unique': {
    description: 'No two collections have the same name.',
    rationale: 'People choose a collection by its name.',
  },
  'namespace-unique': {
    description: 'No two collections have the same namespace.',
    rationale: 'Two tools of the same name would collide, and the call would be refused.',
  },
  'namespace-ambiguous': {
    description: 'No namespace is the start of another, up to an underscore.',
    rationale: 'Tool b_c of namespace a and tool c of namespace a_b would both be called a_b_c.',
  },
  'oauth-methods-exclusive': {
    description: 'A collection has at most one of oauth_provider, oauth_config and oauth_app.',
    rationale: 'Each of them names the provider of the collection, and a collection has one.',
  },
  'oauth-scopes-need-provider': { description: 'Only a collection with a shared provider may add scopes to it.' },
  'oauth-provider-needs-oauth-auth': { description: 'A collection with oauth_provider has auth: "oauth".' },
  'oauth-provider-known': { description: 'oauth_provider is a key of oauth_providers.' },
  'oauth-auth-missing': {
    description: 'A collection with oauth_config or oauth_app has auth: "oauth".',
    rationale:
      'Without it, mcpctl takes auth as "oauth"; the platform counts the collection as public, and never uses its provider.',
  },
  'api-key-config-ignored': { description: 'api_key_config stands only beside auth: "api_key".' },
  'oauth-ignored': { description: 'oauth_config and oauth_app do not stand beside an auth that is not "oauth".' },
  'provider-name-unique': {
    description: 'The providers that install makes of a manifest have different names.',
    rationale:
      'The name of a provider is unique in a project. It is the name field, or {manifest name}-{key} for an entry of oauth_providers, or the id in kebab-case for an oauth_config.',
  },
  'provider-unused': {
    description: 'Every entry of oauth_providers is referred to by a collection.',
    rationale: 'Install would make a provider, and ask for its secret, that nothing uses.',
  },
  'secret-in-manifest': {
    description: 'No secret stands in the document: nothing under a name made for one, no text in the format of one.',
    rationale: 'A manifest is shared, published and committed. The value itself is never shown, in any format.',
  },
  'url-invalid': {
    description:
      'A URL is absolute, http or https, written in its normal form, and in the characters of RFC 3986, without $. It may have placeholders such as {{studio}}.',
    rationale:
      'Parsers silently repair many spellings, each in its own way. What a reviewer reads has to be what is called. Clients replace $NAME by what is in the environment.',
  },
  'url-insecure': {
    description: 'A URL is https, unless its host is loopback.',
    rationale: 'Tokens go to these addresses. On the way anyone could read them.',
  },
  'url-credentials': {
    description: 'A URL holds no user name and no password.',
    rationale: 'They would end up in logs, and clients ignore them or send them where nobody expects it.',
  },
  'url-fragment': {
    description: 'A URL has no fragment.',
    rationale: 'A fragment is never sent. RFC 6749, section 3.1, and RFC 8707, section 2, forbid it.',
  },
  'scope-syntax': {
    description: 'Every scope is a scope token of RFC 6749, section 3.3: printable ASCII without space, " and \\.',
    rationale: 'Scopes are sent in one text with spaces between, so a scope with a space is two.',
  },
  'scope-duplicate': { description: 'No scope stands twice in one list.' },
  'required-at-install-duplicate': { description: 'required_at_install names nothing twice.' },
  'client-credentials-secret': {
    description: 'A client with the grant client_credentials asks for its secret at install.',
    rationale:
      'The grant is for confidential clients only (RFC 6749, section 4.4), and a manifest cannot hold the secret.',
  },
  'client-credentials-pkce': {
    description: 'Neither use_pkce nor authorization_endpoint stands beside the grant client_credentials.',
    rationale: 'Both belong to the consent of a user, which this grant does not have.',
  },
  'pkce-disabled': {
    description: 'PKCE is not switched off.',
    rationale:
      'Without it a stolen authorization code can be used (RFC 9700, section 2.1.1). Servers that do not know PKCE ignore it.',
  },
  'label-characters': {
    description:
      'Text for people has no control, bidirectional or invisible characters, and at most 200 characters (descriptions 4,000).',
    rationale: 'Such characters can make a text look like another one, or control the terminal that shows it.',
  },
  'variable-reference': {
    description: 'Names have no $, and headers no variable such as $NAME.',
    rationale:
      'Clients replace variables in their configuration, so a name could send what is in the environment to a server. mcpctl replaces none: secrets are references, such as env:NAME.',
  },
  'host-mixed-script': {
    description: 'The host of a URL is written in ASCII.',
    rationale: 'Letters of other scripts can look like Latin ones and lead to somebody else.',
  },
  'listing-incomplete': {
    description: 'The manifest has name, title, description, publisher, status and visibility.',
    rationale: 'The platform requires them; elsewhere people see the app without them.',
  },
  'platform-shape': {
    description:
      'What only the platform reads (ui, source, capabilities, settings_schema and others) has the shape that it accepts.',
    rationale:
      'No command of ours acts on these parts, but the platform refuses the whole manifest for one wrong name in them.',
  },
  'name-required': {
    description: 'The manifest has a name when an entry of oauth_providers has none.',
    rationale: 'The provider of such an entry is called {manifest name}-{key}.',
  },
  'legacy-form': {
    description:
      'The manifest uses today’s forms: collections are objects with an id, and visibility says who may install.',
    rationale: 'Early manifests had collections as plain URLs or without an id, and "private": true.',
  },
  'tool-name-budget': {
    description: 'A namespace leaves 32 of the 64 characters of a tool name for the tool.',
    rationale: 'Longer names are shortened with a hash, which tells an agent less.',
  },
  'server-url-renamed': { description: 'The address of an MCP server is config.endpoint, not server_url.' },
  'server-auth-misplaced': { description: 'auth stands under config.' },
  'secret-literal': {
    description: 'Secrets of a server document are references: env:NAME, file:PATH, op://…, exec:….',
    rationale: 'A file with a secret gets committed. The literal works, and is never shown.',
  },
  'server-auth-fields': {
    description:
      'config.auth has the fields of its type: none that belong to another one, and all that discovery cannot fill.',
  },
  'suppression-unused': {
    description:
      'Every mcpctl-ignore comment names a finding of its line or of the next one, and says why it is silenced.',
    rationale: 'A comment that silences nothing will hide the next mistake on that line.',
  },
  'more-findings': {
    description: 'The document has at most 200 findings.',
    rationale:
      'Of more, a report shows errors before warnings and says how many are left. All of them count for the exit code.',
  },
};
