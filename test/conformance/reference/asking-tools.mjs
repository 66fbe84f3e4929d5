/** Tools of 2026-07-28 that want input before they answer (SEP-2322): asked for in the result, given with the repeat. */
import { inputRequired } from '@modelcontextprotocol/server';
import { question } from './forms.mjs';
import { text } from './media.mjs';

const elicitation = (message, name, type) => inputRequired.elicit(question(message, name, type));
const sampling = (words, maxTokens) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(words) }], maxTokens });
const done = (words) => ({ content: [text(words)] });

/** Asks for all of `requests`, until each has an answer that is an object. */
const asking =
  (requests, answer, state) =>
  async ({ mcpReq }, { states }) => {
    const answers = mcpReq.inputResponses ?? {};
    const isAnswered = Object.keys(requests).every((key) => typeof answers[key] === 'object' && answers[key] !== null);
    if (isAnswered && (state === undefined || mcpReq.requestState() === state)) return answer(answers);
    return inputRequired({
      inputRequests: requests,
      ...(state !== undefined && { requestState: await states.mint(state) }),
    });
  };

const twoSteps = async ({ mcpReq }, { states }) => {
  const { step1, step2 } = mcpReq.inputResponses ?? {};
  if (step2 && mcpReq.requestState() === 'second') return done('Both steps are done.');
  const [key, request, state] =
    step1 && mcpReq.requestState() === 'first'
      ? ['step2', elicitation('Step 2: What is your favorite color?', 'color'), 'second']
      : ['step1', elicitation('Step 1: What is your name?', 'name'), 'first'];
  return inputRequired({ inputRequests: { [key]: request }, requestState: await states.mint(state) });
};

/** Asks only for what the client can do. */
const whatIsPossible = (context, { capabilities, ...rest }) => {
  const can = capabilities(context.mcpReq);
  const requests = {
    ...(can.elicitation && { user_name: elicitation('What is your name?', 'name') }),
    ...(can.sampling && { greeting: sampling('Generate a greeting', 50) }),
  };
  return asking(requests, () => done('Thank you.'))(context, rest);
};

const name = elicitation('What is your name?', 'name');

export const askingTools = {
  test_input_required_result_elicitation: asking({ user_name: name }, ({ user_name }) =>
    done(`Hello, ${user_name.content?.name}!`),
  ),
  test_input_required_result_sampling: asking(
    { capital_question: sampling('What is the capital of France?', 100) },
    ({ capital_question }) => done(capital_question.content.text),
  ),
  test_input_required_result_list_roots: asking({ client_roots: inputRequired.listRoots() }, ({ client_roots }) =>
    done(client_roots.roots.map(({ uri }) => uri).join(' ')),
  ),
  test_input_required_result_request_state: asking(
    { confirm: elicitation('Please confirm', 'ok', 'boolean') },
    () => done('state-ok'),
    'confirming',
  ),
  test_input_required_result_multiple_inputs: asking(
    { user_name: name, greeting: sampling('Generate a greeting', 50), client_roots: inputRequired.listRoots() },
    () => done('All three are there.'),
    'three',
  ),
  test_input_required_result_multi_round: twoSteps,
  test_input_required_result_tampered_state: asking(
    { confirm: elicitation('Please confirm', 'ok', 'boolean') },
    () => done('The state is what it was.'),
    'sealed',
  ),
  test_input_required_result_capabilities: whatIsPossible,
  test_streaming_elicitation: asking({ user_name: name }, () => done('Thank you.')),
};

export const askingPrompt = asking(
  { user_context: elicitation('What context should the prompt use?', 'context') },
  ({ user_context }) => ({
    messages: [{ role: 'user', content: text(`In the context of ${user_context.content?.context}.`) }],
  }),
);
