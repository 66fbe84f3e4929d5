/** The keychain of the platform, behind the interface of keytar. Each call runs in a process that can be killed. */
import { join } from 'node:path';
import { Refusal } from '../refusal.ts';
import { childEnvironment } from './child-environment.ts';
import type { KeychainAnswer, KeychainRequest } from './keychain-child.ts';

export interface Keychain {
  /** Null does not prove that there is no entry: a locked keychain may answer null as well. */
  getPassword(account: string): Promise<string | null>;
  setPassword(account: string, value: string): Promise<void>;
  deletePassword(account: string): Promise<void>;
}

export interface KeychainOptions {
  /** In milliseconds, after which a call is ended: long where a person may have to unlock the keychain. */
  readonly deadline: number;
  readonly environment: NodeJS.ProcessEnv;
  /** The program that calls the keychain; it lies beside the bundle. */
  readonly child?: string;
}

/**
 * A call without an answer in time means that the keychain is locked.
 * @throws Refusal key-store-locked, key-store-unavailable
 */
export function createKeychain({ deadline, environment, child = CHILD }: KeychainOptions): Keychain {
  const ask = async (request: KeychainRequest) => {
    const answer = await runChild(child, request, deadline, environment);
    if ('failure' in answer) throw refused(answer.failure);
    return answer.value;
  };
  return {
    getPassword: (account) => ask({ operation: 'get', account }),
    setPassword: async (account, value) => void (await ask({ operation: 'set', account, value })),
    deletePassword: async (account) => void (await ask({ operation: 'delete', account })),
  };
}

/**
 * Writes, reads and deletes an entry, which alone proves that a keychain works.
 * @throws Refusal key-store-locked, key-store-unavailable
 */
export async function probeKeychain(keychain: Keychain): Promise<void> {
  const account = `probe-${crypto.randomUUID()}`;
  await keychain.setPassword(account, account);
  const read = await keychain.getPassword(account);
  await keychain.deletePassword(account);
  if (read !== account) throw refused('It does not keep what it is given.');
}

const CHILD = join(import.meta.dirname, 'keychain-child.js');

async function runChild(
  child: string,
  request: KeychainRequest,
  deadline: number,
  environment: NodeJS.ProcessEnv,
): Promise<KeychainAnswer> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child], {
      env: childEnvironment(environment),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const killing = setTimeout(() => {
      running.kill('SIGKILL');
      reject(locked(`It did not answer within ${deadline / 1000} s; it may be waiting to be unlocked.`));
    }, deadline);
    let output = '';
    let complaint = '';
    running.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    running.stderr.setEncoding('utf8').on('data', (text) => {
      complaint += text;
    });
    running.stdin.on('error', () => {}).end(JSON.stringify(request));
    running.on('error', reject);
    running.on('close', () => {
      clearTimeout(killing);
      try {
        resolve(JSON.parse(output));
      } catch {
        resolve({ failure: complaint.trim().split('\n').at(-1) || 'The keychain program stopped.' });
      }
    });
  });
}

function refused(failure: string): Refusal {
  if (/locked|dismissed|prompt/i.test(failure)) return locked(failure);
  return new Refusal('key-store-unavailable', {
    what: 'There is no keychain to keep the master key in.',
    why: failure,
    hint: 'Choose another key store: MCPCTL_KEY_STORE=file, MCPCTL_KEY_STORE=passphrase, or MCPCTL_MASTER_KEY (base64 of 32 bytes)',
    details: { key_store: 'keychain' },
  });
}

function locked(why: string): Refusal {
  return new Refusal('key-store-locked', {
    what: 'The keychain is locked or does not answer.',
    why,
    hint: 'Unlock it (log in to the desktop session), then run the command again.',
    details: { key_store: 'keychain' },
  });
}
