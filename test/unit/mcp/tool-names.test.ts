import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alikeNames, MAX_NAME_LENGTH, mayBeNamed, nameConflicts, toolName } from '../../../src/mcp/tool-names.ts';

describe('the name of a tool', () => {
  it('is the namespace, an underscore and its own name', async () => {
    expect(await toolName('crm', 'search')).toBe('crm_search');
  });

  it('has no characters that models do not accept', async () => {
    expect(await toolName('crm', 'contacts.search/all v2')).toBe('crm_contacts_search_all_v2');
  });

  it('is cut when it is too long, and ends in a hash that never changes', async () => {
    const long = 'find_every_contact_that_was_ever_entered_by_anybody_and_sort';
    expect(await toolName('crm', long)).toBe('crm_find_every_contact_that_was_ever_entered_by_anybody_and_sort');
    expect(await toolName('crm', `${long}_them`)).toBe(
      'crm_find_every_contact_that_was_ever_entered_by_anybody_d78b2f96',
    );
  });

  it('keeps two long names apart that begin alike', async () => {
    const long = 'x'.repeat(80);
    expect(await toolName('crm', `${long}a`)).not.toBe(await toolName('crm', `${long}b`));
  });

  it('ends in a hash where another tool of the server would have the same', async () => {
    const alike = alikeNames(['a.b', 'a/b', 'a_b', 'c.d', 'c.d', 'e']);
    expect([...alike]).toEqual(['a.b', 'a/b']);
    const names = await Promise.all(['a.b', 'a/b', 'a_b', 'c.d'].map((tool) => toolName('crm', tool, alike)));
    expect(names).toEqual(['crm_a_b_2af51211', 'crm_a_b_bd2c0ff1', 'crm_a_b', 'crm_c_d']);
    for (const name of names) expect(mayBeNamed(name, 'crm')).toBe(true);
  });

  it('is always acceptable, and always found by its namespace', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, maxLength: 90 }),
        fc.string({ maxLength: 90 }),
        async (namespace, tool) => {
          const name = await toolName(namespace, tool);
          expect(name).toMatch(/^[A-Za-z0-9_-]+$/);
          expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
          expect(mayBeNamed(name, namespace)).toBe(true);
        },
      ),
    );
  });
});

describe('name conflicts', () => {
  it('names every tool of a conflict, and nothing else', () => {
    const named = (name: string, server: string, tool: string) => ({ name, server, tool });
    const conflicts = nameConflicts([
      named('a_b_c', 'one', 'b_c'),
      named('a_d', 'one', 'd'),
      named('a_b_c', 'two', 'c'),
    ]);
    expect(conflicts).toEqual([{ name: 'a_b_c', tools: [named('a_b_c', 'one', 'b_c'), named('a_b_c', 'two', 'c')] }]);
  });
});
