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

/** The severity that the settings give a code. They can make what is never silenced an error, and nothing less. */
export function configuredSeverity(code: string, severities: Settings['severities']): Severity | 'off' | undefined {
  const severity = Object.hasOwn(severities, code) ? severities[code] : undefined;
  return severity !== 'error' && NEVER_SILENCED.has(code) ? undefined : severity;
}
