/** Finds clients that no connection uses, since their registration was interrupted. */
import { hint } from '../../next-step.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import { orphanedRegistrations, sweepRegistrations } from '../../providers/orphans.ts';
import type { PendingRegistration } from '../../records.ts';
import { isoTime } from '../../time.ts';
import type { Checkup } from './check.ts';

const SWEEP = hint`${{ do: 'doctor', sweep: true }}`;

type SweepPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

/** One finding for each interrupted registration that no process is working on. */
export async function registrationCheckups(scope: Scope, ports: Pick<Ports, 'state' | 'clock'>): Promise<Checkup[]> {
  return (await orphanedRegistrations(scope, ports)).map((registration) => ({
    name: 'registration',
    area: 'machine',
    result: 'warning',
    finding: `${interrupted(registration)} ${remaining(registration)}`,
    next: SWEEP,
  }));
}

/** The same after deleting the clients at their servers, where the servers allow it (RFC 7592). */
export async function sweptCheckups(scope: Scope, ports: SweepPorts): Promise<Checkup[]> {
  return (await sweepRegistrations(scope, ports)).map(({ registration, outcome }): Checkup => {
    const { endpoint } = registration;
    const found = interrupted(registration);
    const byHand = `Look for a client called mcpctl in the settings of ${new URL(endpoint).host}, and delete it.`;
    if (outcome === 'deleted')
      return { name: 'registration', area: 'machine', result: 'ok', finding: `${found} It was deleted now.` };
    if (typeof outcome === 'string') {
      return {
        name: 'registration',
        area: 'machine',
        result: 'warning',
        finding: `${found} It is forgotten here.`,
        next: byHand,
      };
    }
    const finding = `${found} It could not be deleted: ${outcome.failed}`;
    return { name: 'registration', area: 'machine', result: 'warning', finding, next: SWEEP };
  });
}

function interrupted({ name, endpoint, askedAt, provider }: PendingRegistration): string {
  const client = provider?.clientId === undefined ? 'a client' : `the client ${provider.clientId}`;
  return `Registering ${client} for ${name} at ${endpoint} was interrupted on ${isoTime(askedAt)}.`;
}

function remaining({ provider }: PendingRegistration): string {
  if (provider === undefined) return 'The server may have made one that nobody uses.';
  return 'It is there, and nobody uses it.';
}
