/** Web apps as documents. */
import type { WebApp } from '../records-of-callers.ts';
import { isoTime } from '../time.ts';
import type { DeletedWebApp } from '../usecases/access/delete-web-app.ts';
import { endedMembers } from './job.ts';

export function webAppDocument({ id, name, origins, verifyUrl, createdAt, updatedAt }: WebApp) {
  return {
    id,
    name,
    origins: [...origins],
    verify_url: verifyUrl ?? null,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  };
}

export function deletedWebAppDocument(deleted: DeletedWebApp) {
  return { outcome: 'done', ...endedMembers(deleted) };
}
