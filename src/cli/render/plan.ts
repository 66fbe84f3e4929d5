/** A plan for people, in the manner of terraform: what comes, what changes, what goes, and a summary. */

import { counted } from '../../counted.ts';
import type { HintText } from '../../next-step.ts';
import type { Change, Plan, PlannedProvider, Step } from '../../plan/plan.ts';
import { printable } from '../../printable.ts';
import { type Styles, styles } from '../../styles.ts';
import type { Output } from '../output.ts';

/** Several lines; every text of the manifest is made printable. */
export function planText(plan: Plan, { color, text }: Pick<Output, 'color' | 'text'>): string {
  const style = styles(color);
  const shown: Plan = JSON.parse(JSON.stringify(plan), (_key, value) =>
    typeof value === 'string' ? printable(value) : value,
  );
  const title = [shown.app, shown.version].filter(Boolean).join(' ');
  const lines = [style.strong(`${capitalized(shown.operation)} ${title} in project ${shown.project}`), ''];
  if (shown.steps.length === 0) return [`${title} is installed, and nothing has to change.`].join('\n');
  for (const step of shown.steps) lines.push(...stepLines(step, style));
  lines.push('', ...problems(shown, style, text), summary(shown, style));
  return lines.join('\n');
}

function stepLines(step: Step, style: Styles): string[] {
  switch (step.action) {
    case 'create-provider':
      return [
        `${style.good('+')} provider ${style.strong(step.provider.name)}`,
        ...providerLines(step.provider, style),
      ];
    case 'update-provider':
      return [
        `${style.careful('~')} provider ${style.strong(step.provider.name)}`,
        ...step.changes.flatMap((change) => changeLines(change, style)),
        ...(step.needs_consent ? [detail('consent', 'needed again for all of this to take effect', style)] : []),
      ];
    case 'delete-provider':
      return [`${style.bad('-')} provider ${style.strong(step.provider_name)}`];
    case 'revoke-connection':
      return [`${style.bad('-')} connection of ${step.user} to ${step.provider_name}: its tokens are revoked`];
    case 'reuse-provider':
      return [`  collection ${step.collection_id} uses the provider ${step.provider_name}, made by hand`];
    case 'bind-provider':
      return [`${style.good('+')} binding of the key ${step.provider_key} to ${step.provider_name}`];
    case 'bind-collection':
      return [`${style.good('+')} binding of the collection ${step.collection_id} to ${step.provider_name}`];
    case 'store-secret':
      return [`${style.good('+')} secret ${step.key}, encrypted`];
    case 'record-installation':
      return [
        `${style.good('+')} app ${style.strong(step.app)}`,
        ...step.collections.map(({ id, url }) => detail(id, url, style)),
      ];
    case 'delete-installation':
      return [`${style.bad('-')} app ${style.strong(step.app)}`];
  }
}

function providerLines(provider: PlannedProvider, style: Styles): string[] {
  const isRedirected = provider.grant_type === 'authorization_code';
  const endpoint = (url: string | null) => url ?? style.faint('discovered at connect');
  const client = {
    manifest: `${provider.client_id}`,
    installer: `${provider.client_id} ${style.faint('(given)')}`,
    question: style.faint('asked'),
    registration: style.faint('registered at connect'),
  }[provider.client_id_from];
  const secret = { given: 'given', question: 'asked', none: 'none' }[provider.client_secret];
  return [
    detail('grant', `${provider.grant_type}${provider.use_pkce ? ' with PKCE' : ''}`, style),
    detail('client id', client, style),
    detail('client secret', style.faint(secret), style),
    ...provider.scopes.map(({ scope, origin }, index) =>
      detail(index === 0 ? 'scopes' : '', `${scope} ${style.faint(`(${origin})`)}`, style),
    ),
    ...(provider.scopes.length === 0 ? [detail('scopes', style.faint('what the server asks for'), style)] : []),
    ...(isRedirected ? [detail('authorization', endpoint(provider.authorization_endpoint), style)] : []),
    detail('token', endpoint(provider.token_endpoint), style),
    ...provider.redirect_uris.map((uri) =>
      detail('redirect URI', `${uri} ${style.faint('(any port; register it with the provider)')}`, style),
    ),
  ];
}

/** Scopes as a difference, a secret as a fact, anything else as before and after. */
function changeLines({ field, from, to }: Change, style: Styles): string[] {
  if (field === 'client_secret') return [detail('client secret', from === null ? 'stored' : 'replaced', style)];
  if (field !== 'scopes') return [detail(field.replaceAll('_', ' '), `${from ?? 'none'} -> ${to ?? 'none'}`, style)];
  const before = (from ?? '').split(' ').filter(Boolean);
  const after = (to ?? '').split(' ').filter(Boolean);
  const differences = [
    ...after.filter((scope) => !before.includes(scope)).map((scope) => style.good(`+ ${scope}`)),
    ...before.filter((scope) => !after.includes(scope)).map((scope) => style.bad(`- ${scope}`)),
  ];
  if (differences.length === 0) return [detail('scopes', 'in another order', style)];
  return differences.map((difference, index) => detail(index === 0 ? 'scopes' : '', difference, style));
}

function detail(name: string, value: string, style: Styles): string {
  return `    ${style.faint(name.padEnd(14))} ${value}`;
}

function problems({ questions, conflicts, warnings }: Plan, style: Styles, text: HintText): string[] {
  const lines = [
    ...questions.map(({ key, message, required }) => {
      const how = required ? 'asked' : 'asked, may stay empty';
      return `${style.accent('?')} ${message} ${style.faint(`(${how}; --set ${key}=...)`)}`;
    }),
    ...conflicts.map(({ provider_name, held_by }) => `${style.bad('!')} ${provider_name} is taken by ${held_by}`),
    ...warnings.map(({ message }) => `${style.careful('warning')}: ${text(message)}`),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}

function summary({ steps, questions, conflicts }: Plan, style: Styles): string {
  const count = (mark: string) => steps.filter(({ action }) => MARKS[action] === mark).length;
  const parts = [`${count('+')} to create`, `${count('~')} to change`, `${count('-')} to delete`];
  if (questions.length > 0) parts.push(counted(questions.length, 'question'));
  if (conflicts.length > 0) parts.push(counted(conflicts.length, 'conflict'));
  return style.strong(`Plan: ${parts.join(', ')}.`);
}

const MARKS: Readonly<Record<Step['action'], '+' | '~' | '-' | ' '>> = {
  'create-provider': '+',
  'update-provider': '~',
  'delete-provider': '-',
  'revoke-connection': '-',
  'reuse-provider': ' ',
  'bind-provider': '+',
  'bind-collection': '+',
  'store-secret': '+',
  'record-installation': '+',
  'delete-installation': '-',
};

export const PARTICIPLES = {
  install: 'installed',
  reinstall: 'reinstalled',
  upgrade: 'upgraded',
  uninstall: 'uninstalled',
} as const satisfies Record<Plan['operation'], string>;

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
