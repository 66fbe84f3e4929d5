/** Runs an operation like `perform`, and keeps in the audit who did it and how it ended. Reading is not kept. */
import { type Given, isNeeds, type Needs } from '../plan/needs.ts';
import { Refusal } from '../refusal.ts';
import type { AuditWriter, NewAuditRow } from '../usecases/access/audit-writer.ts';
import type { Operation, Work } from './operation.ts';
import { perform } from './perform.ts';

export interface Auditing {
  readonly writer: Pick<AuditWriter, 'append'>;
  readonly requestId?: string;
  /** How the client introduced itself. */
  readonly client?: string;
}

/** @throws whatever `perform` throws */
export async function performAudited<Input extends object, Output extends object>(
  operation: Operation<Input, Output>,
  input: Input & Given,
  { work, writer, ...request }: { readonly work: Work } & Auditing,
): Promise<Output | Needs> {
  if (operation.effect === 'reads') return perform(operation, input, work);
  const { caller, ports } = work;
  const startedAt = ports.clock.elapsed();
  const append = (
    who: { readonly project: string; readonly name: string },
    end: Pick<NewAuditRow, 'outcome' | 'code'>,
  ) => {
    // Nobody is known, and so no project, before a ticket or a link is good.
    if (who.project === '') return;
    const milliseconds = Math.round((ports.clock.elapsed() - startedAt) * 1000) / 1000;
    const { project, name: principal } = who;
    writer.append({
      ...request,
      project,
      principal,
      operation: operation.name,
      target: targetOf(input),
      milliseconds,
      ...end,
    });
  };
  try {
    const output = await perform(operation, input, work);
    // What needs an answer has not happened.
    if (!isNeeds(output)) append(operation.whoIn?.(output) ?? caller, { outcome: 'done' });
    return output;
  } catch (thrown) {
    append(caller, thrown instanceof Refusal ? { outcome: 'refused', code: thrown.code } : { outcome: 'failed' });
    throw thrown;
  }
}

/** The members of an input that name what it is about, the first that there is. */
const NAMES = ['name', 'app', 'server', 'agent', 'id', 'actorId', 'externalKey', 'target'];
const LONGEST = 256;

/** Only names: an input may hold secrets, and they are in none of these. */
export function targetOf(input: object): string {
  const members: Readonly<Record<string, unknown>> = { ...settingsIn(input), ...input };
  const name = NAMES.map((each) => members[each]).find((value) => typeof value === 'string');
  return typeof name === 'string' ? name.slice(0, LONGEST) : '';
}

function settingsIn(input: object): object {
  const settings: unknown = 'settings' in input ? input.settings : undefined;
  return typeof settings === 'object' && settings !== null ? settings : {};
}
