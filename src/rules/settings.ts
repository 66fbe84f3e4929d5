/** How much each rule counts. */
import type { Severity } from '../diagnostic.ts';

export type Profile = 'core' | 'vertesia';

export interface Settings {
  readonly profile: Profile;
  /** By code. What keeps a document from being read is an error whatever is said here. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_SETTINGS: Settings = { profile: 'core', severities: {} };
