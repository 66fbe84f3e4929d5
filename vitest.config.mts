import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ReportSkipped } from './test/setup/report-skipped.mts';

export default defineConfig({
  test: {
    reporters: ['default', new ReportSkipped()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // CI runs for long on a machine that is not known: .ci/report.mjs names what passes only the second time.
    retry: process.env.MCPCTL_CI ? 1 : 0,
    // One more than vitest's default: a test that waits for a spawned program needs no processor.
    maxWorkers: availableParallelism(),
    // What a developer has in the shell must not reach the tests.
    env: { NO_COLOR: '1', FORCE_COLOR: '', CI: '', MCPCTL_PROJECT: '', MCPCTL_USER: '', MCPCTL_HOME: '' },
    projects: [
      {
        extends: true,
        // One room each; no build, so that one file runs in about two seconds.
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], globalSetup: ['test/setup/generate.ts'] },
      },
      {
        extends: true,
        // What users run (journeys), and what must be true of the project itself. Both need the bundle.
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts', 'test/project/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
        },
      },
    ],
  },
});
