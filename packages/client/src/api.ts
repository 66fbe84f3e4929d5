// The types of the HTTP API. Printed from its description: npm run client:types

export interface paths {
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
        ActorServers: components["schemas"]["ActorServer"][];
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
        ProjectInput: {
            name: string;
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
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
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
}
