import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putApp } from '../../fakes/installed.ts';
import { type FakeMcpServer, startMcpServer } from '../../fakes/mcp-server.ts';
import { createProgram, type Program } from '../../fakes/mcpctl.ts';
import { crmTools, echo, PHOTO } from '../../fakes/tools.ts';

let program: Program;
let servers: FakeMcpServer[];
const KEY = 'canary-key-of-the-weather';
const LONG = 'a_tool_whose_name_is_so_long_that_no_model_would_take_it_as_it_is';

beforeAll(async () => {
  program = createProgram();
  servers = await Promise.all([
    startMcpServer({ name: 'CRM', tools: crmTools, era: 'modern' }),
    startMcpServer({
      name: 'Weather',
      tools: [echo],
      protection: { kind: 'api_key', key: KEY },
      era: 'legacy',
      faultyTools: [{ name: 'broken\u001b[2J' }],
    }),
    startMcpServer({
      name: 'One',
      tools: [
        { ...echo, name: 'b_c' },
        { ...echo, name: LONG },
      ],
    }),
    startMcpServer({
      name: 'Two',
      tools: [{ ...echo, name: 'c', progress: ['half\u001b[2Jway'], run: () => hostile }],
    }),
  ]);
  const [crm, weather, one, two] = servers.map(({ url }) => url) as [string, string, string, string];
  await putApp(program.home, 'office', [
    { id: 'crm', url: crm },
    { id: 'weather', url: weather, apiKey: KEY },
    { id: 'gone', url: 'http://127.0.0.1:9/mcp' },
    { id: 'private', url: crm, auth: 'oauth' },
  ]);
  await putApp(program.home, 'twins', [
    { id: 'one', url: one, namespace: 'a' },
    { id: 'two', url: two, namespace: 'a_b' },
  ]);
});
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()));
  program.remove();
});

/** What a server sends to confuse a terminal. */
const hostile = {
  content: [{ type: 'text' as const, text: 'red \u001b[31mtext\u001b]0;title\u0007\r\nand \u202Emore' }],
};

describe('mcpctl tools', () => {
  it('lists the tools of a server, one a line in a pipe', async () => {
    expect(await program.run(['tools', 'crm'])).toMatchObject({
      code: 0,
      err: '',
      out: [
        'crm_search\tFinds contacts whose name, company or city contains the words.',
        'crm_add_note\tWrites a note about a contact.',
        'crm_photo\tThe photo of a contact.',
        'crm_whoami\tWho is calling.',
        '',
      ].join('\n'),
    });
  });

  it('gives both names of each, its schemas, and what is missing, as JSON', async () => {
    const { out } = await program.run(['tools', 'crm', 'one', 'weather', 'private', '--json']);
    await expect(out).toMatchFileSnapshot('../../golden/json/tools.json');
  });

  it('names a faulty tool, and cannot be made to write to the terminal', async () => {
    const { code, out, err } = await program.run(['tools', 'weather']);
    expect(code).toBe(0);
    expect(out).toBe('weather_echo\tSays what it was told.\n');
    expect(err).toContain('the tool broken\\u{1b}[2J of office/weather is left out.');
  });

  it('shows the others when one server is dead and one is not connected, and does not end well', async () => {
    const { code, out, err } = await program.run(['tools', 'crm', 'gone', 'private']);
    expect(out.split('\n')).toHaveLength(5);
    expect(err).toContain('the tools of office/gone are missing. http://127.0.0.1:9 could not be reached.');
    expect(err).toContain('mcpctl connect office/private');
    expect(code).toBe(4);
    const { code: dead, json } = await program.run(['tools', 'crm', 'gone', '--json']);
    expect(dead).toBe(3);
    expect(json().failures).toMatchObject([{ server: 'office/gone', code: 'server-unreachable' }]);
  });

  it('is an error when there is nothing else to say', async () => {
    expect(await program.run(['tools', 'private'])).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('error[not-connected]: office/private is not connected.'),
    });
  });

  it('holds two tools of one name back, names both, and lists the others', async () => {
    const { code, out, err } = await program.run(['tools', 'twins/one', 'twins/two', 'crm']);
    expect(code).toBe(0);
    expect(out).toContain('crm_search\t');
    expect(out).not.toContain('a_b_c');
    expect(err).toContain('the tool b_c of twins/one is held back. 2 tools would be called a_b_c.');
    expect(err).toContain('They are b_c of twins/one and c of twins/two.');
    expect(err).toContain('mcpctl call twins/one b_c');
    expect(err).toContain('mcpctl call twins/two c');
    const { json } = await program.run(['tools', 'twins/one', 'twins/two', '--json']);
    expect(json().held_back).toMatchObject([
      { name: 'a_b_c', server: 'twins/one', tool: 'b_c' },
      { name: 'a_b_c', server: 'twins/two', tool: 'c' },
    ]);
  });

  it('says what to do when nothing is installed', async () => {
    const { code, out, err } = await program.run(['tools', '--project', 'empty']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('mcpctl install');
  });
});

