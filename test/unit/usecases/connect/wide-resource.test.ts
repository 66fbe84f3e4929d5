import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Connecting, startConnecting } from '../../../fakes/connecting.ts';
import { resourceMetadata, WELL_KNOWN } from '../../../fakes/hostile.ts';

let one: Connecting;
beforeEach(async () => {
  one = await startConnecting();
});
afterEach(() => one.close());

const warnings = () => one.ports.notes.filter((note) => note.includes('good for all of'));

it('says when tokens will be good for more than the server, and asks for what is published', async () => {
  const { origin } = one.server;
  one.server.set({ [WELL_KNOWN.resource]: { body: { ...resourceMetadata(origin), resource: `${origin}/` } } });
  await one.connect();
  expect(warnings()).toEqual([expect.stringContaining(`good for all of ${origin}/`)]);
  expect(one.asked('/authorize').map(({ query }) => query.get('resource'))).toEqual([`${origin}/`]);
});

it('says nothing of a resource that is the server', async () => {
  await one.connect();
  expect(warnings()).toEqual([]);
});
