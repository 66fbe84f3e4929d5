/** Which rules count, and how much. */
import type { Severity } from '../diagnostic.ts';
import { NEVER_SILENCED } from './built-in-codes.ts';

export const PROFILES = ['core', 'vertesia'] as const;
export type Profile = (typeof PROFILES)[number];

export interface Settings {
  readonly profile: Profile;
  /** By code, as the person wrote it. `configuredSeverity` says what counts of it. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Whether comments that silence findings have no effect. */
  readonly ignoresComments?: boolean;
}

export const DEFAULT_SETTINGS: Settings = { profile: 'core', severities: {} };

/**
 * The rules about how names are written, which an installation can do without. Everything else that is an error would be wrong
 * in what is installed.
 */
export const STYLE_CODES: ReadonlySet<string> = new Set([
  'collection-id-snake-case',
  'collection-name-unique',
  'name-kebab-case',
]);

/** For a document that was judged before, by settings that are not known any more. */
export const WITHOUT_STYLE: Settings = {
  profile: 'core',
  severities: Object.fromEntries([...STYLE_CODES].map((code) => [code, 'off' as const])),
};

/** What of the settings counts for a document that is used, and not only shown: what is stricter, and style. */
export function settingsForUse({ profile, severities }: Settings): Settings {
  const counting = Object.entries(severities).filter(([code, level]) => level === 'error' || STYLE_CODES.has(code));
  return { profile, severities: Object.fromEntries(counting) };
}

/** The severity that the settings give a code. They can make what is never silenced an error, and nothing less. */
export function configuredSeverity(code: string, severities: Settings['severities']): Severity | 'off' | undefined {
  const severity = Object.hasOwn(severities, code) ? severities[code] : undefined;
  return severity !== 'error' && NEVER_SILENCED.has(code) ? undefined : severity;
}
