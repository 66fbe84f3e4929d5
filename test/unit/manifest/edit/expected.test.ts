import { expect, it } from 'vitest';
import type { Edit } from '../../../../src/diagnostic.ts';
import { expectedValue } from '../../../../src/manifest/edit/expected.ts';

const after = (value: unknown, ...edits: Edit[]) => expectedValue(value, edits)?.value;

it('a path means a place before all edits, also below a name that changes', () => {
  const value = { crm: { scope: ['a', 'b'], extra: 1 } };
  const renamed = after(
    value,
    { op: 'rename', path: ['crm'], to: 'sales' },
    { op: 'rename', path: ['crm', 'scope'], to: 'scopes' },
    { op: 'remove', path: ['crm', 'scope', 0] },
    { op: 'remove', path: ['crm', 'extra'] },
  );
  expect(renamed).toEqual({ sales: { scopes: ['b'] } });
});

it('an edit of a new name comes after the renaming', () => {
  const edits: Edit[] = [
    { op: 'rename', path: ['private'], to: 'visibility' },
    { op: 'set', path: ['visibility'], value: 'private' },
  ];
  expect(after({ private: true }, ...edits)).toEqual({ visibility: 'private' });
});
