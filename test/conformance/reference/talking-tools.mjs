/** Tools of both eras that answer, tell and change; and those that ask while they work, as servers of 2025 do. */
import { MissingRequiredClientCapabilityError } from '@modelcontextprotocol/server';
import { contact, withChoices, withDefaults } from './forms.mjs';
import { image, text, WAV } from './media.mjs';

const pause = () => new Promise((done) => setTimeout(done, 50));
const saying =
  (...content) =>
  () => ({ content });
const resource = (uri, mimeType, words) => ({ type: 'resource', resource: { uri, mimeType, text: words } });

/** Sends a request to the client and says what came back, with `spoken`. */
const asking =
  (method, params, spoken) =>
  async (args, { mcpReq }) => ({
    content: [text(spoken(await mcpReq.send({ method, params: params(args) })))],
  });
const eliciting = (params) =>
  asking(
    'elicitation/create',
    params,
    ({ action, content }) => `Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`,
  );

export const talkingTools = {
  test_simple_text: saying(text('This is a simple text response for testing.')),
  test_image_content: saying(image),
  test_audio_content: saying({ type: 'audio', data: WAV, mimeType: 'audio/wav' }),
  test_embedded_resource: saying(
    resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
  ),
  test_multiple_content_types: saying(
    text('Multiple content types test:'),
    image,
    resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ),
  test_error_handling: () => ({
    isError: true,
    content: [text('This tool intentionally returns an error for testing')],
  }),
  test_tool_with_logging: async (_args, { mcpReq }) => {
    for (const line of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await mcpReq.log('info', line);
      await pause();
    }
    return { content: [text('Logged.')] };
  },
  test_tool_with_progress: async (_args, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of progressToken === undefined ? [] : [0, 50, 100]) {
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      await pause();
    }
    return { content: [text('Done.')] };
  },
  test_sampling: asking(
    'sampling/createMessage',
    ({ prompt }) => ({ messages: [{ role: 'user', content: text(prompt) }], maxTokens: 100 }),
    ({ content }) => `LLM response: ${content.text}`,
  ),
  test_elicitation: eliciting(({ message }) => contact(message)),
  test_elicitation_sep1034_defaults: eliciting(() => withDefaults),
  test_elicitation_sep1330_enums: eliciting(() => withChoices),
  test_logging_tool: async (_args, { mcpReq }) => {
    await mcpReq.log('info', 'Nobody hears this who has not asked for it.');
    return { content: [text('Logged.')] };
  },
  test_missing_capability: (_args, { mcpReq }, { capabilities }) => {
    if (capabilities(mcpReq).sampling) return { content: [text('The client can sample.')] };
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  },
  test_trigger_tool_change: (_args, _context, { changed }) => {
    changed('tools');
    return { content: [text('The tools have changed.')] };
  },
  test_trigger_prompt_change: (_args, _context, { changed }) => {
    changed('prompts');
    return { content: [text('The prompts have changed.')] };
  },
};

/** What a tool takes; nothing, where it is not named here. */
export const inputSchemas = {
  test_sampling: { type: 'object', properties: { prompt: { type: 'string' } }, required: ['prompt'] },
  test_elicitation: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  json_schema_2020_12_tool: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: {
      address: {
        $anchor: 'addressDef',
        type: 'object',
        properties: { street: { type: 'string' }, city: { type: 'string' } },
      },
    },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // biome-ignore lint/suspicious/noThenProperty: JSON Schema has this keyword.
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  },
};
