// What the type declarations of a client say of a value: a reader for the plain interfaces that its answers have.

const PRIMITIVES = ['string', 'number', 'boolean'];

/**
 * Returns a function of a value and a type, which says what is wrong with the value; undefined when nothing is.
 * @param {string} declarations The text of its declaration file.
 * @param {string[]} writeOnly Members that the types demand, and that a server never answers.
 */
export function createShapes(declarations, writeOnly) {
  const faultOf = (value, declared, path = declared) => {
    const type = typeNamed(declared) ?? declared;
    const options = type.includes('<') ? [type] : type.split(' | ');
    if (options.length > 1) {
      const faults = options.map((each) => faultOf(value, each, path));
      return faults.includes(undefined) ? undefined : faults.join(', or ');
    }
    if (type.endsWith('[]')) {
      if (!Array.isArray(value)) return `${path} is no list`;
      return value.map((each, index) => faultOf(each, type.slice(0, -2), `${path}[${index}]`)).find(Boolean);
    }
    if (PRIMITIVES.includes(type)) return typeof value === type ? undefined : `${path} is no ${type}`;
    if (/^["n]/.test(type)) return JSON.stringify(value) === type ? undefined : `${path} is not ${type}`;
    if (!isObject(value)) return `${path} is no object`;
    if (type.startsWith('Record<')) return undefined;
    return membersOf(type)
      .filter(({ name, isOptional }) => value[name] !== undefined || !(isOptional || writeOnly.includes(name)))
      .map((member) => faultOf(value[member.name], member.type, `${path}.${member.name}`))
      .find(Boolean);
  };
  const typeNamed = (name) => new RegExp(`^type ${escaped(name)} = (.*);$`, 'm').exec(declarations)?.[1];
  const membersOf = (type) => {
    const [, name, argument] = /^(\w+)(?:<(.*)>)?$/.exec(type) ?? [];
    const head = new RegExp(`^interface ${name}(?:<(\\w+)>)?(?: extends (\\w+))? \\{\\n(.*?)^\\}`, 'ms');
    const [, parameter, parent, body] = head.exec(declarations) ?? [];
    if (body === undefined) throw new Error(`The declarations have no interface ${type}.`);
    const lines = body.replace(/\/\*.*?\*\//gs, '').matchAll(/^ {4}(\w+)(\??): (.*);$/gm);
    const own = [...lines].map(([, member, mark, written]) => ({
      name: member,
      isOptional: mark === '?',
      type: parameter ? written.replace(new RegExp(`\\b${parameter}\\b`), argument) : written,
    }));
    return parent ? [...membersOf(parent), ...own] : own;
  };
  return faultOf;
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
