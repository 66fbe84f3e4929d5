import { uniqueField } from './unique.ts';

export const namespaceUnique = uniqueField({
  code: 'namespace-unique',
  severity: 'warning',
  demands: 'No two collections have the same namespace.',
  because: 'Two tools of the same name would collide, and the call would be refused.',
  field: 'namespace',
  among: 'allCollections',
  message: (namespace) => `The namespace ${namespace} is used by another collection.`,
  hint: 'Give each collection its own, unless you know that no tool is called the same on both servers.',
});
