/** Which rules count, and how much: the command line decides first, the configuration file second. */
import type { Severity } from '../diagnostic.ts';
import { isJsonObject } from '../json-object.ts';
import { readDocument } from '../manifest/document.ts';
import { nearest } from '../manifest/nearest.ts';
import type { Ports } from '../ports/index.ts';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import { codeNames } from '../rules/codes.ts';
import { PROFILES, type Profile, type Settings } from '../rules/settings.ts';

const CONFIG_NAMES = ['.mcpctlrc.json', '.mcpctlrc.yaml', '.mcpctlrc.yml', 'package.json'];
const CONFIG_LIMIT = 1024 * 1024;

/** The options of the command line. */
export interface SettingsInput {
  readonly profile?: Profile;
  /** Each `CODE=off|warn|error`. */
  readonly rules?: readonly string[];
  /** Without, no configuration file counts. */
  readonly config?: boolean;
  /** Without, no comment in a document silences anything. */
  readonly ignore?: boolean;
}

/**
 * Reads the nearest configuration in this folder and the folders above, up to the root of the repository or the home folder.
 *
 * @param notice is called with a sentence for each configuration that does not count.
 * @throws Refusal `config-invalid`, or `usage` for an option that is wrong.
 */
export async function lintSettings(
  input: SettingsInput,
  { files }: Pick<Ports, 'files'>,
  notice: (text: string) => void = () => {},
): Promise<Settings> {
  const config = input.config === false ? {} : await nearestConfig(files, notice);
  const given = (input.rules ?? []).map(parseRule);
  return {
    profile: input.profile ?? config.profile ?? 'core',
    severities: { ...config.severities, ...Object.fromEntries(given) },
    ...(input.ignore === false && { ignoresComments: true }),
  };
}

/** Every path at which a configuration counts, whether or not it is there now. */
export function configurationPaths(files: Pick<Ports['files'], 'namesUpwards'>): readonly string[] {
  return files.namesUpwards(CONFIG_NAMES);
}

async function nearestConfig(files: Ports['files'], notice: (text: string) => void): Promise<Partial<Settings>> {
  for (const { path, distrust } of await files.findUpwards(CONFIG_NAMES)) {
    const isPackage = path.endsWith('package.json');
    if (distrust) {
      if (!isPackage) notice(`The configuration in ${printable(path)} does not count. ${distrust}`);
      continue;
    }
    const { value, faults } = await readDocument({ name: path, text: await files.read(path, CONFIG_LIMIT) });
    if (isPackage && !(isJsonObject(value) && Object.hasOwn(value, 'mcpctl'))) continue;
    if (faults[0]) throw invalid(path, faults[0].message);
    return parseConfig(path, isPackage ? (value as { mcpctl: unknown }).mcpctl : value);
  }
  return {};
}

function parseConfig(path: string, value: unknown): Partial<Settings> {
  if (!isJsonObject(value)) throw invalid(path, 'The configuration is an object with "profile" and "rules".');
  for (const name of Object.keys(value)) {
    if (!['profile', 'rules', '$schema'].includes(name)) throw invalid(path, `It has no setting "${name}".`);
  }
  const { profile, rules = {} } = value;
  if (profile !== undefined && !PROFILES.includes(profile as Profile)) {
    throw invalid(path, `The profile is one of: ${PROFILES.join(', ')}.`);
  }
  if (!isJsonObject(rules)) throw invalid(path, '"rules" is an object from code to "off", "warn" or "error".');
  const severities = Object.entries(rules).map(([code, level]) => [
    checkedCode(code, (why) => invalid(path, why)),
    severityOf(level, (why) => invalid(path, `${code}: ${why}`)),
  ]);
  return { ...(profile !== undefined && { profile: profile as Profile }), severities: Object.fromEntries(severities) };
}

function parseRule(text: string): [string, Severity | 'off'] {
  const [code = '', level = ''] = text.split('=', 2);
  const refuse = (why: string) =>
    new Refusal('usage', {
      what: `--rule ${text} is not understood.`,
      why,
      hint: 'Write it as: --rule CODE=off|warn|error',
    });
  return [checkedCode(code, refuse), severityOf(level, refuse)];
}

function checkedCode(code: string, refuse: (why: string) => Refusal): string {
  if (codeNames().includes(code)) return code;
  const meant = nearest(code, codeNames());
  throw refuse(meant ? `There is no code "${code}". Did you mean ${meant}?` : `There is no code "${code}".`);
}

function severityOf(level: unknown, refuse: (why: string) => Refusal): Severity | 'off' {
  if (level === 'warn' || level === 'warning') return 'warning';
  if (level === 'off' || level === 'error') return level;
  throw refuse('A severity is off, warn or error.');
}

function invalid(path: string, why: string): Refusal {
  return new Refusal('config-invalid', {
    what: `The configuration in ${path} is not valid.`,
    why,
    hint: 'It looks like this: {"profile": "core", "rules": {"namespace-unique": "error"}}',
    details: { file: path },
  });
}
