/** One client at one authorization server: secrets and tokens are bound to it. */
import type { Provider } from '../records.ts';
import type { PlannedProvider } from './plan.ts';

/** Whether the secrets and tokens of a provider stay valid when it becomes what is planned. */
export function belongsToSameClient(planned: PlannedProvider, before: Provider): boolean {
  const isRegistered = planned.client_id_from === 'registration' && before.clientIdFrom === undefined;
  const token = before.endpoints.token;
  const isSameEndpoint =
    planned.token_endpoint === null
      ? token === undefined || token.from === 'discovered'
      : token?.value === planned.token_endpoint;
  return (
    before.grantType === planned.grant_type &&
    (isRegistered || (before.clientId ?? null) === planned.client_id) &&
    isSameEndpoint
  );
}
