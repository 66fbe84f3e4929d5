/** The outcome of `install --register`, as a document (docs/json.md). */
import { nextStepOf } from '../next-step.ts';
import type { Registration } from '../usecases/install/register.ts';

export function registrationDocument({ target, outcome }: Registration) {
  if ('clientId' in outcome) return { target, client_id: outcome.clientId, error: null };
  const { code, message, why, hint } = outcome.refused;
  return {
    target,
    client_id: null,
    error: { code, message, ...(why && { reason: why }), hint, next_step: nextStepOf(hint) },
  };
}
