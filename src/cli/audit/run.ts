/** The command `audit`, from its options to its output. */
import { auditRowDocument } from '../../documents/audit.ts';
import { auditList, auditListArguments } from '../../operations/audit.ts';
import type { AuditRow } from '../../records-of-callers.ts';
import type { AuditPart, ReadAuditInput } from '../../usecases/access/read-audit.ts';
import type { Context } from '../context.ts';
import { documentText } from '../output.ts';
import { printOperation, runOperation } from '../run-operation.ts';
import { auditLine, auditText } from './text.ts';

export interface AuditCommandOptions {
  /** Seconds. */
  readonly since?: number;
  readonly tool?: string;
  readonly person?: string;
  readonly limit?: number;
  readonly before?: string;
  readonly arguments?: boolean;
  readonly follow?: boolean;
}

export async function runAudit(context: Context, options: AuditCommandOptions): Promise<undefined> {
  const operation = options.arguments ? auditListArguments : auditList;
  const input = inputOf(options, context.ports.clock.now());
  if (options.follow) return follow(input, operation, context);
  const tell = (part: AuditPart) => auditText(part, context.output);
  await printOperation(operation, { input, tell }, context);
}

/** Milliseconds between two looks. */
const PAUSE = 1000;
/** Other processes write a row a little after its time, so each look goes back so far. Milliseconds. */
const LATE = 5000;
const MOST = 1000;

async function follow(
  { before: _before, limit: _limit, ...filters }: ReadAuditInput,
  operation: typeof auditList,
  context: Context,
): Promise<never> {
  const { ports, output, globals } = context;
  let since = filters.since ?? ports.clock.now();
  let seen = new Set<string>();
  const print = (row: AuditRow) => {
    if (globals.json) output.disclose(JSON.stringify(JSON.parse(documentText(auditRowDocument(row), output.text))));
    else output.data(auditLine(row));
  };
  for (;;) {
    const current = new Set<string>();
    let after = '';
    for (;;) {
      const part = await runOperation(operation, { ...filters, since, after, limit: MOST }, context);
      for (const row of part.rows) {
        current.add(row.id);
        if (!seen.has(row.id)) print(row);
      }
      if (part.next === undefined) break;
      after = part.next;
    }
    seen = current;
    const next = ports.clock.now() - LATE;
    if (next > since) since = next;
    await ports.clock.sleep(PAUSE);
  }
}

function inputOf({ since, tool, person, limit, before }: AuditCommandOptions, now: number): ReadAuditInput {
  return {
    ...(since !== undefined && { since: now - since * 1000 }),
    ...(tool !== undefined && { target: tool }),
    ...(person !== undefined && { principal: person }),
    ...(limit !== undefined && { limit }),
    ...(before !== undefined && { before }),
  };
}
