/** The same calls as in the audit file (audit.ts), as rows of the database: what `mcpctl audit` and the console show. */
import type { AuditRow } from '../records-of-callers.ts';
import { secretsOfNow, withoutSecrets } from '../secret.ts';
import type { AuditWriter, NewAuditRow } from '../usecases/access/audit-writer.ts';
import { type AuditOptions, auditedName, withoutSecretsIn } from './audit.ts';
import type { CallObserver, EndedCall, Outcome } from './call-observer.ts';

/**
 * Rows name the caller of each call; the one of the gateway, where a call has none.
 * @param owner Whom the gateway was opened for.
 */
export function auditRowObserver(
  owner: { readonly project: string; readonly name: string },
  writer: Pick<AuditWriter, 'append' | 'record'>,
  { withArguments, isDurable }: AuditOptions,
): CallObserver {
  return {
    begin(call) {
      const { agent, client, method, requestId } = call;
      const { project, name: principal } = call.caller ?? owner;
      // Of this request: another one may be served when the row is made.
      const secrets = secretsOfNow();
      const clean = (text: string) => withoutSecrets(text, secrets);
      let begunBy: string | undefined;
      const row = ({ tool }: Pick<EndedCall, 'tool'>): Omit<NewAuditRow, 'outcome'> => ({
        project,
        principal,
        ...(agent !== undefined && { agent }),
        ...(client && { client: clean(`${client.name} ${client.version}`) }),
        operation: method,
        target: tool === undefined ? clean(auditedName(call, withArguments)) : call.name,
        ...(requestId !== undefined && { requestId }),
        ...(withArguments && { arguments: withoutSecretsIn(call.arguments ?? {}, clean) }),
      });
      return {
        ...(isDurable && {
          async send(target) {
            begunBy = await writer.record({ ...row(target), outcome: 'begun' });
          },
        }),
        end({ milliseconds, outcome, code = CODES[outcome], ...target }) {
          writer.append({
            ...row(target),
            outcome: OUTCOMES[outcome],
            ...(code !== undefined && { code: String(code) }),
            milliseconds: Math.round(milliseconds * 1000) / 1000,
            ...(begunBy !== undefined && { begunBy }),
          });
        },
      };
    },
  };
}

const OUTCOMES: Readonly<Record<Outcome, AuditRow['outcome']>> = {
  ok: 'done',
  input_required: 'done',
  tool_error: 'failed',
  refused: 'refused',
  failed: 'failed',
  cancelled: 'failed',
};

/** What an outcome is called more exactly, where nothing else says so. */
const CODES: Readonly<Partial<Record<Outcome, string>>> = {
  input_required: 'input-required',
  tool_error: 'tool-error',
  cancelled: 'cancelled',
};
