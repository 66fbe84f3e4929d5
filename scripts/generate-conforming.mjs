// Makes functions from the schemas that only say whether a value conforms: a tenth of the code of the validators, which
// also say what is wrong. Most documents conform, and start without them.

/** `schemas`: by the name of the function to be exported. Throws for what it does not know of JSON Schema. */
export function conformingCode(schemas) {
  const functions = new Map();
  const exported = Object.entries(schemas).map(
    ([name, root]) => `export const ${name} = (value) => ${conditionOf(root, 'value', { root, functions })};`,
  );
  const named = [...functions].map(([body, name]) => `function ${name}(value) {\n${body}\n}`);
  return [IS_OBJECT, ...named, ...exported, ''].join('\n');
}

const IS_OBJECT = `const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);`;

const TYPES = {
  string: (value) => `typeof ${value} === 'string'`,
  boolean: (value) => `typeof ${value} === 'boolean'`,
  object: (value) => `isObject(${value})`,
};

/** An expression that is true when `value`, an expression itself, conforms. */
function conditionOf(schema, value, context) {
  const { $id, $defs, $ref, type, enum: choices, const: only, if: when, then: yes, else: no, ...nested } = schema;
  const whole = (each) => conditionOf(each, value, context);
  const conditions = [];
  if ($ref) conditions.push(whole(referred($ref, context.root)));
  if (type === 'array') conditions.push(`${functionOf(listBody(nested, context), context)}(${value})`);
  else if (Object.keys(nested).length > 0) {
    conditions.push(`${functionOf(objectBody(type, nested, context), context)}(${value})`);
  } else if (choices) conditions.push(either(choices.map((choice) => `${value} === ${JSON.stringify(choice)}`)));
  else if (only !== undefined) conditions.push(`${value} === ${JSON.stringify(only)}`);
  else if (type) conditions.push(either([type].flat().map((each) => TYPES[each](value))));
  if (when) conditions.push(`(${whole(when)} ? ${whole(yes)} : ${whole(no)})`);
  return conditions.join(' && ') || 'true';
}

function either(conditions) {
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' || ')})`;
}

/** Schemas that ask the same share a function. */
function functionOf(body, { functions }) {
  if (!functions.has(body)) functions.set(body, `conforms${functions.size}`);
  return functions.get(body);
}

function listBody({ items, ...unknown }, context) {
  refuse(unknown);
  return `if (!Array.isArray(value)) return false;
for (let index = 0; index < value.length; index++) {
const item = value[index];
if (!(${conditionOf(items, 'item', context)})) return false;
}
return true;`;
}

/** One look at each member. Without a type, anything else than an object conforms. */
function objectBody(type, { properties = {}, required = [], additionalProperties = true, ...unknown }, context) {
  refuse(unknown);
  const byCondition = new Map();
  for (const [name, schema] of Object.entries(properties)) {
    const condition = conditionOf(schema, 'member', context);
    byCondition.set(condition, [...(byCondition.get(condition) ?? []), name]);
  }
  const cases = [...byCondition].map(
    ([condition, names]) => `${names.map((name) => `case ${JSON.stringify(name)}:`).join(' ')} ${unless(condition)}`,
  );
  const others =
    typeof additionalProperties === 'object'
      ? conditionOf(additionalProperties, 'member', context)
      : `${additionalProperties}`;
  return `if (!isObject(value)) return ${type === undefined};
for (const name in value) {
const member = value[name];
switch (name) {
${[...cases, `default: ${unless(others)}`].join('\n')}
}
}
return ${required.map((name) => `value.${name} !== undefined`).join(' && ') || 'true'};`;
}

function unless(condition) {
  return condition === 'true' ? 'break;' : `if (!(${condition})) return false; break;`;
}

function referred($ref, root) {
  return $ref
    .split('/')
    .slice(1)
    .reduce((schema, name) => schema[name], root);
}

function refuse(unknown) {
  if (Object.keys(unknown).length > 0) throw new Error(`No code is made for ${Object.keys(unknown)}.`);
}
