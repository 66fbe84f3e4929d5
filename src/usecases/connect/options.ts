/** How a person wants to connect: the options of the command, read. */
import type { AssertionSource } from '../../records.ts';
import type { Secret } from '../../secret.ts';

export interface ConnectOptions {
  /** `print` shows the address instead of opening it; `device` needs no browser here at all. */
  readonly way: 'open' | 'print' | 'paste' | 'device';
  /** For the callback; chosen by the system when left out. */
  readonly port?: number;
  readonly timeoutSeconds: number;
  /** Asked for beside what is known. */
  readonly scopes: readonly string[];
  readonly clientMetadataUrl?: string;
  readonly clientId?: string;
  readonly clientSecret?: Secret;
  /** Nobody is asked: the token is given for this assertion. */
  readonly assertion?: AssertionSource;
  /** Extra parameters of the authorization request; remembered with the provider. */
  readonly authParams: Readonly<Record<string, string>>;
}

export const DEFAULT_TIMEOUT_SECONDS = 300;
