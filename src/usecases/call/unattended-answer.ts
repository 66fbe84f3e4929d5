/** What may be answered to a server when no person is asked. Pure. */
import { asksForSettings, defaultsOf, type Elicitation, fieldsOf, isForm, type Value } from '../../mcp/elicitation.ts';
import type { Tool } from '../../mcp/session.ts';

/** `careful` accepts the defaults of settings alone, `defaults` those of every form, `decline` none. */
export type UnattendedPolicy = 'careful' | 'defaults' | 'decline';

/** Returns the values of the form, or undefined when the request must be declined. */
export function unattendedAnswer(
  elicitation: Elicitation,
  tool: Pick<Tool, 'annotations'>,
  policy: UnattendedPolicy,
): Record<string, Value> | undefined {
  if (policy === 'decline' || !isForm(elicitation)) return undefined;
  const fields = fieldsOf(elicitation);
  // The settings of a destructive tool may name what it destroys.
  const isSafe = asksForSettings(fields) && tool.annotations?.destructiveHint !== true;
  return policy === 'defaults' || isSafe ? defaultsOf(fields) : undefined;
}
