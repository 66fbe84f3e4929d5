import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Three long runs on a machine we do not know: what passes the second time is named there (.ci/report.mjs).
    retry: process.env.MCPCTL_CI ? 1 : 0,
    // One more than vitest would take: a test that waits for the program it has spawned needs no processor.
    maxWorkers: availableParallelism(),
    // What a developer has in the shell must not reach the tests.
    env: { NO_COLOR: '1', FORCE_COLOR: '', CI: '', MCPCTL_PROJECT: '', MCPCTL_USER: '', MCPCTL_HOME: '' },
  },
});
