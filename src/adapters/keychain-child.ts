/**
 * A process of its own for every call to the keychain, because a pending unlock prompt cannot be aborted: even
 * `process.exit()` waits for it. The parent kills this process at its deadline. One JSON request on standard
 * input, one JSON answer on standard output.
 */
import { readFileSync } from 'node:fs';
import { Entry } from '@napi-rs/keyring';

export interface KeychainRequest {
  readonly operation: 'get' | 'set' | 'delete';
  readonly account: string;
  readonly value?: string;
}

export type KeychainAnswer = { readonly value: string | null } | { readonly failure: string };

/** As other programs show it in their list of passwords. */
const SERVICE = 'mcpctl';

function answer({ operation, account, value }: KeychainRequest): KeychainAnswer {
  try {
    // Without this the library falls back to the kernel's keyring, which is gone after a restart.
    const entry = new Entry(SERVICE, account, { linux: { store: 'secret-service' } });
    if (operation === 'set') entry.setPassword(value ?? '');
    if (operation === 'delete') entry.deletePassword();
    return { value: operation === 'get' ? entry.getPassword() : null };
  } catch (thrown) {
    return { failure: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

process.stdout.write(JSON.stringify(answer(JSON.parse(readFileSync(0, 'utf8')))));
