/** The `person` commands, from their options to their output. */
import { type Invitation, invitationDocument } from '../../documents/person.ts';
import { hint, type NextStep } from '../../next-step.ts';
import { personAdd, personLink, personList, personRemove, personRole } from '../../operations/person.ts';
import type { Person } from '../../records-of-callers.ts';
import { Refusal } from '../../refusal.ts';
import type { RemovedPerson } from '../../usecases/access/person.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { tellEnded } from '../render/ended.ts';
import { discloseOperation, printOperation } from '../run-operation.ts';
import { peopleText } from './text.ts';

export interface LinkOptions {
  readonly printLink?: boolean;
}

export interface AddOptions extends LinkOptions {
  readonly role: string;
  readonly agent?: readonly string[];
}

export async function runAdd(context: Context, options: AddOptions, name: string): Promise<undefined> {
  const { output } = context;
  const { role, agent: agents } = options;
  const isShown = mayShow(context, options);
  const tell = (invitation: Invitation) => {
    output.say(`Added ${name} as ${role}.`);
    if (isShown) tellLink(invitation, context);
    else output.say(hint`Make a link that lets ${name} in: ${linkStep(name)}`);
  };
  const input = { name, role, ...(agents && { agents }) };
  await discloseOperation(personAdd, { input, tell, document: documentOf(isShown) }, context);
}

export async function runList(context: Context): Promise<undefined> {
  const tell = ({ people }: { people: readonly Person[] }) => peopleText(people, context.output);
  await printOperation(personList, { input: {}, tell }, context);
}

export async function runRole(context: Context, input: { name: string; role: string }): Promise<undefined> {
  const tell = ({ name, role }: Person) => context.output.data(`${name} is ${role} now.`);
  await printOperation(personRole, { input, tell }, context);
}

export async function runLink(context: Context, options: LinkOptions, name: string): Promise<undefined> {
  if (!mayShow(context, options)) throw notShown(name);
  const tell = (invitation: Invitation) => tellLink(invitation, context);
  await discloseOperation(personLink, { input: { name }, tell }, context);
}

export async function runRemove(context: Context, name: string): Promise<undefined> {
  const asking = askAboutConsequences(context, { do: 'run', words: ['person', 'remove', name] });
  const tell = (removed: RemovedPerson) => tellEnded(removed, `Removed ${name}.`, context.output);
  const { finished } = await printOperation(personRemove, { input: { name }, tell, asking }, context);
  await finished;
}

/** A link lets in whoever has it, so it goes into no log by mistake. */
function mayShow({ output }: Context, { printLink = false }: LinkOptions): boolean {
  return printLink || output.isTerminal;
}

function documentOf(isShown: boolean): (invitation: Invitation) => object {
  return (invitation) => ({ ...invitationDocument(invitation), ...(!isShown && { link: null }) });
}

function tellLink({ person, url }: Invitation, { output }: Context): void {
  output.disclose(url);
  output.say(`Give this link to ${person.name} alone. It is good once, for 15 minutes.`);
}

const linkStep = (name: string): NextStep => ({ do: 'run', words: ['person', 'link', name, '--print-link'] });

function notShown(name: string): Refusal {
  return new Refusal('usage', {
    what: 'A link is printed at a terminal only, and there is none here.',
    why: 'It lets in whoever has it.',
    hint: hint`Say that you want it printed: ${linkStep(name)}`,
  });
}
