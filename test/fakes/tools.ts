/** What the servers of the fake world can do. */
import type { FakeTool } from './mcp-server.ts';

const CONTACTS = [
  { name: 'Mary Somerville', company: 'Royal Astronomical Society', city: 'London' },
  { name: 'Luigi Menabrea', company: 'Taurinorum Academy', city: 'Turin' },
  { name: 'Charles Wheatstone', company: "King's College", city: 'London' },
];

/** One red dot, PNG. */
export const PHOTO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';

export const crmTools: readonly FakeTool[] = [
  {
    name: 'search',
    description: 'Finds contacts whose name, company or city contains the words.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string' },
        limit: { type: 'integer', minimum: 1 },
      },
      required: ['query'],
    },
    outputSchema: {
      type: 'object',
      properties: { contacts: { type: 'array', items: { type: 'object' } } },
      required: ['contacts'],
    },
    run: ({ query, limit = 10 }) => {
      const words = String(query).toLowerCase();
      const found = CONTACTS.filter((contact) => JSON.stringify(contact).toLowerCase().includes(words));
      const contacts = found.slice(0, Number(limit));
      const lines = contacts.map(({ name, company, city }) => `${name}, ${company}, ${city}`);
      return {
        content: [{ type: 'text', text: lines.join('\n') || 'Nobody.' }],
        structuredContent: { contacts },
      };
    },
  },
  {
    name: 'add_note',
    description: 'Writes a note about a contact.',
    inputSchema: {
      type: 'object',
      properties: {
        contact: { type: 'string' },
        text: { type: 'string' },
        private: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } },
      },
      required: ['contact', 'text'],
    },
    run: (args) =>
      CONTACTS.some(({ name }) => name === args.contact)
        ? { content: [{ type: 'text', text: `Noted: ${JSON.stringify(args)}` }] }
        : { isError: true, content: [{ type: 'text', text: `There is no contact called ${args.contact}.` }] },
  },
  {
    name: 'photo',
    description: 'The photo of a contact.',
    inputSchema: { type: 'object', properties: { contact: { type: 'string' } } },
    run: () => ({
      content: [
        { type: 'text', text: 'The photo:' },
        { type: 'image', mimeType: 'image/png', data: PHOTO },
      ],
    }),
  },
  {
    name: 'whoami',
    description: 'Who is calling.',
    inputSchema: { type: 'object' },
    run: (_args, caller) => ({
      content: [{ type: 'text', text: `${caller?.extra?.account ?? caller?.clientId ?? 'nobody'}` }],
    }),
  },
];

export const calendarTools: readonly FakeTool[] = [
  {
    name: 'next_event',
    description: 'The next event of a day.',
    inputSchema: { type: 'object', properties: { day: { type: 'string' } } },
    run: ({ day = 'today' }) => ({
      content: [{ type: 'text', text: `14:00 ${day}: tea with Mary Somerville` }],
    }),
  },
];

/** Echoes its arguments: for servers whose tools do not matter. */
export const echo: FakeTool = {
  name: 'echo',
  description: 'Says what it was told.',
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  run: ({ text = '' }) => ({ content: [{ type: 'text', text: String(text) }] }),
};
