/** `doctor`: tries what every command needs, and says what to do. It changes nothing without `--sweep`. */
import { counted } from '../../counted.ts';
import { Hint, hint } from '../../next-step.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { status } from '../../tools/connection-status.ts';
import { callbackCheckups } from './callbacks.ts';
import { type Checkup, examined } from './check.ts';
import { registrationCheckups, sweptCheckups } from './registrations.ts';

type DoctorPorts = Pick<Ports, 'state' | 'secrets' | 'keyStore' | 'redirects' | 'network' | 'clock'>;

/** Never throws a refusal: a refusal is a finding. */
export async function doctor(
  scope: Scope,
  { sweep }: { readonly sweep: boolean },
  ports: DoctorPorts,
): Promise<Checkup[]> {
  const registrations = sweep ? sweptCheckups : registrationCheckups;
  return [
    ...(await examined('state', 'machine', () => stateCheckup(scope, ports))),
    ...(await examined('key store', 'machine', () => keyStoreCheckup(ports))),
    ...(await callbackCheckups(ports)),
    ...(await examined('registrations', 'machine', () => registrations(scope, ports))),
    ...(await examined('connections', 'machine', () => connectionCheckups(scope, ports))),
  ];
}

async function stateCheckup({ project }: Scope, { state }: DoctorPorts): Promise<Checkup[]> {
  const apps = await state.read((tables) => tables.installations.list(project));
  // An empty write takes the lock and gives it back, so it shows that a write is possible.
  await state.write(async () => undefined);
  const finding = `The database can be read and written; project ${project} has ${counted(apps.length, 'app')}.`;
  return [{ name: 'state', area: 'machine', result: 'ok', finding }];
}

async function keyStoreCheckup({ keyStore }: DoctorPorts): Promise<Checkup[]> {
  const { store, isUnfinished } = await keyStore.describe();
  if (store === undefined) {
    const finding = 'None yet: one is chosen when the first secret is stored.';
    return [{ name: 'key store', area: 'machine', result: 'ok', finding }];
  }
  await keyStore.check();
  if (!isUnfinished)
    return [
      { name: 'key store', area: 'machine', result: 'ok', finding: `The key store ${store} gives the master key.` },
    ];
  const finding = 'A change of the master key was interrupted. Every secret can still be read.';
  return [
    {
      name: 'key store',
      area: 'machine',
      result: 'warning',
      finding,
      next: hint`${{ do: 'run', words: ['keys', 'move', store] }}`,
    },
  ];
}

async function connectionCheckups(scope: Scope, ports: DoctorPorts): Promise<Checkup[]> {
  const targets = await status(scope, ports);
  const open = targets.filter(({ next }) => next !== undefined);
  if (open.length === 0) {
    return [
      {
        name: 'connections',
        area: 'network',
        result: 'ok',
        finding: `${counted(targets.length, 'target')}, nothing to do.`,
      },
    ];
  }
  return open.map((target) => {
    const missing = target.scopesMissing.length > 0 ? `, missing ${target.scopesMissing.join(' ')}` : '';
    const hidden = target.toolsChanged.length > 0 ? `, hides changed tools: ${target.toolsChanged.join(', ')}` : '';
    const { trouble, connection } = target;
    const found = trouble ? [trouble.what, trouble.why].filter(Boolean).join(' ') : connection?.lastError;
    const why = found ? `: ${found.replace(/[.]$/, '')}` : '';
    return {
      name: target.target,
      area: 'network',
      result: 'warning',
      finding: `It is ${target.status.replaceAll('_', ' ')} for ${target.user}${missing}${hidden}${why}.`,
      next: target.next && new Hint([target.next]),
    };
  });
}
