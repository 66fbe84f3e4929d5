/** One client at one authorization server: secrets and tokens are bound to it. */
import type { Provider } from '../records.ts';
import { receiversOf } from './ending-secrets.ts';
import type { PlannedProvider } from './plan.ts';

const receivers = (endpoints: Provider['endpoints']) => receiversOf(endpoints).join(' ');

/** What a manifest leaves out keeps its discovered value. */
function endpointsOf({ revocation_endpoint: value }: PlannedProvider, { endpoints }: Provider): Provider['endpoints'] {
  const { revocation, ...others } = endpoints;
  if (value !== null) return { ...others, revocation: { value, from: 'manifest' } };
  return revocation?.from === 'discovered' ? endpoints : others;
}

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
    isSameEndpoint &&
    receivers(before.endpoints) === receivers(endpointsOf(planned, before))
  );
}
