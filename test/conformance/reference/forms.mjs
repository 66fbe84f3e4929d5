/** What the suite's tools ask a person: SEP-1034 (defaults) and SEP-1330 (choices). */
const form = (message, properties, required = []) => ({
  message,
  requestedSchema: { type: 'object', properties, required },
});
export const question = (message, name, type = 'string') => form(message, { [name]: { type } }, [name]);

export const contact = (message) =>
  form(message, { username: { type: 'string' }, email: { type: 'string' } }, ['username', 'email']);

export const withDefaults = form('Look at these, please.', {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
});

const options = ['option1', 'option2', 'option3'];
const titled = [
  { const: 'value1', title: 'First' },
  { const: 'value2', title: 'Second' },
  { const: 'value3', title: 'Third' },
];

export const withChoices = form('Choose, please.', {
  untitledSingle: { type: 'string', enum: options },
  titledSingle: { type: 'string', oneOf: titled },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['One', 'Two', 'Three'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: { type: 'array', items: { anyOf: titled } },
});
