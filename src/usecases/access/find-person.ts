/** A person of a project, by name. */
import type { Tables } from '../../ports/index.ts';
import type { Person } from '../../records-of-callers.ts';
import { notFound } from './names.ts';

/** @throws Refusal `not-found` */
export async function personNamed(name: string, project: string, tables: Tables): Promise<Person> {
  const found = await tables.people.find(project, name);
  if (found === undefined) throw notFound(name, 'person');
  return found;
}
