/** Agents and what they may use, for people. */
import { Hint, hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import type { Agent, Attachment } from '../../records.ts';
import { styles } from '../../styles.ts';
import { isoTime } from '../../time.ts';
import type { AttachmentStatus } from '../../usecases/agents/agent-status.ts';
import type { Output } from '../output.ts';
import { writeTable } from '../render/table.ts';

export function agentText({ name, attachments }: Agent, color: boolean): string {
  const lines = attachments.map((each) => `  ${printable(each.server)}: ${printable(toolsText(each))}`);
  return [`agent ${styles(color).strong(printable(name))}`, ...(lines.length > 0 ? lines : ['  may use nothing'])].join(
    '\n',
  );
}

export async function agentsText(agents: readonly Agent[], output: Output): Promise<void> {
  if (agents.length === 0) {
    output.say(hint`This project has no agent. Make one with: ${{ do: 'create', what: 'agent' }}`);
    return;
  }
  await writeTable(
    agents,
    [
      { title: 'agent', text: ({ name }) => name, whole: true },
      { title: 'servers', text: ({ attachments }) => attachments.map(({ server }) => server).join(', ') || '-' },
    ],
    output,
  );
}

export async function agentStatusText(statuses: readonly AttachmentStatus[], output: Output): Promise<void> {
  if (statuses.length === 0) {
    output.say(hint`Nothing is attached to this agent. Attach a server with: ${{ do: 'attach' }}`);
    return;
  }
  await writeTable(
    statuses,
    [
      { title: 'server', text: ({ attachment }) => attachment.server, whole: true },
      { title: 'state', text: ({ state }) => state.replaceAll('_', ' '), whole: true },
      { title: 'until', text: ({ expiresAt }) => time(expiresAt)?.slice(0, 16) ?? '-' },
      { title: 'tools', text: ({ tools }) => String(tools ?? '-') },
      { title: 'why', text: ({ why, scopesMissing }) => why ?? (scopesMissing.join(' ') || '-') },
      { title: 'next', text: ({ next }) => (next ? output.text(new Hint([next])) : '-'), whole: true },
    ],
    output,
  );
}

function toolsText({ tools }: Attachment): string {
  return tools.length === 0 ? 'all tools' : tools.join(' ');
}

function time(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : isoTime(milliseconds);
}
