/** Answers what a server asks in the middle of a call: a person where there is one, else its defaults or a refusal. */
import {
  type Answer,
  asksForSettings,
  defaultsOf,
  type Elicitation,
  type Field,
  fieldsOf,
  isForm,
  parseField,
  type Value,
} from '../../mcp/elicitation.ts';
import type { TerminalPorts } from '../../ports/person.ts';
import { printable } from '../../printable.ts';
import type { OfferedTool } from '../../tools/tools.ts';

/** Who answers: whoever is there, else carefully; or, without asking, always the defaults, or never. */

export type ElicitChoice = 'ask' | 'defaults' | 'decline';

type ElicitationPorts = Pick<TerminalPorts, 'prompts' | 'progress'>;

/** Never throws for what a server asks; refuses `interrupted` when the person stops. */
export async function answerElicitation(
  elicitation: Elicitation,
  tool: OfferedTool,
  choice: ElicitChoice,
  ports: ElicitationPorts,
): Promise<Answer> {
  const name = tool.server.displayName;
  ports.progress.done();
  if (choice === 'ask' && ports.prompts.allowed) return askPerson(elicitation, name, ports);
  const content = unattended(elicitation, tool, choice);
  const asked = `${name} asks: ${quoted(elicitation.message)}`;
  if (content === undefined) {
    ports.progress.warn(`${asked}\nDeclined: nobody is here to answer, and its defaults are no answer to this.`);
    return { action: 'decline' };
  }
  ports.progress.warn(`${asked}\nAccepted with its defaults: ${JSON.stringify(content)}`);
  return { action: 'accept', content };
}

/** What may be answered without a person; undefined is a refusal. */
function unattended(
  elicitation: Elicitation,
  { tool }: OfferedTool,
  choice: ElicitChoice,
): Record<string, Value> | undefined {
  if (choice === 'decline' || !isForm(elicitation)) return undefined;
  const fields = fieldsOf(elicitation);
  // Settings of a tool that destroys may say what is destroyed.
  const isSafe = asksForSettings(fields) && tool.annotations?.destructiveHint !== true;
  return choice === 'defaults' || isSafe ? defaultsOf(fields) : undefined;
}

async function askPerson(elicitation: Elicitation, name: string, ports: ElicitationPorts): Promise<Answer> {
  if (!isForm(elicitation)) return askForVisit(elicitation.url, elicitation.message, name, ports);
  const message = `${printable(name)} asks: ${elicitation.message}`;
  const decision = await ports.prompts.choose({
    message,
    choices: [
      { value: 'accept', name: 'Answer' },
      { value: 'decline', name: 'Decline' },
    ],
  });
  if (decision === 'decline') return { action: 'decline' };
  const content: Record<string, Value> = {};
  for (const field of fieldsOf(elicitation)) {
    const value = await askField(field, ports);
    if (value !== undefined) content[field.name] = value;
  }
  return { action: 'accept', content };
}

/** Shown whole, and opened by the person alone: no string of a server reaches the opener of the system. */
async function askForVisit(url: string, message: string, name: string, { prompts, progress }: ElicitationPorts) {
  if (!isWebAddress(url)) {
    progress.warn(`${name} asks for a visit to an address that is no web page: ${url}\nDeclined.`);
    return { action: 'decline' } as const;
  }
  progress.warn(`${name} asks: ${quoted(message)}\nIt wants you to visit ${new URL(url).host}:\n\n  ${url}\n`);
  const action = await prompts.choose({
    message: 'Will you open this address?',
    choices: [
      { value: 'decline', name: 'No' },
      { value: 'accept', name: 'Yes, I have opened it' },
    ],
  });
  return { action } as const;
}

/** Asks until the answer fits; an optional field may stay empty. `--yes` answers none of these. */
async function askField(field: Field, { prompts, progress }: ElicitationPorts): Promise<Value | undefined> {
  const { label, kind, choices, initial, isRequired } = field;
  const message = `${label}${isRequired ? '' : ' (optional)'}`;
  if (kind === 'boolean') {
    const both = [{ value: 'yes', name: 'Yes' } as const, { value: 'no', name: 'No' } as const];
    return (await prompts.choose({ message, choices: initial === true ? both : both.reverse() })) === 'yes';
  }
  if (kind === 'choice') return prompts.choose({ message, choices: firstOf(choices, initial) });
  const offered = kind === 'choices' ? `${message} [${choices.map(({ value }) => value).join(', ')}]` : message;
  for (;;) {
    const text = await prompts.text({ message: offered, initial: initial === undefined ? undefined : String(initial) });
    if (text === '' && !isRequired) return undefined;
    try {
      return parseField(field, text);
    } catch (thrown) {
      progress.warn((thrown as Error).message);
    }
  }
}

function firstOf(choices: Field['choices'], initial: Value | undefined): Field['choices'] {
  return [...choices.filter(({ value }) => value === initial), ...choices.filter(({ value }) => value !== initial)];
}

/** Several lines of a server, none of which looks like one of ours. */
function quoted(message: string): string {
  return message.replaceAll('\n', '\n  | ');
}

function isWebAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
