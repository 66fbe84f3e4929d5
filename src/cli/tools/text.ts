/** What `tools` prints for people and for pipes. */
import { hint, type NextStep } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { EXIT, type Refusal } from '../../refusal.ts';
import { styles } from '../../styles.ts';
import { type OfferedTool, offered, type ServerTools } from '../../tools/tools.ts';
import type { Output } from '../output.ts';
import { NO_SERVERS } from '../render/nothing-installed.ts';

/** Groups the tools by server on a terminal. In a pipe each tool is a line: name, tab, description. */
export function toolsText(listed: readonly ServerTools[], output: Output): void {
  if (listed.length === 0) output.say(NO_SERVERS);
  if (output.isTerminal) for (const each of listed) group(each, output);
  else for (const { name, tool } of offered(listed)) output.data(`${printable(name)}\t${summary(tool)}`);
  for (const each of listed) problems(each, output);
}

/** An incomplete list is not success. The exit code says whether a person must connect, or a server is at fault. */
export function incomplete(failures: readonly Refusal[]): number | undefined {
  return failures.some(({ exitCode }) => exitCode === EXIT.connect) ? EXIT.connect : failures[0]?.exitCode;
}

function group(each: ServerTools, output: Output): void {
  if (!('tools' in each)) return;
  const style = styles(output.color);
  output.data(`${style.strong(printable(each.server.displayName))} ${style.faint(`(${printable(each.server.name)})`)}`);
  const width = Math.max(...each.tools.map(({ name }) => name.length), 0);
  const room = Math.max(output.columns - width - 5, 20);
  for (const { name, tool } of each.tools) {
    output.data(`  ${style.accent(name.padEnd(width))}  ${shortened(summary(tool), room)}`);
  }
  if (each.tools.length === 0) output.data(style.faint('  no tools'));
}

function problems(each: ServerTools, output: Output): void {
  const style = styles(output.color);
  if ('refusal' in each) {
    const { message, why, hint: advice } = each.refusal;
    const reason = [message, why].filter((part) => part !== undefined).join(' ');
    output.warn(
      `${style.careful('warning')}: the tools of ${printable(each.server.name)} are missing. ${printable(reason)}`,
    );
    output.warn(`  ${style.faint('next:')} ${printable(output.text(advice))}`);
    return;
  }
  for (const { name, tool, accepted } of each.hidden) {
    const why = accepted === 'null' ? 'it is new' : 'its definition has changed';
    output.warn(
      `${style.careful('warning')}: the tool ${printable(tool.name)} of ${printable(each.server.name)} is hidden, since ${why}.`,
    );
    const approve: NextStep = { do: 'approve-tools', tools: [name] };
    output.warn(hint`  ${style.faint('next:')} See the difference, and accept it: ${approve}`);
  }
  for (const { tool, refusal } of each.heldBack ?? []) {
    const reason = [refusal.message, refusal.why].filter((part) => part !== undefined).join(' ');
    output.warn(
      `${style.careful('warning')}: the tool ${printable(tool.name)} of ${printable(each.server.name)} is held back. ${printable(reason)}`,
    );
    output.warn(`  ${style.faint('next:')} ${printable(output.text(refusal.hint))}`);
  }
  for (const { name, why } of each.faulty) {
    output.warn(
      `${style.careful('warning')}: the tool ${printable(name)} of ${printable(each.server.name)} is left out. ${printable(why)}`,
    );
  }
}

function summary({ description = '', title = '' }: OfferedTool['tool']): string {
  const [line = ''] = (description || title).trim().split(/\r?\n/);
  return printable(line);
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
