/** `status --agent`: whether each attached server can be used now. The servers are asked, all at the same time. */
import { type NextStep, stepsOf } from '../../next-step.ts';
import type { Ports, Scope } from '../../ports/index.ts';
import type { Attachment } from '../../records.ts';
import type { Refusal } from '../../refusal.ts';
import { toolServers } from '../../targets.ts';
import { allowsTool } from '../../tools/attachments.ts';
import { status, type TargetStatus } from '../../tools/connection-status.ts';
import { type ServerTools, type ToolPorts, withTools } from '../../tools/tools.ts';
import { showAgent } from './agent.ts';

export type AttachmentState =
  /** It wants no consent, and answers. */
  | 'ready'
  | 'connected'
  | 'expiring'
  | 'not_connected'
  | 'needs_reconnect'
  | 'scope_missing'
  | 'unreachable'
  /** It was uninstalled or deleted since. */
  | 'gone';

export interface AttachmentStatus {
  readonly attachment: Attachment;
  readonly state: AttachmentState;
  readonly url?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
  readonly scopesMissing: readonly string[];
  /** How many tools the agent has of it; undefined when it was not, or could not be, asked. */
  readonly tools?: number;
  readonly why?: string;
  /** What helps. */
  readonly next?: NextStep;
}

/** Refuses `agent-unknown`. */
export async function agentStatus(
  name: string,
  scope: Scope,
  ports: ToolPorts & Pick<Ports, 'state' | 'clock'>,
): Promise<AttachmentStatus[]> {
  const { attachments } = await showAgent({ name }, scope, ports);
  const known = new Map((await status(scope, ports)).map((each) => [each.target, each]));
  const servers = await toolServers(scope.project, ports.state);
  const usable = servers.filter((server) => {
    const isAttached = attachments.some((each) => each.server === server.name);
    return isAttached && USABLE.has(known.get(server.name)?.status ?? '');
  });
  return withTools({ servers: usable, scope }, ports, async (listed) => {
    const answers = new Map(listed.map((each) => [each.server.name, each]));
    return attachments.map((each) => judge(name, each, known.get(each.server), answers.get(each.server)));
  });
}

const USABLE: ReadonlySet<string> = new Set([
  'connected',
  'expiring',
  'api_key_stored',
  'token_stored',
  'no_authorization',
] satisfies TargetStatus['status'][]);

function judge(
  agent: string,
  attachment: Attachment,
  known: TargetStatus | undefined,
  answer: ServerTools | undefined,
): AttachmentStatus {
  if (known === undefined) {
    const next: NextStep = { do: 'detach', agent, target: attachment.server };
    return { attachment, state: 'gone', scopesMissing: [], why: 'It was uninstalled or deleted.', next };
  }
  const { url, expiresAt, scopesMissing, next, connection } = known;
  const base = { attachment, url, expiresAt, scopesMissing, next };
  if (answer === undefined) {
    const isDead = known.status === 'reconnect_needed';
    return { ...base, state: isDead ? 'needs_reconnect' : 'not_connected', why: connection?.lastError };
  }
  if ('refusal' in answer) return { ...base, ...refused(answer.refusal) };
  const tools = answer.tools.filter(({ tool }) => allowsTool(attachment, tool.name)).length;
  if (scopesMissing.length > 0) return { ...base, tools, state: 'scope_missing' };
  if (known.status === 'expiring') return { ...base, tools, state: 'expiring' };
  return { ...base, tools, state: known.status === 'connected' ? 'connected' : 'ready' };
}

/** The hint of a refusal that a person can cure has the step for it. */
function refused({
  code,
  message,
  why,
  hint,
  details,
}: Refusal): Partial<AttachmentStatus> & { state: AttachmentState } {
  const reason = { why: why ? `${message} ${why}` : message, next: stepsOf(hint)[0] };
  switch (code) {
    case 'not-connected':
      return { ...reason, state: 'not_connected' };
    case 'reconnect-needed':
    case 'token-refused':
      return { ...reason, state: 'needs_reconnect' };
    case 'insufficient-scope':
      return { ...reason, state: 'scope_missing', scopesMissing: (details.scopes_missing as string[]) ?? [] };
    default:
      return { ...reason, state: 'unreachable' };
  }
}
