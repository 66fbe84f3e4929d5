import { describe, expect, it } from 'vitest';
import { createOutput } from '../../src/cli/output.ts';
import { createHintText } from '../../src/cli/render/command-line.ts';
import { report } from '../../src/cli/report.ts';
import { Refusal } from '../../src/refusal.ts';
import { masked, Secret, withoutSecrets } from '../../src/secret.ts';
import { styles } from '../../src/styles.ts';

const TOKEN = 'eyJhbGciOi.JIUzI1NiJ9-x_y';
void new Secret(TOKEN);

function written(write: (streams: Parameters<typeof createOutput>[0]) => void): string {
  const texts: string[] = [];
  const stream = { write: (text: string) => void texts.push(text), isTerminal: false, columns: 80 };
  write({ out: stream, error: stream });
  return texts.join('');
}

describe('a secret in a text', () => {
  it.each(['%', 'Bearer %', 'token=%&x', '"%"', 'It is %.', 'crm_%', '/a/%/b', '% %'])('is replaced in %j', (frame) => {
    expect(withoutSecrets(frame.replaceAll('%', TOKEN))).toBe(frame.replaceAll('%', '[secret]'));
  });

  it('is replaced only as a whole', () => {
    expect(withoutSecrets(`a${TOKEN} ${TOKEN}9`)).toBe(`a${TOKEN} ${TOKEN}9`);
  });

  it('is replaced before one that is a part of it', () => {
    void new Secret(`${TOKEN}.signature`);
    expect(withoutSecrets(`${TOKEN}.signature`)).toBe('[secret]');
  });

  it('of fewer than 16 characters is replaced only where a credential is announced', () => {
    void new Secret('customers');
    void new Secret('and');
    expect(withoutSecrets('Lists customers and orders.')).toBe('Lists customers and orders.');
    expect(withoutSecrets('Authorization: Bearer customers')).toBe('Authorization: Bearer [secret]');
    expect(withoutSecrets('client_secret=customers&x=1')).toBe('client_secret=[secret]&x=1');
    expect(withoutSecrets('{"api_key": "customers"}')).toBe('{"api_key": "[secret]"}');
  });
});

describe('a secret that equals a piece of a document', () => {
  it.each([
    '"outcome":"customers_found"',
    'format_version',
    '": "customers_list',
    'input_schema_of_all_tools',
    '\n  "tools": [\n    {',
  ])('leaves it JSON with all its members: %j', (piece) => {
    void new Secret(piece);
    const document = { input_schema_of_all_tools: { text: `It has ${TOKEN}.` }, tools: [{ name: 'customers_list' }] };
    const text = createHintText({});
    const options = { color: false, quiet: false, text };
    const shown = JSON.parse(written((streams) => createOutput(streams, options).json(document)));
    expect(Object.keys(shown)).toEqual(['format_version', 'input_schema_of_all_tools', 'tools']);
    expect(shown.input_schema_of_all_tools).toEqual({ text: 'It has [secret].' });
    expect(shown.tools).toEqual([{ name: 'customers_list' }]);
    const refusal = new Refusal('usage', { what: `No ${TOKEN}`, hint: 'Go on.', details: { format_version: piece } });
    const told = { json: true, verbose: false, style: styles(false), text };
    const { error } = JSON.parse(written((streams) => void report(refusal, streams, told)));
    expect(error).toMatchObject({
      code: 'usage',
      message: 'No [secret]',
      details: { format_version: expect.any(String) },
    });
  });

  it('is found where JSON would escape its characters', () => {
    const key = '-----BEGIN KEY-----\nab"cd\n-----END KEY-----';
    void new Secret(key);
    const options = { color: false, quiet: false, text: createHintText({}) };
    expect(JSON.parse(written((streams) => createOutput(streams, options).json({ key })))).toMatchObject({
      key: '[secret]',
    });
  });
});

describe('a value that is masked', () => {
  it.each([
    ['', 'Authorization: x', 'Authorization: x'],
    ['1', 'level 1 of 10', 'level [secret] of 10'],
    ['a', 'an example', 'an example'],
    ['sample-key-0123', 'X-Key:sample-key-0123;xsample-key-0123', 'X-Key:[secret];x[secret]'],
  ])('%j in %j', (value, text, expected) => {
    expect(masked(text, value)).toBe(expected);
  });
});
