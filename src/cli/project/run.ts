/** The `project` commands, from their options to their output. */
import { projectCreate, projectDelete, projectList } from '../../operations/project.ts';
import { isoTime } from '../../time.ts';
import type { DeletedProject } from '../../usecases/access/delete-project.ts';
import type { ListedProject } from '../../usecases/access/project.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { tellEnded } from '../render/ended.ts';
import { forgottenClientLines } from '../render/forgotten-clients.ts';
import { writeTable } from '../render/table.ts';
import { printOperation } from '../run-operation.ts';

export async function runCreate(context: Context, name: string): Promise<undefined> {
  const tell = () => context.output.data(`Created the project ${name}.`);
  await printOperation(projectCreate, { input: { name }, tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  const { output } = context;
  const columns = [
    { title: 'project', text: ({ name }: ListedProject) => name, whole: true },
    { title: 'since', text: ({ createdAt }: ListedProject) => (createdAt === undefined ? '-' : day(createdAt)) },
  ];
  const tell = ({ projects }: { projects: readonly ListedProject[] }) => writeTable(projects, columns, output);
  await printOperation(projectList, { input: {}, tell }, context);
}

export async function runDelete(context: Context, name: string): Promise<undefined> {
  const { output } = context;
  const asking = askAboutConsequences(context, { do: 'delete', what: 'project', name });
  const tell = (deleted: DeletedProject) => {
    for (const line of forgottenClientLines(deleted.forgottenClients)) output.data(line);
    return tellEnded(deleted, `Deleted the project ${name}.`, output);
  };
  const { finished } = await printOperation(projectDelete, { input: { name }, tell, asking }, context);
  await finished;
}

function day(milliseconds: number): string {
  return isoTime(milliseconds).slice(0, 10);
}
