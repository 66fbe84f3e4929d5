import { expect, it } from 'vitest';
import { auditObserver } from '../../../src/gateway/audit.ts';
import { Secret } from '../../../src/secret.ts';

const SCOPE = { project: 'default', user: 'ada' };

function lines(call: { name: string; arguments: unknown }, end: { server?: string; tool?: string }): string[] {
  const written: string[] = [];
  const auditLog = { append: (line: () => string) => void written.push(line()), record: async () => {} };
  const ports = { auditLog, identifiers: { next: () => 'id' } };
  const observer = auditObserver(SCOPE, ports, { withArguments: true, isDurable: false });
  const client = { name: 'editor', version: '1' };
  observer
    .begin({ at: 0, method: 'tools/call', client, meta: {}, ...call })
    .end({ milliseconds: 1.5, outcome: 'ok', ...end });
  return written;
}

it.each(['"outcome":"', '"outcome":"ok","arguments":{', 'honest_list_everything', 'duration_milliseconds', '}\n{'])(
  'a line stays whole and names the tool when a server issues a token like %j',
  (token) => {
    void new Secret(token);
    const call = { name: 'honest_list_everything', arguments: { query: 'x' } };
    const [line = ''] = lines(call, { server: 'honest', tool: 'list_everything' });
    expect(JSON.parse(line)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      project: 'default',
      user: 'ada',
      agent: null,
      client: { name: 'editor', version: '1' },
      method: 'tools/call',
      name: 'honest_list_everything',
      server: 'honest',
      tool: 'list_everything',
      duration_ms: 1.5,
      outcome: 'ok',
      arguments: { query: 'x' },
    });
  },
);

it('a secret is in no argument, and in no name that no server has', () => {
  const token = 'a-token-of-a-person';
  void new Secret(token);
  const [line = ''] = lines({ name: `crm_${token}`, arguments: { [token]: [`Bearer ${token}`] } }, {});
  expect(JSON.parse(line)).toMatchObject({ name: 'crm_[secret]', arguments: { [token]: ['Bearer [secret]'] } });
});
