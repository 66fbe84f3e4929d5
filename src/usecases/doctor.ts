/** `doctor`: tries what every command needs, one after the other, and says what to do. It repairs nothing. */
import type { Ports, Scope } from '../ports.ts';
import { Refusal } from '../refusal.ts';
import { status } from './status.ts';

export interface Checkup {
  readonly name: string;
  readonly result: 'ok' | 'warning' | 'failed';
  /** What was found, one sentence. */
  readonly finding: string;
  /** What to do, with the command to type. */
  readonly next?: string;
}

type DoctorPorts = Pick<Ports, 'state' | 'keyStore' | 'redirects' | 'clock'>;

/** Never throws a refusal: what is refused is a finding. */
export async function doctor(scope: Scope, ports: DoctorPorts): Promise<Checkup[]> {
  return [
    ...(await examined('state', () => stateCheckup(scope, ports))),
    ...(await examined('key store', () => keyStoreCheckup(ports))),
    ...(await examined('callback', () => callbackCheckup(ports))),
    ...(await examined('connections', () => connectionCheckups(scope, ports))),
  ];
}

async function examined(name: string, examine: () => Promise<Checkup[]>): Promise<Checkup[]> {
  try {
    return await examine();
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    const finding = thrown.why ? `${thrown.message} ${thrown.why}` : thrown.message;
    return [{ name, result: 'failed', finding, next: thrown.hint }];
  }
}

async function stateCheckup({ project }: Scope, { state }: DoctorPorts): Promise<Checkup[]> {
  const apps = await state.read((tables) => tables.installations.list(project));
  // An empty write takes the lock and gives it back: it shows that others could write.
  await state.write(async () => undefined);
  const finding = `The database can be read and written; project ${project} has ${counted(apps.length, 'app')}.`;
  return [{ name: 'state', result: 'ok', finding }];
}

async function keyStoreCheckup({ keyStore }: DoctorPorts): Promise<Checkup[]> {
  const { store, isUnfinished } = await keyStore.describe();
  if (store === undefined) {
    const finding = 'None yet: one is chosen when the first secret is stored.';
    return [{ name: 'key store', result: 'ok', finding }];
  }
  await keyStore.check();
  if (!isUnfinished)
    return [{ name: 'key store', result: 'ok', finding: `The key store ${store} gives the master key.` }];
  const finding = 'A change of the master key was interrupted. Every secret can still be read.';
  return [{ name: 'key store', result: 'warning', finding, next: `mcpctl keys move ${store}` }];
}

async function callbackCheckup({ redirects }: DoctorPorts): Promise<Checkup[]> {
  const listener = await redirects.listen({});
  await listener.close();
  return [{ name: 'callback', result: 'ok', finding: 'A browser can come back to 127.0.0.1.' }];
}

async function connectionCheckups(scope: Scope, ports: DoctorPorts): Promise<Checkup[]> {
  const targets = await status(scope, ports);
  const open = targets.filter(({ next }) => next !== undefined);
  if (open.length === 0) {
    return [{ name: 'connections', result: 'ok', finding: `${counted(targets.length, 'target')}, nothing to do.` }];
  }
  return open.map((target) => {
    const missing = target.scopesMissing.length > 0 ? `, missing ${target.scopesMissing.join(' ')}` : '';
    const hidden = target.toolsChanged.length > 0 ? `, hides changed tools: ${target.toolsChanged.join(', ')}` : '';
    const why = target.connection?.lastError ? `: ${target.connection.lastError}` : '';
    return {
      name: target.target,
      result: 'warning',
      finding: `It is ${target.status.replaceAll('_', ' ')} for ${target.user}${missing}${hidden}${why}.`,
      next: target.next,
    };
  });
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
