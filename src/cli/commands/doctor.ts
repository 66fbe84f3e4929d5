import { EXIT } from '../../refusal.ts';
import type { Declare } from '../program.ts';

export const doctorCommand: Declare = (program, act) =>
  program
    .command('doctor')
    .description('check state, key store, callback and every connection; say what to do')
    .action(
      act(async ({ ports, globals, output }) => {
        const [{ doctor }, { checkupText }] = await Promise.all([
          import('../../usecases/doctor.ts'),
          import('../render/doctor.ts'),
        ]);
        const checkups = await doctor(globals, ports);
        if (globals.json) output.json({ checks: checkups.map((each) => ({ ...each, next: each.next ?? null })) });
        else output.data(checkupText(checkups, output.color));
        return checkups.some(({ result }) => result === 'failed') ? EXIT.local : EXIT.done;
      }),
    );
