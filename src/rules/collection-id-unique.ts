import { uniqueField } from './unique.ts';

export const collectionIdUnique = uniqueField({
  code: 'collection-id-unique',
  severity: 'error',
  field: 'id',
  among: 'collections',
  message: (id) => `The id ${id} is taken by another collection.`,
  hint: 'Give this collection an id of its own.',
});
