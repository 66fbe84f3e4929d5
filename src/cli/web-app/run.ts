/** The `web-app` commands, from their options to their output. */
import { hint } from '../../next-step.ts';
import { webAppCreate, webAppDelete, webAppList, webAppUpdate } from '../../operations/web-app.ts';
import type { WebApp } from '../../records-of-callers.ts';
import type { DeletedWebApp } from '../../usecases/access/delete-web-app.ts';
import type { CreateWebAppInput } from '../../usecases/access/web-app.ts';
import { askAboutConsequences } from '../ask-about-consequences.ts';
import type { Context } from '../context.ts';
import { tellEnded } from '../render/ended.ts';
import { printOperation } from '../run-operation.ts';
import { webAppsText, webAppText } from './text.ts';

export interface WebAppOptions {
  readonly origin?: readonly string[];
  readonly verifyUrl?: string;
}

export async function runCreate(context: Context, options: WebAppOptions, name: string): Promise<undefined> {
  const { output } = context;
  const tell = (webApp: WebApp) => {
    output.data(webAppText(webApp, output.color));
    output.say(hint`Next, a key for its backend: ${{ do: 'create', what: 'api-key', role: 'web-app' }}`);
  };
  await printOperation(webAppCreate, { input: inputOf(options, name), tell }, context);
}

export async function runList(context: Context): Promise<undefined> {
  const tell = ({ webApps }: { webApps: readonly WebApp[] }) => webAppsText(webApps, context.output);
  await printOperation(webAppList, { input: {}, tell }, context);
}

export async function runUpdate(context: Context, options: WebAppOptions, name: string): Promise<undefined> {
  const { output } = context;
  const tell = (webApp: WebApp) => output.data(webAppText(webApp, output.color));
  await printOperation(webAppUpdate, { input: inputOf(options, name), tell }, context);
}

export async function runDelete(context: Context, name: string): Promise<undefined> {
  const asking = askAboutConsequences(context, { do: 'delete', what: 'web-app', name });
  const tell = (deleted: DeletedWebApp) => tellEnded(deleted, `Deleted the web app ${name}.`, context.output);
  const { finished } = await printOperation(webAppDelete, { input: { name }, tell, asking }, context);
  await finished;
}

function inputOf({ origin: origins, verifyUrl }: WebAppOptions, name: string): CreateWebAppInput {
  return {
    name,
    ...(origins && { origins }),
    ...(verifyUrl !== undefined && { verifyUrl: verifyUrl === '' ? null : verifyUrl }),
  };
}
