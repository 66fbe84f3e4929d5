import { hint } from '../../next-step.ts';
import { EXIT } from '../../refusal.ts';
import { withAnswers } from '../answer-options.ts';
import type { AnswerSources } from '../answers.ts';
import type { RuleOptions } from '../manifest-file.ts';
import type { Declare } from '../program.ts';

interface Options extends AnswerSources, RuleOptions {
  readonly out?: string;
  readonly detailedExitcode?: boolean;
}

export const planCommand: Declare = (program, act) =>
  withAnswers(
    program
      .command('plan')
      .description('show what install would do, and what it would ask')
      .argument('[file]', 'a manifest (default: the manifest in this folder)')
      .option('--out <file>', 'save the plan: mcpctl install FILE does exactly that')
      .option('--detailed-exitcode', 'end with 2 when there is something to do'),
  ).action(
    act<Options>(async (context, options, file: string | undefined) => {
      const { ports, globals, output } = context;
      const [{ openManifest }, { readAnswers, sayUncompared, withoutReferences }, { plan: makePlan }, { planText }] =
        await Promise.all([
          import('../manifest-file.ts'),
          import('../answers.ts'),
          import('../../usecases/install/plan.ts'),
          import('../render/plan.ts'),
        ]);
      const loaded = await openManifest(file, options, context);
      const answers = await readAnswers(loaded.manifest, options, ports);
      const plan = await makePlan({ loaded, answers: withoutReferences(answers) }, globals, ports);
      if (plan.steps.length === 0) sayUncompared(answers, context);
      if (options.out !== undefined) {
        const { savePlan } = await import('./saved-plan.ts');
        await savePlan(options.out, { plan, loaded, answers }, ports);
        output.say(hint`Saved. To do exactly this: ${{ do: 'install', file: options.out }}`);
      }
      if (globals.json) output.json({ plan });
      else output.data(planText(plan, output));
      return options.detailedExitcode && plan.steps.length > 0 ? EXIT.usage : EXIT.done;
    }),
  );
