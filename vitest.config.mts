import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { ReportSkipped } from './test/setup/report-skipped.mts';

export default defineConfig({
  test: {
    reporters: ['default', new ReportSkipped()],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A busy CI machine can fail a test once: .ci/report.mjs names each test that passes only the second time.
    retry: process.env.MCPCTL_CI ? 1 : 0,
    // One worker more than vitest's default: a test that waits for a spawned program needs no processor.
    maxWorkers: availableParallelism(),
    // Variables of the developer's shell must not reach the tests.
    env: { NO_COLOR: '1', FORCE_COLOR: '', CI: '', MCPCTL_PROJECT: '', MCPCTL_USER: '', MCPCTL_HOME: '' },
    projects: [
      {
        extends: true,
        // Each file tests one folder of src/, without a build: one file runs in about two seconds. A worker runs many files
        // in one process, since loading the packages for each of them again took 40 % of the processor time. So a test puts
        // back what it changes of the process.
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          globalSetup: ['test/setup/generate.ts'],
          isolate: false,
        },
      },
      {
        extends: true,
        // Journeys start the bundle as users do; test/project checks the project itself. Both need the bundle.
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts', 'test/project/**/*.test.ts'],
          globalSetup: ['test/setup/build.ts'],
        },
      },
    ],
  },
});
