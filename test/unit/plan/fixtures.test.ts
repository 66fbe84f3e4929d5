import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/manifest/document.ts';
import type { Manifest } from '../../../src/manifest/types.ts';
import { planInstall } from '../../../src/plan/install.ts';
import { NO_ANSWERS } from '../../../src/plan/questions.ts';
import { emptyProject } from '../../../src/plan/state.ts';
import { lint } from '../../fakes/documents.ts';

const files = ['fixtures/manifests', 'fixtures/rules'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(json|yaml)$/.test(name))
    .map((name) => join(folder, name)),
);

describe('whatever passes the rules', () => {
  it('can be planned for an empty project, each provider once and each binding to one of them', async () => {
    let planned = 0;
    for (const file of files) {
      const document = await readDocument({ name: file, text: readFileSync(file, 'utf8') });
      const isSound = !lint(document).some(({ severity }) => severity === 'error');
      if (document.kind !== 'app-manifest' || !isSound) continue;
      const { steps, conflicts } = planInstall(document.value as Manifest, emptyProject('default'), NO_ANSWERS);
      const names = steps.flatMap((step) => (step.action === 'create-provider' ? [step.provider.name] : []));
      const bound = steps.flatMap((step) =>
        step.action === 'bind-collection' || step.action === 'bind-provider' ? [step.provider_name] : [],
      );
      expect(conflicts, file).toEqual([]);
      expect(new Set(names).size, file).toBe(names.length);
      expect(
        bound.filter((name) => !names.includes(name)),
        file,
      ).toEqual([]);
      expect(steps.at(-1)?.action, file).toBe('record-installation');
      planned++;
    }
    expect(planned).toBeGreaterThan(20);
  });
});
