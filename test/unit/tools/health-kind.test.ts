import { expect, it } from 'vitest';
import { nextStepOf } from '../../../src/next-step.ts';
import { Refusal } from '../../../src/refusal.ts';
import type { Access, ToolServer } from '../../../src/targets.ts';
import { failureKind, remedy } from '../../../src/tools/health-kind.ts';
import { anInstallation } from '../adapters/records.ts';

const installation = anInstallation({ source: { path: '/apps/my-app.json', sha256: 'x' } });
const [collection] = installation.collections;
if (!collection) throw new Error('There is no collection.');
const names = { name: 'srv', collectionId: 'srv', ownerId: 's', displayName: 'srv', namespace: 'srv' };

function stepFor(access: Access) {
  const server: ToolServer = { ...names, url: 'https://mcp.example.com', access };
  const refusal = new Refusal('server-error', { what: 'It answered 401.', hint: 'None.', details: { status: 401 } });
  const kind = failureKind(refusal, server);
  return kind && nextStepOf(remedy(kind, refusal, server));
}

it('a wrong API key leads to another one, from the manifest that the app was installed from', () => {
  const upgrade = { do: 'upgrade', app: 'my-app', answer: 'crm.api_key=env:CRM_API_KEY' };
  expect(stepFor({ via: 'api_key', installation, collection })).toEqual({ ...upgrade, file: '/apps/my-app.json' });
  const unknown = anInstallation();
  expect(stepFor({ via: 'api_key', installation: unknown, collection })).toEqual({ ...upgrade, give: ['file'] });
});

it('a wrong fixed token leads to another one', () => {
  const access = { via: 'token', server: {}, token: 'v1.x' } as unknown as Access;
  expect(stepFor(access)).toEqual({ do: 'update', what: 'server', name: 'srv', give: ['token'] });
});
