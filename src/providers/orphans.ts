/** Registrations that a crash left behind: `doctor` shows them, and `doctor --sweep` deletes them. */
import type { Ports, Scope } from '../ports/index.ts';
import type { PendingRegistration } from '../records.ts';
import { type ForgottenRegistration, forgetRegistration } from './forget-registration.ts';

/** In milliseconds: no registration takes longer, so no process works on an older one. */
const UNDER_WAY = 60_000;

type SweepPorts = Pick<Ports, 'state' | 'secrets' | 'network' | 'clock'>;

export interface SweptRegistration {
  readonly registration: PendingRegistration;
  /** `unknown` when the response of the server never arrived. */
  readonly outcome: ForgottenRegistration | 'unknown';
}

export async function orphanedRegistrations(
  { project }: Pick<Scope, 'project'>,
  { state, clock }: Pick<Ports, 'state' | 'clock'>,
): Promise<PendingRegistration[]> {
  const pending = await state.read((tables) => tables.registrations.list(project));
  return pending.filter(({ askedAt }) => clock.now() - askedAt > UNDER_WAY);
}

/**
 * Deletes each client at its server where that is possible (RFC 7592), and forgets it unless the server could not be
 * reached.
 */
export async function sweepRegistrations(
  scope: Pick<Scope, 'project'>,
  ports: SweepPorts,
): Promise<SweptRegistration[]> {
  return sweep(await orphanedRegistrations(scope, ports), ports);
}

/**
 * The same for a server that does it by itself, in every project: an entry whose client never became known stays for `doctor`,
 * which tells a person to look for it.
 */
export async function sweepKnownRegistrations(ports: SweepPorts): Promise<void> {
  const projects = await ports.state.read((tables) => tables.projects());
  for (const project of projects) {
    const orphaned = await orphanedRegistrations({ project }, ports);
    await sweep(
      orphaned.filter(({ provider }) => provider !== undefined),
      ports,
    );
  }
}

async function sweep(orphaned: readonly PendingRegistration[], ports: SweepPorts): Promise<SweptRegistration[]> {
  const swept: SweptRegistration[] = [];
  for (const registration of orphaned) {
    const { id, provider } = registration;
    const outcome = (provider && (await forgetRegistration(provider, ports))) ?? 'unknown';
    swept.push({ registration, outcome });
    if (typeof outcome === 'string') await ports.state.write((tables) => tables.registrations.remove(id));
  }
  return swept;
}
