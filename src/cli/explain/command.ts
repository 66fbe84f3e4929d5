import type { Declare } from '../program.ts';

export const explainCommand: Declare = (program, act) =>
  program
    .command('explain')
    .description('what a diagnostic or error code means')
    .argument('[code]', 'a code (default: list them all)')
    .action(
      act(async ({ globals, output }, _options, code: string | undefined) => {
        const [{ explain, listCodes }, { codesText, explanationText }] = await Promise.all([
          import('../../usecases/manifests/explain.ts'),
          import('./text.ts'),
        ]);
        if (code === undefined) {
          const codes = listCodes();
          if (globals.json)
            output.json({ codes: codes.map(({ exitCode, ...each }) => ({ ...each, exit_code: exitCode })) });
          else output.data(codesText(codes, output.color));
          return undefined;
        }
        const explanation = await explain(code);
        if (globals.json) {
          const { explanationDocument } = await import('../../documents/explanation.ts');
          output.json(explanationDocument(explanation));
        } else {
          output.data(explanationText(explanation, output));
        }
        return undefined;
      }),
    );
