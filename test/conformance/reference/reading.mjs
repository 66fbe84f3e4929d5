/** The prompts and resources of the reference server. */
import { ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import { askingPrompt } from './asking-tools.mjs';
import { image, PNG, text } from './media.mjs';

const user = (...contents) => ({ messages: contents.map((content) => ({ role: 'user', content })) });
const required = (...names) => names.map((name) => ({ name, required: true }));

const prompts = {
  test_simple_prompt: { get: () => user(text('This is a simple prompt for testing.')) },
  test_prompt_with_arguments: {
    arguments: required('arg1', 'arg2'),
    get: ({ arg1, arg2 }) => user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
  },
  test_prompt_with_embedded_resource: {
    arguments: required('resourceUri'),
    get: ({ resourceUri: uri }) =>
      user(
        { type: 'resource', resource: { uri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } },
        text('Please process the embedded resource above.'),
      ),
  },
  test_prompt_with_image: { get: () => user(image, text('Please analyze the image above.')) },
  test_input_required_result_prompt: { get: (_args, context, surroundings) => askingPrompt(context, surroundings) },
};

const resources = {
  'test://static-text': { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  'test://static-binary': { mimeType: 'image/png', blob: PNG },
  'test://watched-resource': { mimeType: 'text/plain', text: 'It changes when somebody watches.' },
};
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

export function offerReading(server, surroundings) {
  server.setRequestHandler('prompts/list', () => ({
    prompts: Object.entries(prompts).map(([name, prompt]) => ({
      name,
      description: `The prompt ${name}.`,
      arguments: prompt.arguments,
    })),
  }));
  server.setRequestHandler('prompts/get', ({ params }, context) => {
    if (!Object.hasOwn(prompts, params.name)) throw unknown(`There is no prompt ${params.name}.`);
    return prompts[params.name].get(params.arguments ?? {}, context, surroundings);
  });
  server.setRequestHandler('resources/list', () => ({
    resources: Object.entries(resources).map(([uri, { mimeType }]) => ({
      uri,
      name: uri.slice('test://'.length),
      description: `The resource ${uri}.`,
      mimeType,
    })),
  }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [{ uriTemplate: 'test://template/{id}/data', name: 'data', mimeType: 'application/json' }],
  }));
  server.setRequestHandler('resources/read', ({ params: { uri } }) => {
    if (Object.hasOwn(resources, uri)) return { contents: [{ uri, ...resources[uri] }] };
    const [, id] = TEMPLATE.exec(uri) ?? [];
    if (id === undefined) throw unknown('There is no such resource.', { uri });
    const words = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return { contents: [{ uri, mimeType: 'application/json', text: words }] };
  });
  server.setRequestHandler('completion/complete', ({ params }) => ({
    completion: { values: ['paris', 'park', 'party'].filter((word) => word.startsWith(params.argument.value)) },
  }));
}

const unknown = (words, data) => new ProtocolError(ProtocolErrorCode.InvalidParams, words, data);
