/** Projects as documents. */
import { isoTime } from '../time.ts';
import type { DeletedProject } from '../usecases/access/delete-project.ts';
import type { ListedProject } from '../usecases/access/project.ts';
import { endedMembers } from './job.ts';

export function projectDocument({ name, createdAt }: ListedProject) {
  return { name, created_at: createdAt === undefined ? null : isoTime(createdAt) };
}

export function deletedProjectDocument(deleted: DeletedProject) {
  return { name: deleted.name, outcome: 'done', ...endedMembers(deleted) };
}
