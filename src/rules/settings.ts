/** Which rules count, and how much. */
import type { Severity } from '../diagnostic.ts';

export const PROFILES = ['core', 'vertesia'] as const;
export type Profile = (typeof PROFILES)[number];

export interface Settings {
  readonly profile: Profile;
  /** By code. The faults that keep a document from being read are errors, whatever this says. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_SETTINGS: Settings = { profile: 'core', severities: {} };
