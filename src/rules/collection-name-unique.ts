import { uniqueField } from './unique.ts';

export const collectionNameUnique = uniqueField({
  code: 'collection-name-unique',
  severity: 'error',
  field: 'name',
  among: 'allCollections',
  message: (name) => `The name ${name} is taken by another collection.`,
  hint: 'Give this collection a name that tells the two apart.',
});
