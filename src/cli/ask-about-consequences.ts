/** Asks a person whether a server or a provider may be changed or deleted. */
import { counted } from '../counted.ts';
import type { NextStep } from '../next-step.ts';
import type { Consequence } from '../plan/needs.ts';
import { confirm } from './confirm.ts';
import type { Context } from './context.ts';
import type { Asking } from './run-asking.ts';

export function askAboutConsequences({ ports }: Pick<Context, 'ports'>, step: NextStep): Asking {
  return {
    confirmation: ({ consequences }) => confirm({ question: questionAbout(consequences), step }, ports.prompts),
  };
}

function questionAbout(consequences: readonly Consequence[]): string {
  const ended = consequences.flatMap((each) => (each.kind === 'connections-ended' ? each.users : [])).length;
  const questions = consequences.flatMap((each): string[] => {
    switch (each.kind) {
      case 'server-updated':
        return [`Update the server ${each.name}?${endingOf(ended)}`];
      case 'server-deleted':
        return [`Delete the server ${each.name}?${endingOf(ended)}`];
      case 'provider-updated': {
        const fields = each.changes.map(({ field }) => field.replaceAll('_', ' ')).join(' and ');
        return [`${counted(ended, 'connection')} to ${each.name} will end, since another ${fields} is given. Go on?`];
      }
      case 'provider-deleted':
        return [`Delete the provider ${each.name}${ended === 0 ? '' : ` with ${counted(ended, 'connection')}`}?`];
      case 'web-app-deleted':
        return [`Delete the web app ${each.name}, with its keys and end users?${endingOf(ended)}`];
      case 'person-removed':
        return [`Remove ${each.name}?${endingOf(ended)}`];
      case 'key-revoked':
        return [`Revoke the API key ${each.name}?${endingOf(ended)}`];
      case 'project-deleted': {
        const contents = Object.entries(each.contents).map(([kind, count]) => `${count} ${kind.replaceAll('_', ' ')}`);
        return [`Delete the project ${each.name}, with all that is in it: ${contents.join(', ')}?`];
      }
      default:
        return [];
    }
  });
  return questions.join(' ');
}

function endingOf(connections: number): string {
  if (connections === 0) return '';
  return ` This ends ${counted(connections, 'connection')}.`;
}
