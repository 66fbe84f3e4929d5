/** Answers what a server asks during a call: a person at the terminal, or without one its defaults or a refusal. */
import { canParseUrl } from '../../can-parse-url.ts';
import { isHttpsOrLoopback } from '../../loopback.ts';
import {
  type Answer,
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
import type { AnswerElicitation } from '../../usecases/call/call.ts';
import { unattendedAnswer } from '../../usecases/call/unattended-answer.ts';

/** `ask` asks a person where there is a terminal; the others ask nobody. */
export type ElicitChoice = 'ask' | 'defaults' | 'decline';

type ElicitationPorts = Pick<TerminalPorts, 'prompts' | 'progress'>;

/** The answer never is a refusal because of what a server asks; it throws `interrupted` when the person stops. */
export function answerElicitation(choice: ElicitChoice, ports: ElicitationPorts): AnswerElicitation {
  return async (elicitation, tool) => {
    ports.progress.done();
    if (choice === 'ask' && ports.prompts.allowed) return askPerson(elicitation, tool.server.displayName, ports);
    return answerAlone(elicitation, tool, choice, ports.progress);
  };
}

function answerAlone(
  elicitation: Elicitation,
  { server, tool }: OfferedTool,
  choice: ElicitChoice,
  { warn }: Pick<ElicitationPorts['progress'], 'warn'>,
): Answer {
  const content = unattendedAnswer(elicitation, tool, choice === 'ask' ? 'careful' : choice);
  const asked = `${server.displayName} asks: ${quoted(elicitation.message)}`;
  if (content === undefined) {
    warn(`${asked}\nDeclined: there is no terminal to ask on, and its defaults are no answer to this.`);
    return { action: 'decline' };
  }
  warn(`${asked}\nAccepted with its defaults: ${JSON.stringify(content)}`);
  return { action: 'accept', content };
}

async function askPerson(elicitation: Elicitation, name: string, ports: ElicitationPorts): Promise<Answer> {
  if (!isForm(elicitation)) return askForVisit(elicitation, name, ports);
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

/** Shows the whole address. Only the person opens it: no text of a server reaches the opener of the operating system. */
async function askForVisit(
  { url, message }: { readonly url: string; readonly message: string },
  name: string,
  { prompts, progress }: ElicitationPorts,
): Promise<Answer> {
  if (!isWebPage(url)) {
    progress.warn(`${name} asks for a visit to an address that is no web page: ${url}\nDeclined.`);
    return { action: 'decline' };
  }
  progress.warn(`${name} asks: ${quoted(message)}\nIt wants you to visit ${new URL(url).host}:\n\n  ${url}\n`);
  const action = await prompts.choose({
    message: 'Will you open this address?',
    choices: [
      { value: 'decline', name: 'No' },
      { value: 'accept', name: 'Yes, I have opened it' },
    ],
  });
  return { action };
}

/** Asks until the answer fits. An optional field may stay empty. `--yes` answers none of these questions. */
async function askField(field: Field, { prompts, progress }: ElicitationPorts): Promise<Value | undefined> {
  const { label, kind, choices, initial, isRequired } = field;
  const message = `${label}${isRequired ? '' : ' (optional)'}`;
  if (kind === 'boolean') {
    const both = [{ value: 'yes', name: 'Yes' } as const, { value: 'no', name: 'No' } as const];
    return (await prompts.choose({ message, choices: initial === true ? both : both.reverse() })) === 'yes';
  }
  if (kind === 'choice') return prompts.choose({ message, choices: defaultFirst(choices, initial) });
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

function defaultFirst(choices: Field['choices'], initial: Value | undefined): Field['choices'] {
  return [...choices.filter(({ value }) => value === initial), ...choices.filter(({ value }) => value !== initial)];
}

/** Marks each further line of a server, so that none looks like a line of mcpctl. */
function quoted(message: string): string {
  return message.replaceAll('\n', '\n  | ');
}

function isWebPage(url: string): boolean {
  return canParseUrl(url) && isHttpsOrLoopback(new URL(url));
}
