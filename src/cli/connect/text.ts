/** What `connect` prints after a success. */

import { counted } from '../../counted.ts';
import { hint } from '../../next-step.ts';
import { printable } from '../../printable.ts';
import { styles } from '../../styles.ts';
import type { Connected } from '../../usecases/connect/result.ts';
import type { Output } from '../output.ts';

export function connectedText(connected: Connected, output: Output): void {
  const style = styles(output.color);
  const { name, grant, verdicts } = connected;
  const { account, scopesGranted = [] } = grant?.connection ?? {};
  output.say(`${style.good('Connected')} ${style.strong(name)}${account ? ` as ${printable(account)}` : ''}`);
  if (grant === undefined) {
    const isGiven = verdicts.some(({ server }) => server.access.via === 'api_key' || server.access.via === 'token');
    output.say(
      isGiven ? '  It accepts the key that was given; nobody has to consent.' : '  It needs no authorization.',
    );
  }
  if (scopesGranted.length > 0) output.say(`  scopes  ${printable(scopesGranted.join(' '))}`);
  if (grant?.scopesMissing.length) output.warn(`  not granted  ${printable(grant.scopesMissing.join(' '))}`);
  for (const { server, tools, refusal } of verdicts) {
    if (refusal) output.warn(`  ${server.name}  ${style.bad('failed')}: ${printable(refusal.message)}`);
    else output.say(`  ${server.name}  ${counted(tools ?? 0, 'tool')}`);
  }
  const [works] = verdicts.filter(({ refusal }) => refusal === undefined);
  if (works) output.say(hint`Next: ${{ do: 'tools', target: works.server.name }}`);
}
