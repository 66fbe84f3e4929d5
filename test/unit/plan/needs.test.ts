import { expect, it } from 'vitest';
import { type Consequence, confirmationFor } from '../../../src/plan/needs.ts';

const change: Consequence = { kind: 'file-changed', path: 'a.json', before: '{}', after: '{"a":1}' };

it('needs a confirmation until the digest of exactly these consequences is given', async () => {
  const needs = await confirmationFor([change], {});
  expect(needs).toMatchObject({ needs: 'confirmation', consequences: [change] });
  expect(await confirmationFor([change], { confirm: needs?.digest ?? '' })).toBeUndefined();
});

it('needs another confirmation when what was shown changes', async () => {
  const { digest: confirm = '' } = (await confirmationFor([change], {})) ?? {};
  expect(await confirmationFor([{ ...change, before: '{"b":1}' }], { confirm })).toBeDefined();
  expect(await confirmationFor([change, change], { confirm })).toBeDefined();
});

it('needs another confirmation when what is not shown changes', async () => {
  const { digest: confirm = '' } = (await confirmationFor([change], {}, 'secret 1')) ?? {};
  expect(await confirmationFor([change], { confirm }, 'secret 1')).toBeUndefined();
  expect(await confirmationFor([change], { confirm }, 'secret 2')).toBeDefined();
  expect(await confirmationFor([change], { confirm })).toBeDefined();
});
