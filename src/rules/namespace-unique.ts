import { uniqueField } from './unique.ts';

export const namespaceUnique = uniqueField({
  code: 'namespace-unique',
  severity: 'warning',
  field: 'namespace',
  among: 'allCollections',
  message: (namespace) => `The namespace ${namespace} is used by another collection.`,
  hint: 'Give each collection its own, unless you know that no tool is called the same on both servers.',
});