describe('mcpctl call', () => {
  it.each([
    ['a JSON object', ['crm_search', '{"query":"london","limit":1}']],
    ['words', ['crm_search', 'query=london', 'limit=1']],
    ["a target and the server's own name", ['crm', 'search', 'query=london', 'limit=1']],
    ['a target and the offered name', ['office/crm', 'crm_search', 'query=london', 'limit=1']],
  ])('takes %s', async (_what, words) => {
    expect(await program.run(['call', ...words])).toMatchObject({
      code: 0,
      out: 'Mary Somerville, Royal Astronomical Society, London\n',
    });
  });

  it('takes standard input', async () => {
    const { out } = await program.run(['call', 'crm_search', '-'], { input: '{"query":"turin"}' });
    expect(out).toBe('Luigi Menabrea, Taurinorum Academy, Turin\n');
  });

  it('gives structured content as JSON', async () => {
    const { out, err } = await program.run(['call', 'crm_search', 'query=turin', '--json', '--quiet']);
    expect(err).toBe('');
    await expect(out).toMatchFileSnapshot('../../golden/json/call.json');
  });

  it('sends the API key of the collection', async () => {
    expect(await program.run(['call', 'weather_echo', 'text=rain'])).toMatchObject({ code: 0, out: 'rain\n' });
    expect(servers[1]?.requests.at(-1)?.authorization).toBe(`Bearer ${KEY}`);
  });

  it('writes images where --out says, and otherwise says that there are some', async () => {
    const folder = join(program.home, 'photos');
    const { code, out, err } = await program.run(['call', 'crm_photo', '--out', folder]);
    expect({ code, out }).toEqual({ code: 0, out: 'The photo:\n' });
    expect(err).toContain(`Wrote ${folder}/crm_photo-1.png`);
    expect(readFileSync(join(folder, 'crm_photo-1.png')).toString('base64')).toBe(PHOTO);
    expect((await program.run(['call', 'crm_photo'])).err).toContain('image/png of 70 bytes: add --out DIR');
  });

  it('cannot write below a file', async () => {
    const { code, err } = await program.run(['call', 'crm_photo', '--out', join(program.home, 'state', 'mcpctl.db')]);
    expect({ code, err }).toMatchObject({ code: 5, err: expect.stringContaining('error[file-unwritable]') });
  });

  it('ends with 3 and the text of the tool when the tool reports an error', async () => {
    const words = ['call', 'crm_add_note', 'contact=Nobody', 'text=hello'];
    const { code, out, err } = await program.run(words);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('error[tool-error]: crm_add_note reported an error: There is no contact called Nobody.');
    const { json } = await program.run([...words, '--json']);
    expect(json().error).toMatchObject({ code: 'tool-error', details: { content: [{ type: 'text' }] } });
  });

  it('makes harmless what a server writes', async () => {
    const { out, err } = await program.run(['call', 'two', 'c']);
    expect(err).toContain('half\\u{1b}[2Jway');
    expect(out).toBe('red \\u{1b}[31mtext\\u{1b}]0;title\\u{7}\nand \\u{202e}more\n');
    const asJson = await program.run(['call', 'two', 'c', '--json']);
    expect(asJson.out).toContain('"red \\u001b[31mtext\\u001b]0;title\\u0007\\r\\nand \\u202emore"');
    expect(asJson.json().content).toEqual(hostile.content);
  });

  it('suggests the tool that was meant', async () => {
    const { code, err } = await program.run(['call', 'crm_serach']);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean crm_search?') });
    expect((await program.run(['call', 'crm', 'serach'])).err).toContain('Did you mean search?');
  });

  it('says which argument is missing before it asks the server to run anything', async () => {
    const { code, err } = await program.run(['call', 'crm_search']);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('The tool needs query.') });
  });

  it('refuses arguments that are not JSON', async () => {
    const { code, err } = await program.run(['call', 'crm_search', '{query: 1}']);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('error[arguments-invalid]') });
  });

  it('ends with 4 and the command when the server is not connected', async () => {
    const { code, err } = await program.run(['call', 'private_search', 'query=a']);
    expect({ code, err }).toMatchObject({ code: 4, err: expect.stringContaining('mcpctl connect office/private') });
  });

  it('never lets one of two tools of a name win, unless the server is named', async () => {
    const { code, err } = await program.run(['call', 'a_b_c', 'text=x']);
    expect({ code, err }).toMatchObject({
      code: 3,
      err: expect.stringContaining('b_c of twins/one and c of twins/two'),
    });
    expect(await program.run(['call', 'one', 'b_c', 'text=x'])).toMatchObject({ code: 0, out: 'x\n' });
  });

  it('asks only the server that can have the tool: for its tools and the call, its era being known', async () => {
    await program.run(['call', 'crm_whoami']);
    const counts = () => servers.map(({ requests }) => requests.length);
    const before = counts();
    await program.run(['call', 'crm_whoami']);
    expect(counts().map((count, index) => count - (before[index] ?? 0))).toEqual([2, 0, 0, 0]);
  });
});
