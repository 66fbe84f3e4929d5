/** The forms that names in a manifest must have, and the provider names that install derives from them. */

/** `crm`, `ms_graph`. */
export function isSnakeCase(name: string): boolean {
  return /^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name);
}

/** `my-sales-app`. */
export function isKebabCase(name: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);
}

/** The nearest snake_case name; empty when the name holds no letter or digit of ASCII. */
export function toSnakeCase(name: string): string {
  return words(name).join('_');
}

/** The nearest kebab-case name; empty when the name holds no letter or digit of ASCII. */
export function toKebabCase(name: string): string {
  return words(name).join('-');
}

function words(name: string): string[] {
  return name
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean);
}

/** The provider of an entry of `oauth_providers`: its `name`, or `{manifest name}-{key}`. */
export function providerNameOfEntry(manifestName: string, key: string, name: string | undefined): string {
  return name ?? `${manifestName}-${key}`;
}

/** The provider of an `oauth_config`: its `name`, or the collection id in kebab-case. */
export function providerNameOfCollection(collectionId: string, name: string | undefined): string {
  return name ?? collectionId.replace(/_/g, '-');
}
