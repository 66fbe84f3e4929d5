/** The outcome of `import`, as a document (docs/json.md). */
import { nextMembers } from '../next-step.ts';
import type { ImportedServer } from '../usecases/clients/import.ts';
import type { TakenOut } from '../usecases/clients/take-out-secrets.ts';

export interface ImportOutcome {
  readonly path: string;
  readonly servers: readonly ImportedServer[];
  readonly taken: TakenOut;
  readonly exposed: readonly string[];
}

export function importedDocument({ path, servers, taken, exposed }: ImportOutcome): object {
  return {
    file: path,
    backup: taken.backup ?? null,
    taken_out: taken.names,
    exposed,
    servers: servers.map(({ name, server, outcome, why, next, secretsStored }) => ({
      name,
      server: server ?? null,
      outcome,
      why: why ?? null,
      ...nextMembers(next),
      secrets_stored: secretsStored,
    })),
  };
}
