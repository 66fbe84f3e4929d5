import { uniqueField } from './unique.ts';

export const collectionIdUnique = uniqueField({
  code: 'collection-id-unique',
  severity: 'error',
  demands: 'No two collections have the same id.',
  because: 'The id says which provider a collection is bound to.',
  field: 'id',
  among: 'collections',
  message: (id) => `The id ${id} is taken by another collection.`,
  hint: 'Give this collection an id of its own.',
});
