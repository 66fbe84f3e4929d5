import { hint, nextMembers } from '../../next-step.ts';
import { EXIT, Refusal } from '../../refusal.ts';
import type { Declare } from '../program.ts';

export const doctorCommand: Declare = (program, act) =>
  program
    .command('doctor')
    .description('check state, key store, callback and every connection; say what to do')
    .argument('[target]', 'with --net: a collection, provider, server, or the URL of a server; none: all of them')
    .option(
      '--net',
      'the network instead: proxies, certificates, names, clocks, callback ports, and each place that is asked',
    )
    .option('--sweep', 'delete clients whose registration was interrupted, where their servers allow it (RFC 7592)')
    .action(
      act<{ net?: boolean; sweep?: boolean }>(
        async ({ ports, globals, output }, { net, sweep = false }, target: string | undefined) => {
          if (target !== undefined && !net) throw withoutNet(target);
          const [{ doctor }, { networkCheckups }, { checkupText }] = await Promise.all([
            import('../../usecases/doctor/doctor.ts'),
            import('../../usecases/doctor/network.ts'),
            import('./text.ts'),
          ]);
          const checkups = net
            ? await networkCheckups(target, globals, ports)
            : await doctor(globals, { sweep }, ports);
          if (globals.json) output.json({ checks: checkups.map((each) => ({ ...each, ...nextMembers(each.next) })) });
          else output.data(checkupText(checkups, output));
          const failed = checkups.filter(({ result }) => result === 'failed');
          if (failed.some(({ area }) => area === 'machine')) return EXIT.local;
          return failed.length > 0 ? EXIT.refused : EXIT.done;
        },
      ),
    );

function withoutNet(target: string): Refusal {
  return new Refusal('usage', {
    what: 'Only the network is looked at for one target.',
    why: 'doctor checks this machine and all connections.',
    hint: hint`${{ do: 'doctor', network: true, target }}`,
  });
}
