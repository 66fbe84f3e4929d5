// The end users of a web app: its backend makes them, lets them connect an account, and calls a tool as one of them. A script
// plays the browser.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from './mcp.mjs';

const browser = join(import.meta.dirname, '../fakes/browser.mjs');

export async function checkEndUsers({ check, isShaped, company, client, agent }) {
  const { ai, sessions } = client;
  const auth = { type: 'oauth_authorization_code_public_pkce', scopes: ['contacts.read'] };
  const server = await ai.createMcpServer({ name: 'crm', config: { endpoint: company.addresses.crm, auth } });
  await client.post(`/ai/agents/${agent.id}/mcp-servers/${server.id}`);
  const statusOf = async (actorId) => {
    const page = await ai.listActorMcpServers(actorId);
    isShaped(page, 'PaginatedResponse<ActorMcpServerSummary>');
    return page.data.find(({ id }) => id === server.id).connection_status;
  };
  let actor;

  await check('actors: create, and create again', async () => {
    const wanted = { subject_type: 'user', external_key: 'alice', display_name: 'Alice', metadata: { plan: 'pro' } };
    actor = await ai.createActor(wanted);
    isShaped(actor, 'Actor');
    assert.deepEqual([actor.id, actor.metadata], ['alice', wanted.metadata]);
    assert.equal((await ai.createActor(wanted)).id, actor.id);
  });
  await check('actors: lookup', async () => {
    const found = await ai.lookupActor({ subject_type: 'user', external_key: 'alice' });
    isShaped(found, 'LookupActorResponse');
    assert.equal(found.actor.id, actor.id);
    assert.deepEqual(await ai.lookupActor({ subject_type: 'user', external_key: 'nobody' }), { actor: null });
  });
  await check('actors: servers before a consent', async () => {
    assert.equal(await statusOf(actor.id), 'not_connected');
  });
  await check('actors: connect, with a browser', async () => {
    const begun = await ai.connectActorMcpServer(actor.id, server.id);
    isShaped(begun, 'ActorMcpServerConnectResponse');
    assert.ok(begun.auth_url.startsWith(`${company.url}/connect/`));
    await promisify(execFile)(process.execPath, [browser, begun.auth_url]);
    assert.equal(await statusOf(actor.id), 'connected');
  });
  await check('actors: the agent calls a tool as the end user', async () => {
    const token = await client.post(`/ai/actors/${actor.id}/tokens`, { agent_id: agent.id });
    const { mcp, close } = await connect(token.resource, token.access_token);
    const { content } = await mcp.callTool({ name: 'crm_whoami', arguments: {} });
    assert.match(content[0].text, /ada/);
    await close();
  });
  await check('actors: disconnect', async () => {
    await ai.disconnectActorMcpServer(actor.id, server.id);
    assert.equal(await statusOf(actor.id), 'not_connected');
  });
  await check('sessions: a ticket for an agent, good once', async () => {
    const request = { ticket_type: 'agent_access', agent_ids: [agent.id], agent_session_identifier: 'static' };
    const ticket = await sessions.createSessionTicket({ ...request, actor_id: actor.id, expires_in: 60 });
    isShaped(ticket, 'SessionTicketResponse');
    assert.ok(ticket.expires_at < 1e11, 'It is in seconds.');
    const { data } = await client.post('/session/ticket/exchange', { ticket: ticket.ticket });
    assert.equal(data.agents[0].id, agent.id);
    await assert.rejects(client.post('/session/ticket/exchange', { ticket: ticket.ticket }), { statusCode: 404 });
  });
  await check('sessions: other tickets are refused', async () => {
    const request = { ticket_type: 'impersonation', user_id: 'alice' };
    await assert.rejects(sessions.createSessionTicket(request), { statusCode: 400 });
  });
  await client.delete(`/ai/actors/${actor.id}`);
  await client.delete(`/ai/agents/${agent.id}/mcp-servers/${server.id}`);
  await ai.deleteMcpServer(server.id);
}
