// The types of the HTTP API. Printed from its description: npm run client:types

export interface paths {
    "/agent/connects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says where a consent stands; with `wait`, when that changes.
         * @description Needs the right `connections.own`.
         */
        get: operations["get_agent_connects_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/connects/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Proves that whoever finished a consent is who began it.
         * @description Needs the right `connections.own`.
         */
        post: operations["post_agent_connects_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists all servers that are attached to an agent, and how the end user stands with each.
         * @description Needs the right `connections.own`.
         */
        get: operations["get_agent_mcp_servers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/mcp-servers/{id}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a consent. The page opens `oauth_url` in a window.
         * @description Needs the right `connections.own`.
         */
        post: operations["post_agent_mcp_servers_id_connect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/mcp-servers/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes and forgets the account at this server.
         * @description Needs the right `connections.own`.
         */
        post: operations["post_agent_mcp_servers_id_disconnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/agent/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says whose session this is, and which agents it opens.
         * @description Needs the right `connections.own`.
         */
        get: operations["get_agent_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actor-mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the servers of the project, and how an end user stands with each.
         * @description Needs the right `end-users.represent`.
         */
        get: operations["get_ai_actor_mcp_servers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actor-mcp-servers/{id}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins the consent of an end user. Its browser opens `auth_url`.
         * @description Needs the right `end-users.represent`.
         */
        post: operations["post_ai_actor_mcp_servers_id_connect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actor-mcp-servers/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revokes and forgets the account of an end user at this server.
         * @description Needs the right `end-users.represent`.
         */
        post: operations["post_ai_actor_mcp_servers_id_disconnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the end users of the web app, by their ids.
         * @description Needs the right `end-users.represent`.
         */
        get: operations["get_ai_actors"];
        put?: never;
        /**
         * Creates an end user, or changes what is given of one.
         * @description Needs the right `end-users.represent`.
         */
        post: operations["post_ai_actors"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actors/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns one end user.
         * @description Needs the right `end-users.represent`.
         */
        get: operations["get_ai_actors_id"];
        put?: never;
        post?: never;
        /**
         * Deletes an end user: its accounts are revoked and forgotten, its sessions end.
         * @description Needs the right `end-users.represent`.
         */
        delete: operations["delete_ai_actors_id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actors/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes an access token that opens an agent as this end user.
         * @description Needs the right `end-users.represent`.
         */
        post: operations["post_ai_actors_id_tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/actors/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds an end user by what its backend calls it.
         * @description Needs the right `end-users.represent`.
         */
        get: operations["get_ai_actors_lookup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the agents that the caller may see, newest first.
         * @description Needs the right `agents.read`.
         */
        get: operations["get_ai_agents"];
        put?: never;
        /**
         * Creates an agent, which may use nothing yet.
         * @description Needs the right `agents.change`.
         */
        post: operations["post_ai_agents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/agents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns one agent.
         * @description Needs the right `agents.read`.
         */
        get: operations["get_ai_agents_id"];
        put?: never;
        post?: never;
        /**
         * Deletes an agent. Its servers and the accounts of people stay.
         * @description Needs the right `agents.change`.
         */
        delete: operations["delete_ai_agents_id"];
        options?: never;
        head?: never;
        /**
         * Changes an agent (RFC 7396).
         * @description Needs the right `agents.change`.
         */
        patch: operations["patch_ai_agents_id"];
        trace?: never;
    };
    "/ai/agents/{id}/details": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns one agent, with how many tools it may use, as far as they are known.
         * @description Needs the right `agents.read`.
         */
        get: operations["get_ai_agents_id_details"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/agents/{id}/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the servers that are attached to an agent.
         * @description Needs the right `agents.read`.
         */
        get: operations["get_ai_agents_id_mcp_servers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/agents/{id}/mcp-servers/{serverId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attaches a server to an agent, or changes which of its tools the agent may use.
         * @description Needs the right `agents.change`.
         */
        post: operations["post_ai_agents_id_mcp_servers_serverId"];
        /**
         * Detaches a server from an agent.
         * @description Needs the right `agents.change`.
         */
        delete: operations["delete_ai_agents_id_mcp_servers_serverId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/mcp-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the MCP servers of the project, newest first.
         * @description Needs the right `catalog.read`.
         */
        get: operations["get_ai_mcp_servers"];
        put?: never;
        /**
         * Creates an MCP server. What is left out is discovered, and a client is registered where none is given.
         * @description Needs the right `catalog.change`.
         */
        post: operations["post_ai_mcp_servers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ai/mcp-servers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns one MCP server, without its secrets.
         * @description Needs the right `catalog.read`.
         */
        get: operations["get_ai_mcp_servers_id"];
        put?: never;
        post?: never;
        /**
         * Deletes an MCP server, revokes its tokens and deletes the client that was registered for it.
         * @description Needs the right `catalog.change`.
         */
        delete: operations["delete_ai_mcp_servers_id"];
        options?: never;
        head?: never;
        /**
         * Changes an MCP server (RFC 7396). What ends with the change has to be confirmed.
         * @description Needs the right `catalog.change`.
         */
        patch: operations["patch_ai_mcp_servers_id"];
        trace?: never;
    };
    "/ai/mcp-servers/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Says what authorization an MCP server wants. Stores nothing.
         * @description Needs the right `catalog.discover`.
         */
        post: operations["post_ai_mcp_servers_discover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives an agent to people.
         * @description Needs the right `agents.share`.
         */
        post: operations["post_api_v1_agents_agent_people"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent}/people/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes an agent from a person.
         * @description Needs the right `agents.share`.
         */
        delete: operations["delete_api_v1_agents_agent_people_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the API keys of the project, revoked ones too. Never a key itself.
         * @description Needs the right `keys.administer`.
         */
        get: operations["get_api_v1_api_keys"];
        put?: never;
        /**
         * Makes an API key. It is shown once.
         * @description Needs the right `keys.administer`.
         */
        post: operations["post_api_v1_api_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-keys/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revokes an API key, by its id or its name, and what was made with it.
         * @description Needs the right `keys.administer`.
         */
        delete: operations["delete_api_v1_api_keys_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists who did what, newest first, without arguments of tools.
         * @description Needs the right `audit.read`.
         */
        get: operations["get_api_v1_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/arguments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same with the arguments of tools, where they were kept.
         * @description Needs the right `audit.read-arguments`.
         */
        get: operations["get_api_v1_audit_arguments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begins a consent for an account of the caller.
         * @description Needs the right `connections.own`.
         */
        post: operations["post_api_v1_connects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says where a consent stands; with `wait`, when that changes.
         * @description Needs the right `connections.own`.
         */
        get: operations["get_api_v1_connects_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/connects/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Proves that whoever finished a consent is who began it: the code of the page, or the word of the web app.
         * @description Needs the right `connections.own`.
         */
        post: operations["post_api_v1_connects_id_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says how far work is that a request has begun.
         * @description Needs the right `catalog.read`.
         */
        get: operations["get_api_v1_jobs_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a one-time link for a token of its person.
         * @description Anybody may call it.
         */
        post: operations["post_api_v1_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the people of the project.
         * @description Needs the right `project.administer`.
         */
        get: operations["get_api_v1_people"];
        put?: never;
        /**
         * Adds a person, and makes a link that is good once.
         * @description Needs the right `project.administer`.
         */
        post: operations["post_api_v1_people"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Removes a person: its accounts are revoked and forgotten, its sessions end.
         * @description Needs the right `project.administer`.
         */
        delete: operations["delete_api_v1_people_name"];
        options?: never;
        head?: never;
        /**
         * Gives a person another role.
         * @description Needs the right `project.administer`.
         */
        patch: operations["patch_api_v1_people_name"];
        trace?: never;
    };
    "/api/v1/people/{name}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes another link for a person; the one before is void.
         * @description Needs the right `project.administer`.
         */
        post: operations["post_api_v1_people_name_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the projects that the caller may see.
         * @description Needs the right `project.administer`.
         */
        get: operations["get_api_v1_projects"];
        put?: never;
        /**
         * Makes a project.
         * @description Needs the right `project.administer`.
         */
        post: operations["post_api_v1_projects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a project with everything in it.
         * @description Needs the right `project.administer`.
         */
        delete: operations["delete_api_v1_projects_name"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/web-apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the web apps of the project.
         * @description Needs the right `project.administer`.
         */
        get: operations["get_api_v1_web_apps"];
        put?: never;
        /**
         * Makes a web app.
         * @description Needs the right `project.administer`.
         */
        post: operations["post_api_v1_web_apps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/web-apps/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns one web app.
         * @description Needs the right `project.administer`.
         */
        get: operations["get_api_v1_web_apps_name"];
        put?: never;
        post?: never;
        /**
         * Deletes a web app: accounts of its end users are revoked and forgotten.
         * @description Needs the right `project.administer`.
         */
        delete: operations["delete_api_v1_web_apps_name"];
        options?: never;
        head?: never;
        /**
         * Changes what is given of a web app.
         * @description Needs the right `project.administer`.
         */
        patch: operations["patch_api_v1_web_apps_name"];
        trace?: never;
    };
    "/session/ticket/exchange": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same for clients that send no body. It sets no cookie.
         * @description Anybody may call it.
         */
        get: operations["get_session_ticket_exchange"];
        put?: never;
        /**
         * Exchanges a ticket for a session, once.
         * @description Anybody may call it.
         */
        post: operations["post_session_ticket_exchange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a ticket, which begins one session of an end user.
         * @description Needs the right `end-users.represent`.
         */
        post: operations["post_session_tickets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An end user of the web app. */
        Actor: {
            created_at: string;
            deployment_id: string;
            display_name?: string;
            external_key: string;
            id: string;
            metadata: {
                [key: string]: unknown;
            };
            subject_type: string;
            updated_at: string;
        };
        /** @description Where the end user consents. */
        ActorConnect: {
            /** @description A page of ours. */
            auth_url: string;
            connect_id?: string;
            expires_at?: string;
            warning?: string;
        };
        /** @description An end user of the web app. */
        ActorInput: {
            display_name?: string;
            /** @description The id of the subject in the web app. */
            external_key: string;
            metadata?: {
                [key: string]: unknown;
            };
            /** @description user, or what kind of subject it is. */
            subject_type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description The actor that was looked up. */
        ActorLookup: {
            actor: components["schemas"]["Actor"];
        };
        /** @description End users of the web app. */
        Actors: {
            data: components["schemas"]["Actor"][];
            has_more: boolean;
            limit: number;
        };
        /** @description A server as an end user knows it. */
        ActorServer: {
            auth_type: string;
            connected_at?: string;
            /** @enum {string} */
            connection_status: "not_required" | "not_connected" | "connecting" | "connected" | "expiring" | "reconnect_needed" | "scope_missing" | "unreachable";
            endpoint: string;
            expires_at?: string;
            id: string;
            name: string;
            requires_user_connection: boolean;
        };
        /** @description The servers of the project, for one end user. */
        ActorServers: {
            /** @description The items; all of them where no limit is given. */
            data: components["schemas"]["ActorServer"][];
            /** @description Whether there are more after these. */
            has_more: boolean;
            /** @description The most items of this answer. */
            limit: number;
            /** @description How many items were skipped. */
            offset: number;
            /** @description How many there are in all. */
            total: number;
        };
        /** @description An agent: what may use tools, and of which servers. */
        Agent: {
            /** @description Kept as it came. */
            configuration: {
                [key: string]: unknown;
            };
            created_at: string;
            /** @description The project. */
            deployment_id: string;
            description?: string;
            id: string;
            name: string;
            updated_at: string;
        };
        /** @description An agent, with counts. */
        AgentDetails: {
            /** @description Kept as it came. */
            configuration: {
                [key: string]: unknown;
            };
            created_at: string;
            /** @description The project. */
            deployment_id: string;
            description?: string;
            id: string;
            knowledge_bases_count: number;
            name: string;
            /** @description Empty. */
            sub_agents?: string[];
            tools_count: number;
            updated_at: string;
        };
        /** @description An agent to create. */
        AgentInput: {
            /** @description Kept as it comes; at most 16 KiB of JSON. */
            configuration?: {
                [key: string]: unknown;
            };
            description?: string;
            /** @description Unique in the project; it stands in addresses. */
            name: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What changes of an agent. */
        AgentPatch: {
            configuration?: {
                [key: string]: unknown;
            } | null;
            description?: string | null;
            name?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Agents. */
        Agents: {
            /** @description The items, newest first. */
            data: components["schemas"]["Agent"][];
            /** @description Whether there are more after these. */
            has_more: boolean;
            /** @description The most items of this answer. */
            limit: number;
            /** @description How many items were skipped. */
            offset: number;
            /** @description How many there are in all. */
            total: number;
        };
        /** @description An API key, without the key itself. */
        ApiKey: {
            /** @description The agents that it is limited to; null: all. */
            agents?: string[] | null;
            created_at: string;
            expires_at?: string | null;
            id: string;
            last_used_at?: string | null;
            name: string;
            revoked_at?: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
            /** @description The first characters of the key. */
            start: string;
            /** @description Whose end users it speaks for. */
            web_app?: string | null;
        };
        /** @description An API key to create. */
        ApiKeyInput: {
            /** @description The agents that it is limited to. */
            agents?: string[];
            /** @description Seconds. */
            expires_in?: number;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
            web_app?: string;
        };
        /** @description The API keys of the project; revoked ones too. */
        ApiKeys: {
            api_keys: components["schemas"]["ApiKey"][];
        };
        /** @description A server that is attached to an agent. */
        Attached: {
            agent_id?: string;
            mcp_server_id?: string;
            success: boolean;
            /** @description Patterns; none means all. */
            tools?: string[];
        };
        /** @description Which tools; all when left out. */
        AttachInput: {
            /** @description Patterns of tools, by the names of the server; * and ? are wildcards. */
            tools?: string[];
        } & {
            [key: string]: unknown;
        };
        /** @description Something that somebody did. */
        AuditRow: {
            agent?: string | null;
            arguments?: unknown;
            client?: string | null;
            code?: string | null;
            duration_ms?: number | null;
            id: string;
            operation: string;
            outcome: string;
            principal: string;
            request_id?: string | null;
            target?: string | null;
            time: string;
        };
        /** @description A part of the audit. */
        AuditRows: {
            /** @description What to give as before, or as after, for the rows that follow. */
            next: string | null;
            /** @description Newest first; with `after`, oldest first. */
            rows: components["schemas"]["AuditRow"][];
        };
        /** @description What to connect. */
        BeginConnectInput: {
            agent?: string;
            /** @description Where a command line of this machine waits for the code. */
            confirm_at?: string;
            /** @description The name of a server. */
            server: string;
        };
        /** @description A consent that begins. */
        BegunConnect: {
            connect_id: string | null;
            expires_at: string | null;
            requires_oauth: boolean;
            /** @description The page to open. */
            url: string | null;
            warning?: string;
        };
        /** @description Whose consent it is. */
        ConfirmForActorInput: {
            /** @description The web app has checked its own login. */
            actor_id?: string;
            code?: string;
        };
        /** @description What proves who began. */
        ConfirmInput: {
            /** @description The one-time code, or the six digits of the page. */
            code: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Where a consent stands. */
        Connect: {
            code?: string;
            message?: string;
            /** @description Servers that the consent is for. */
            servers: {
                [key: string]: unknown;
            }[];
            /** @enum {string} */
            status: "pending" | "verifying" | "connected" | "declined" | "failed" | "expired";
        };
        /** @description Where the browser goes afterwards. */
        ConnectInput: {
            /** @description An address at the origin of the session. */
            return_to?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A new API key. It is shown once. */
        CreatedApiKey: {
            expires_at: string | null;
            id: string;
            key: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
        };
        /** @description An MCP server, and what was discovered of it. */
        CreatedServer: {
            /** @description Where it is and how requests to it are authorized. */
            config: {
                /** @description How requests are authorized. Secrets are left out. */
                auth?: {
                    auth_url?: string;
                    client_id?: string;
                    register_url?: string;
                    resource?: string;
                    /** @description The scopes that are asked for. */
                    scopes?: string[];
                    token_url?: string;
                    /**
                     * @description The method.
                     * @enum {string}
                     */
                    type: "token" | "oauth_client_credentials" | "oauth_authorization_code_public_pkce" | "oauth_authorization_code_confidential_pkce";
                };
                endpoint: string;
            };
            created_at: string;
            /** @description The project. */
            deployment_id: string;
            discovery_result: components["schemas"]["Discovery"] | null;
            has_auth_token?: boolean;
            has_client_secret?: boolean;
            /** @description The names of the headers that are sent. */
            header_names?: string[];
            id: string;
            issuer?: string | null;
            name: string;
            namespace?: string;
            /** @description What to register at the vendor, where somebody has to. */
            redirect_uri?: string | null;
            /** @description Where each value came from. */
            sources?: {
                [key: string]: "given" | "discovered" | "registered";
            };
            token_endpoint_auth_method?: string | null;
            updated_at: string;
        };
        /** @description What ended with it. */
        DeletedActor: {
            connections_ended?: number;
            /** @description Where the rest is still being revoked: GET /api/v1/jobs/{id}. */
            job_id?: string | null;
            /** @description How each token ended. */
            revocations?: {
                [key: string]: unknown;
            }[];
            success: boolean;
        };
        /** @description What ended with it. */
        DeletedServer: {
            /** @description Registered clients that were deleted. */
            deleted_clients?: {
                [key: string]: unknown;
            }[];
            /** @description How each token ended. */
            revocations?: {
                [key: string]: unknown;
            }[];
            success: boolean;
            /** @description With dry_run: what would end. */
            would_end?: {
                consequences: {
                    [key: string]: unknown;
                }[];
                digest: string;
            };
        } & {
            [key: string]: unknown;
        };
        /** @description Which server to ask. */
        DiscoverInput: {
            /** @description The URL of the MCP server. */
            endpoint: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What a server said of itself. */
        Discovery: {
            auth_url?: string;
            /** @description RFC 9728. */
            authorization_servers?: string[];
            client_id_metadata_document_supported?: boolean;
            /** @description RFC 8414. */
            code_challenge_methods_supported?: string[];
            /** @description Each request that was made, and what was concluded of its answer. Never a body. */
            evidence?: {
                [key: string]: unknown;
            }[];
            issuer?: string;
            /** @description What was found, in a sentence. */
            message: string;
            reason?: string;
            /**
             * @description What to use.
             * @enum {string}
             */
            recommended_auth_mode?: "none" | "token" | "oauth_client_credentials" | "oauth_authorization_code_public_pkce" | "oauth_authorization_code_confidential_pkce";
            register_url?: string;
            /** @description Whether it wants authorization; "unknown" when it does not say. */
            requires_auth: boolean | string;
            resource?: string;
            resource_metadata_url?: string;
            revocation_url?: string;
            /** @description The scopes that it names. */
            scopes?: string[];
            /** @description RFC 8414. */
            token_endpoint_auth_methods_supported?: string[];
            token_url?: string;
            transport?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A document of docs/json.md. */
        Document: {
            [key: string]: unknown;
        };
        /** @description What ended with it. */
        Ended: {
            connections_ended?: number;
            /** @description Where the rest is still being revoked: GET /api/v1/jobs/{id}. */
            job_id?: string | null;
            name?: string;
            outcome: string;
            /** @description How each token ended. */
            revocations?: {
                [key: string]: unknown;
            }[];
        };
        /** @description An access token for the gateway, as the end user. */
        EndUserToken: {
            access_token: string;
            expires_in: number;
            /** @description The URL that it opens. */
            resource: string;
            /** @enum {string} */
            token_type: "Bearer";
        };
        /** @description Which agent the token opens. */
        EndUserTokenInput: {
            agent_id: string;
            /** @description Seconds; 600, and no more. */
            expires_in?: number;
        } & {
            [key: string]: unknown;
        };
        /** @description Every error of every route. */
        Error: {
            /** @description What kind of error it is (docs/api.md). It never changes meaning. */
            code: string;
            /** @description Facts. */
            details: {
                [key: string]: unknown;
            };
            /** @description The same, for clients that read this member. */
            error: string;
            /** @description One for each fault of the body. */
            errors: {
                code: number;
                message: string;
                /** @description RFC 6901. */
                pointer?: string;
            }[];
            /** @description What happened. */
            message: string;
            /** @description What to do. */
            next: string | null;
            request_id: string;
            /** @description The status of the response. */
            status: number;
            /** @description The evidence. */
            why: string | null;
        };
        /** @description A ticket. */
        ExchangeInput: {
            ticket: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Who has the agent. */
        GivenAgent: {
            agent: string;
            outcome: string;
            people: components["schemas"]["Person"][];
        };
        /** @description A link that is good once. */
        Invitation: {
            expires_at: string;
            link: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
        };
        /** @description Work that a request has begun. */
        Job: {
            created_at?: string;
            done: number;
            ended_at?: string | null;
            error?: {
                [key: string]: unknown;
            } | null;
            id: string;
            operation: string;
            result?: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            status: "running" | "done" | "failed";
            total: number;
        };
        /** @description A one-time link. */
        LinkInput: {
            /** @description The secret of the link. */
            link: string;
            /**
             * @description What the token is for: login, by the command line.
             * @enum {string}
             */
            use?: "login";
        };
        /** @description A token of a person. */
        Login: {
            expires_at: string;
            name: string;
            project: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
            token: string;
        };
        /** @description The people of the project. */
        People: {
            people: components["schemas"]["Person"][];
        };
        /** @description Whom it is about. */
        PeopleInput: {
            /** @description Names. */
            people: string[];
        };
        /** @description A person. */
        Person: {
            /** @description The agents that were given to it. */
            agents: string[];
            created_at: string;
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
        };
        /** @description A person. */
        PersonInput: {
            agents?: string[];
            name: string;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
        };
        /** @description What changes of a person. */
        PersonPatch: {
            /** @enum {string} */
            role?: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
        };
        /** @description A project. */
        Project: {
            created_at: string | null;
            name: string;
        };
        /** @description A project. */
        ProjectInput: {
            name: string;
        };
        /** @description The projects. */
        Projects: {
            projects: components["schemas"]["Project"][];
        };
        /** @description A key that is revoked. */
        RevokedApiKey: {
            /** @description The agents that it is limited to; null: all. */
            agents?: string[] | null;
            connections_ended?: number;
            created_at?: string;
            expires_at?: string | null;
            id: string;
            /** @description Where the rest is still being revoked: GET /api/v1/jobs/{id}. */
            job_id?: string | null;
            last_used_at?: string | null;
            name: string;
            /** @description How each token ended. */
            revocations?: {
                [key: string]: unknown;
            }[];
            revoked_at?: string | null;
            /** @enum {string} */
            role: "owner" | "admin" | "builder" | "member" | "auditor" | "web-app";
            /** @description The first characters of the key. */
            start?: string;
            /** @description Whose end users it speaks for. */
            web_app?: string | null;
        };
        /** @description A consent that begins. */
        RuntimeConnect: {
            data: {
                connect_id: string | null;
                expires_at: string | null;
                oauth_url: string | null;
                requires_oauth: boolean;
            };
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description Where a consent stands. */
        RuntimeConnectState: {
            data: components["schemas"]["Connect"];
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description A server as the end user of a session knows it. */
        RuntimeServer: {
            account?: string | null;
            /** @description Servers of one group are connected by one consent. */
            connect_group: string | null;
            /** @enum {string} */
            connection_status: "not_required" | "not_connected" | "connecting" | "connected" | "expiring" | "reconnect_needed" | "scope_missing" | "unreachable";
            error: {
                [key: string]: unknown;
            } | null;
            expires_at?: string | null;
            id: string;
            name: string;
            requires_connection: boolean;
            scopes_missing: string[];
        };
        /** @description The servers that are attached to the agent. */
        RuntimeServers: {
            data: components["schemas"]["RuntimeServer"][];
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description The session. */
        RuntimeSession: {
            data: {
                actor_id: string;
                agents: {
                    id: string;
                    name: string;
                }[];
                expires_at: string;
                origin?: string | null;
            };
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description It is done. */
        RuntimeSuccess: {
            data: {
                success: boolean;
            };
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description An MCP server. */
        Server: {
            /** @description Where it is and how requests to it are authorized. */
            config: {
                /** @description How requests are authorized. Secrets are left out. */
                auth?: {
                    auth_url?: string;
                    client_id?: string;
                    register_url?: string;
                    resource?: string;
                    /** @description The scopes that are asked for. */
                    scopes?: string[];
                    token_url?: string;
                    /**
                     * @description The method.
                     * @enum {string}
                     */
                    type: "token" | "oauth_client_credentials" | "oauth_authorization_code_public_pkce" | "oauth_authorization_code_confidential_pkce";
                };
                endpoint: string;
            };
            created_at: string;
            /** @description The project. */
            deployment_id: string;
            has_auth_token?: boolean;
            has_client_secret?: boolean;
            /** @description The names of the headers that are sent. */
            header_names?: string[];
            id: string;
            issuer?: string | null;
            name: string;
            namespace?: string;
            /** @description What to register at the vendor, where somebody has to. */
            redirect_uri?: string | null;
            /** @description Where each value came from. */
            sources?: {
                [key: string]: "given" | "discovered" | "registered";
            };
            token_endpoint_auth_method?: string | null;
            updated_at: string;
        };
        /** @description An MCP server to create. */
        ServerInput: {
            /** @description Where the server is, and how requests to it are authorized. */
            config: {
                /** @description How requests are authorized. Left out: it is discovered. */
                auth?: {
                    /** @description The token. Write-only. */
                    auth_token?: string | null;
                    /** @description The authorization endpoint. Discovered when left out. */
                    auth_url?: string | null;
                    /** @description The OAuth client id. Registered when left out. */
                    client_id?: string | null;
                    /** @description The OAuth client secret. Write-only. */
                    client_secret?: string | null;
                    /** @description The registration endpoint (RFC 7591). Discovered when left out. */
                    register_url?: string | null;
                    /** @description The RFC 8707 resource, which may be a URN. */
                    resource?: string | null;
                    /** @description The scopes to ask for. */
                    scopes?: string[] | null;
                    /** @description The token endpoint. Discovered when left out. */
                    token_url?: string | null;
                    /**
                     * @description The method.
                     * @enum {string}
                     */
                    type: "token" | "oauth_client_credentials" | "oauth_authorization_code_public_pkce" | "oauth_authorization_code_confidential_pkce";
                } & {
                    [key: string]: unknown;
                };
                /** @description The URL of the MCP server. */
                endpoint: string;
                /** @description Headers of every request. Write-only. */
                headers?: {
                    [key: string]: string;
                };
            } & {
                [key: string]: unknown;
            };
            /** @description Unique in the project. */
            name: string;
        } & {
            [key: string]: unknown;
        };
        /** @description What changes of a server (RFC 7396). What is left out stays. */
        ServerPatch: {
            /** @description What changes of it (RFC 7396). */
            config?: {
                /** @description How requests are authorized. Left out: it is discovered. */
                auth?: ({
                    /** @description The token. Write-only. */
                    auth_token?: string | null;
                    /** @description The authorization endpoint. Discovered when left out. */
                    auth_url?: string | null;
                    /** @description The OAuth client id. Registered when left out. */
                    client_id?: string | null;
                    /** @description The OAuth client secret. Write-only. */
                    client_secret?: string | null;
                    /** @description The registration endpoint (RFC 7591). Discovered when left out. */
                    register_url?: string | null;
                    /** @description The RFC 8707 resource, which may be a URN. */
                    resource?: string | null;
                    /** @description The scopes to ask for. */
                    scopes?: string[] | null;
                    /** @description The token endpoint. Discovered when left out. */
                    token_url?: string | null;
                    /**
                     * @description The method.
                     * @enum {string}
                     */
                    type?: "token" | "oauth_client_credentials" | "oauth_authorization_code_public_pkce" | "oauth_authorization_code_confidential_pkce";
                } & {
                    [key: string]: unknown;
                }) | null;
                /** @description The URL of the MCP server. */
                endpoint?: string;
                /** @description Headers of every request; null deletes one. */
                headers?: {
                    [key: string]: string | null;
                } | null;
            } & {
                [key: string]: unknown;
            };
            name?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description MCP servers. */
        Servers: {
            /** @description The items, newest first. */
            data: components["schemas"]["Server"][];
            /** @description Whether there are more after these. */
            has_more: boolean;
            /** @description The most items of this answer. */
            limit: number;
            /** @description How many items were skipped. */
            offset: number;
            /** @description How many there are in all. */
            total: number;
        };
        /** @description A session of an end user. */
        Session: {
            data: {
                agents: {
                    id: string;
                    name: string;
                }[];
                expires_at: string;
                origin?: string | null;
                session_token?: string;
            };
            /** @description Empty. */
            errors: {
                [key: string]: unknown;
            }[];
            /** @description What happened. */
            message: string;
            /** @description The status of the response. */
            status: number;
        };
        /** @description It is done. */
        Success: {
            success: boolean;
        };
        /** @description A ticket, good once. */
        Ticket: {
            /** @description Seconds since 1970. */
            expires_at: number;
            ticket: string;
            /** @description Where to exchange it. */
            url: string;
        };
        /** @description A ticket for a session of an end user. */
        TicketInput: {
            actor_id?: string;
            /** @description The agents that it opens. */
            agent_ids?: string[];
            /** @description static. */
            agent_session_identifier?: string;
            context_group?: string;
            /** @description How long the ticket is good, in seconds; 60, 600 at most. */
            expires_in?: number;
            /** @description The origin of the page that uses it: one of the web app's. */
            origin?: string;
            /** @description agent_access. */
            ticket_type: string;
            /** @description Who confirms consents: opener, or web-app. */
            verify?: string;
        } & {
            [key: string]: unknown;
        };
        /** @description A web app, whose end users connect accounts of their own. */
        WebApp: {
            created_at: string;
            id: string;
            name: string;
            /** @description Exact origins of its pages. */
            origins: string[];
            updated_at: string;
            /** @description Where it confirms consents with its own login. */
            verify_url: string | null;
        };
        /** @description A web app. */
        WebAppInput: {
            name: string;
            origins?: string[];
            verify_url?: string | null;
        };
        /** @description What changes of a web app. */
        WebAppPatch: {
            origins?: string[];
            verify_url?: string | null;
        };
        /** @description The web apps of the project. */
        WebApps: {
            web_apps: components["schemas"]["WebApp"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_agent_connects_id: {
        parameters: {
            query?: {
                /** @description Seconds to wait for a change; 20 at most. */
                wait?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeConnectState"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_agent_connects_id_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeConnectState"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_agent_mcp_servers: {
        parameters: {
            query: {
                /** @description One of the agents of the session. */
                agent_name: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeServers"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_agent_mcp_servers_id_connect: {
        parameters: {
            query: {
                /** @description One of the agents of the session. */
                agent_name: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConnectInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeConnect"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_agent_mcp_servers_id_disconnect: {
        parameters: {
            query: {
                /** @description One of the agents of the session. */
                agent_name: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeSuccess"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_agent_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuntimeSession"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_actor_mcp_servers: {
        parameters: {
            query: {
                /** @description The id of the end user. */
                actor_id: string;
                /** @description The most items; all when left out. */
                limit?: string;
                /** @description How many items to skip. */
                offset?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorServers"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_actor_mcp_servers_id_connect: {
        parameters: {
            query: {
                /** @description The id of the end user. */
                actor_id: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorConnect"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_actor_mcp_servers_id_disconnect: {
        parameters: {
            query: {
                /** @description The id of the end user. */
                actor_id: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_actors: {
        parameters: {
            query?: {
                /** @description The id of the last item of the page before. */
                after?: string;
                /** @description The most items; 50 when left out, 100 at most. */
                limit?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Actors"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_actors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActorInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Actor"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_actors_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Actor"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_ai_actors_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedActor"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_actors_id_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndUserTokenInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndUserToken"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_actors_lookup: {
        parameters: {
            query: {
                /** @description The id of the subject in the web app. */
                external_key: string;
                /** @description What kind of subject it is; user when left out. */
                subject_type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorLookup"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_agents: {
        parameters: {
            query?: {
                /** @description The id of the last item of the page before. Reads a long list faster than an offset. */
                after?: string;
                /** @description The most items; 50 when left out, 100 at most. */
                limit?: string;
                /** @description How many items to skip. */
                offset?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agents"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_agents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_agents_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_ai_agents_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_ai_agents_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AgentPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_agents_id_details: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentDetails"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_agents_id_mcp_servers: {
        parameters: {
            query?: {
                /** @description The id of the last item of the page before. Reads a long list faster than an offset. */
                after?: string;
                /** @description The most items; 50 when left out, 100 at most. */
                limit?: string;
                /** @description How many items to skip. */
                offset?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Servers"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_agents_id_mcp_servers_serverId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["AttachInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attached"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_ai_agents_id_mcp_servers_serverId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                serverId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Success"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_mcp_servers: {
        parameters: {
            query?: {
                /** @description The id of the last item of the page before. Reads a long list faster than an offset. */
                after?: string;
                /** @description The most items; 50 when left out, 100 at most. */
                limit?: string;
                /** @description How many items to skip. */
                offset?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Servers"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_mcp_servers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedServer"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_ai_mcp_servers_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_ai_mcp_servers_id: {
        parameters: {
            query?: {
                /** @description With true, nothing is deleted: the answer says what would end. */
                dry_run?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedServer"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_ai_mcp_servers_id: {
        parameters: {
            query?: {
                /** @description The digest of what would end, as the 409 names it. */
                confirm?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ServerPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Server"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_ai_mcp_servers_discover: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscoverInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Discovery"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_agents_agent_people: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenAgent"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_api_v1_agents_agent_people_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GivenAgent"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_api_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeys"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_api_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_api_v1_api_keys_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevokedApiKey"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_audit: {
        parameters: {
            query?: {
                /** @description Rows newer than the row with this id, oldest first. */
                after?: string;
                /** @description Rows older than the row with this id. */
                before?: string;
                /** @description The most rows; 100 when left out. */
                limit?: string;
                /** @description Rows of this operation. */
                operation?: string;
                /** @description Rows of this principal, as rows name it. */
                principal?: string;
                /** @description Rows from this time on (RFC 3339). */
                since?: string;
                /** @description Rows about this server, tool, agent or other thing. */
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRows"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_audit_arguments: {
        parameters: {
            query?: {
                /** @description Rows newer than the row with this id, oldest first. */
                after?: string;
                /** @description Rows older than the row with this id. */
                before?: string;
                /** @description The most rows; 100 when left out. */
                limit?: string;
                /** @description Rows of this operation. */
                operation?: string;
                /** @description Rows of this principal, as rows name it. */
                principal?: string;
                /** @description Rows from this time on (RFC 3339). */
                since?: string;
                /** @description Rows about this server, tool, agent or other thing. */
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditRows"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_connects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginConnectInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunConnect"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_connects_id: {
        parameters: {
            query?: {
                /** @description Seconds to wait for a change; 20 at most. */
                wait?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connect"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_connects_id_confirm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ConfirmForActorInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connect"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_jobs_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_people: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_api_v1_people_name: {
        parameters: {
            query?: {
                /** @description The digest of what would end, as the 409 names it. */
                confirm?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_api_v1_people_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PersonPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_people_name_links: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_projects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projects"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_projects: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_api_v1_projects_name: {
        parameters: {
            query?: {
                /** @description The digest of what would end, as the 409 names it. */
                confirm?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_web_apps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebApps"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_api_v1_web_apps: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebAppInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebApp"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_api_v1_web_apps_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebApp"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    delete_api_v1_web_apps_name: {
        parameters: {
            query?: {
                /** @description The digest of what would end, as the 409 names it. */
                confirm?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ended"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    patch_api_v1_web_apps_name: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebAppPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebApp"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    get_session_ticket_exchange: {
        parameters: {
            query: {
                /** @description The ticket. */
                ticket: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_session_ticket_exchange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExchangeInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    post_session_tickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description An error. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
