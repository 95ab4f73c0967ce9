/**
 * Types of the service, made from its OpenAPI description by `node scripts/build-api-types.ts`. Not written by hand.
 */
export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where to begin */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            accounts: components["schemas"]["Account"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make an account and a one-time code for it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example stavebni */
                        department: string | null;
                        /** @description how long the code is good; 72 if absent */
                        hours?: number;
                        /** @example Jméno Příjmení */
                        name: string;
                        /** @enum {string} */
                        role: "clerk" | "head" | "auditor" | "manager" | "administrator";
                    };
                };
            };
            responses: {
                /** @description Made; the code is shown only now */
                201: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show one account, with who was what where, when */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description account, opaque */
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The account */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountDetail"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change name, role or department; deactivate or activate
         * @description In force from the answer on. Deactivating ends the sessions. One administrator always remains.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description account, opaque */
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        /** @example stavebni */
                        department?: string | null;
                        /** @example Jméno Příjmení */
                        name?: string;
                        /** @enum {string} */
                        role?: "clerk" | "head" | "auditor" | "manager" | "administrator";
                    };
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountDetail"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/accounts/{account}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a fresh one-time code, voiding the one before
         * @description With `revoke`, for a lost device: all passkeys of before stop working, and sessions end.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description account, opaque */
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description how long the code is good; 72 if absent */
                        hours?: number;
                        /** @default false */
                        revoke?: boolean;
                    };
                };
            };
            responses: {
                /** @description Made; the code is shown only now */
                201: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{account}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where an account gets mail
         * @description Of one’s own account, or with the scope people:admin.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description account, opaque */
                    account: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Address and wish */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountMailShown"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Say where an account gets mail, and whether the daily digest
         * @description Of one’s own account, or with the scope people:admin. What waits for the address of before is not sent.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description account, opaque */
                    account: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description whether a daily digest of unresolved filings is wanted */
                        digest: boolean;
                        /** Format: email */
                        email: string | null;
                        /** @enum {string} */
                        language: "cs" | "en";
                    };
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccountMailShown"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/admin/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the town’s machine is, and what is to be done */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One item for each thing that can go wrong */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agenda-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files to begin with */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            templates: {
                                name: string;
                                text: string;
                            }[];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the town settles on request */
        get: {
            parameters: {
                query?: {
                    /** @description whether those that are offered no more are told, too */
                    withdrawn?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By code */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            agendas: components["schemas"]["AgendaSummary"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendas/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The agenda in force: guide, form, attachments, clock */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The agenda */
                200: {
                    headers: {
                        /** @description changes with each version; for If-Match when publishing another one */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgendaDetail"];
                    };
                };
                /** @description Not changed */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Publish a version of an agenda
         * @description A file with anything wrong in it changes nothing: the version before stays in force.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description the version that was edited, as its ETag; needed where there is one */
                    "If-Match"?: string;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/toml": string;
                };
            };
            responses: {
                /** @description In force */
                200: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgendaPublished"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What was to be changed has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Withdraw an agenda: it is offered no more, filings under it go on */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description the version that was edited, as its ETag; needed where there is one */
                    "If-Match"?: string;
                };
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Withdrawn */
                200: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AgendaPublished"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What was to be changed has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendas/{code}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was published, newest first; of a withdrawn agenda too */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The versions */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            versions: components["schemas"]["AgendaVersion"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agendas/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a file without publishing it */
        post: {
            parameters: {
                query?: {
                    /** @description under which it is to be published */
                    code?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/toml": string;
                };
            };
            responses: {
                /** @description What it says, or all that is wrong with it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            agenda: components["schemas"]["Agenda"] | null;
                            problems: components["schemas"]["AgendaFileProblem"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stamp the newest head now */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /** @description all of them if absent */
                        authority?: string;
                    };
                };
            };
            responses: {
                /** @description Stamped; the state of the authorities */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            authorities: components["schemas"]["Authority"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A time-stamp authority failed */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What hangs on the notice board, newest first
         * @description With cases:read and `planned` also what is about to; that is recorded as a read.
         */
        get: {
            parameters: {
                query?: {
                    category?: "public-notice" | "intent" | "council" | "bylaw" | "budget" | "proceeding" | "auction" | "election" | "found" | "job" | "other";
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                    planned?: "true" | "false";
                    /** @description words of title or number */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostingList"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Post a document on the notice board
         * @description Its newest version is shown to everyone until it is taken down, also if the document is private. Title and number stand in no public entry; they and the content can go from view then.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPosting"];
                };
            };
            responses: {
                /** @description Posted */
                201: {
                    headers: {
                        /** @description an earlier request made it */
                        "Idempotency-Replayed"?: string;
                        /** @description the notice */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            id: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/{posting}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One notice: its days, entries, and what probes saw of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CID of the entry that posted it */
                    posting: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The notice */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostingDetail"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/{posting}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The document of a notice, for everyone while it hangs */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description ETags that the client has */
                    "If-None-Match"?: string;
                    /** @description an ETag; the range counts only if it still fits */
                    "If-Range"?: string;
                    /**
                     * @description one range of bytes
                     * @example bytes=0-1023
                     */
                    Range?: string;
                };
                path: {
                    /** @description CID of the entry that posted it */
                    posting: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The content */
                200: {
                    headers: {
                        /** @description SHA-256 of the content, hexadecimal, in quotes */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "*/*": string;
                    };
                };
                /** @description The range */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "*/*": string;
                    };
                };
                /** @description The client has it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The range cannot be served, or several were asked for */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/{posting}/take-down": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a notice down
         * @description Again changes nothing. Withdrawn, its document is private from now on; its entries stay.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that posted it */
                    posting: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: date
                         * @description when it was taken from the board in the building
                         * @example 2026-11-23
                         */
                        paper?: string;
                        /** @description as planned if absent */
                        withdraw?: boolean;
                    };
                };
            };
            responses: {
                /** @description Taken down */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            entry: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/{posting}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw what a notice left in view when it was taken down
         * @description Again changes nothing. Its document is private from now on; its entries stay.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that posted it */
                    posting: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Withdrawn */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            entry: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was taken down, newest first
         * @description What was withdrawn shows its days and entries only.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PostingArchive"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/feed.atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What hangs, as an Atom feed */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description RFC 4287 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/atom+xml": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/ofn.jsonld": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What hangs, as open data (OFN Úřední desky, 2021-07-20)
         * @description Needs the number of the town as a legal person in its settings; 404 without.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description JSON-LD */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/ld+json": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/probes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose statements on the board are taken */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By name */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            probes: components["schemas"]["BoardProbe"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Deliver what a probe saw
         * @description Signed statements, oldest first; no token is needed. Sending them again records nothing twice.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProbeDelivery"];
                };
            };
            responses: {
                /** @description Recorded, all of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description index in the log */
                            entry: number | null;
                            /** @description recorded before, or not newer than what was */
                            known: number;
                            recorded: number;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/probes/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Register the key of a probe */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        vkey: string;
                    };
                };
            };
            responses: {
                /** @description Its statements are taken */
                204: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Take no more statements of a probe; those that were taken stay */
        delete: {
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
                /** @description It is retired */
                204: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask to follow the board by mail
         * @description A link is sent to the address. Nothing is recorded until it is used, and nobody is told who follows.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** Format: email */
                        email: string;
                        /** @enum {string} */
                        language: "cs" | "en";
                    };
                };
            };
            responses: {
                /** @description The question is on its way, unless it was sent too often */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/subscriptions/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Follow the board, with what was sent to the address */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Recorded; again changes nothing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description ends it */
                            end: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/unrecorded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Notices that came down while their filing does not say so yet
         * @description Of filings of one’s own department; newest first.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            postings: components["schemas"]["Posting"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/board/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Follow the board no more: the address is erased
         * @description As RFC 8058 has it, so that programs can do it. Again changes nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    token: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Erased */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List cases with the filters of the register
         * @description The page is recorded as a read of all that it shows, once for each look.
         */
        get: {
            parameters: {
                query?: {
                    /** @description of all departments */
                    all?: "true" | "false";
                    /** @description `next` of the page before, in the same order */
                    cursor?: string;
                    /** @description code; one’s own if absent */
                    department?: string;
                    /** @description calendar day in Europe/Prague */
                    from?: string;
                    limit?: number;
                    /** @description only what one recorded oneself */
                    mine?: "true" | "false";
                    /** @description which come first; the newest if absent */
                    order?: "newest" | "oldest";
                    state?: "open" | "closed";
                    /** @description words that begin words of title or number, without case and diacritics; shorter than 3 letters only whole words, of longer than 8 without a digit the first 8 */
                    text?: string;
                    /** @description the day is included */
                    to?: string;
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: components["schemas"]["CaseSummary"][];
                            next: string | null;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Open a case
         * @description With a number from the records system, or without: then it gets a local one, marked as such.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request under the same key is recorded once */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description one’s own if absent
                         * @example stavebni
                         */
                        department?: string;
                        number?: string;
                        title: string;
                    };
                };
            };
            responses: {
                /** @description Opened */
                201: {
                    headers: {
                        /** @description `true` when an earlier request with the same key made the entry */
                        "Idempotency-Replayed"?: string;
                        /** @description the case */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            id: string;
                            local: boolean;
                            number: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a case
         * @description Recorded in the log, as a read of a document is; the entry names the documents whose titles it showed. Again within ten minutes, in the same session, it is the same look.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that opened it */
                    case: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The case */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Case"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/closure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a case, saying how it was settled
         * @description Again does nothing.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that opened it */
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        settled: string;
                    };
                };
            };
            responses: {
                /** @description It is closed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a document into a case
         * @description Again does nothing.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that opened it */
                    case: string;
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is in the case */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say which number the records system gave to a case with a local one
         * @description The case keeps both, and is found by both. The same number again does nothing.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the entry that opened it */
                    case: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        number: string;
                    };
                };
            };
            responses: {
                /** @description It has the number */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clauses/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The sealed receipt that the secret of a clause sheet leads to
         * @description name = first 16 bytes of HMAC-SHA256(secret, "letopis/clause/name"), base64url. The answer is nonce (12) ‖ AES-256-GCM under HMAC-SHA256(secret, "letopis/clause/key") with the name as additional data.
         */
        get: {
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
                /** @description The receipt, grown by what has happened since */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description standard base64, padded */
                            sealed: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the departments */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            departments: components["schemas"]["Department"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a department */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example stavebni */
                        code: string;
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Added */
                201: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Department"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename, close or open a department
         * @description One to which active people belong cannot be closed.
         */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    code: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        active?: boolean;
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description Changed */
                200: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Department"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List documents, newest first
         * @description With documents:read all of them, with documents:write those of the same principal and the public ones, without a token the public ones. A list shows nothing private, so it leaves no trace.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DocumentList"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Record a document
         * @description The parts of the form may come in any order. The file is streamed into the encrypted vault.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 1 to 255 visible ASCII characters; the same request under the same key is recorded once
                     * @example 2f1c7e7c-6a0c-4f3e-9d0a-6c9a6f6f2f7a
                     */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /**
                         * Format: binary
                         * @description the content; may be empty
                         */
                        file: string;
                        /** @description JSON object, at most 32768 bytes and 6 levels, integers only. Private, but for its member `public`, which goes into the public entry. */
                        metadata?: string;
                        /**
                         * @description of the content
                         * @default private
                         * @enum {string}
                         */
                        visibility?: "private" | "public";
                    };
                };
            };
            responses: {
                /** @description Recorded: durable, in the log, under a head signed by it. The receipt. */
                201: {
                    headers: {
                        /** @description where this receipt can be fetched again, grown */
                        "Content-Location"?: string;
                        /** @description changes with each version; for If-Match when adding one */
                        ETag?: string;
                        /** @description `true` when an earlier request with the same key made the entry; `unknown` when this one did, but the keys of some earlier entries are lost with their records: look whether the document is there already */
                        "Idempotency-Replayed"?: string;
                        /** @description the document */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                        "text/x.tlog-proof": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not arrive in time */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one document
         * @description Showing private fields is recorded in the log, whoever asks.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The document */
                200: {
                    headers: {
                        /** @description changes with each version; for If-Match when adding one */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Document"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/acts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Supersede, correct or annul a document without a new version
         * @description The effect is public at once: status, history, receipts. Annulling needs the passkey shown again. `by` names the document that does it, privately.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request under the same key is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description CIDv1, base32
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        by?: string;
                        reason: string;
                        /** @enum {string} */
                        relation: "supersedes" | "corrects" | "annuls";
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description `true` when an earlier request with the same key made the entry */
                        "Idempotency-Replayed"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordedEntry"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/clause.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The clause sheet of a document, to be printed
         * @description PDF/A-3a in Czech, sealed (PAdES), with a time-stamp if an authority gives one; the page says so. The QR code holds the address of the verification page and, behind #, `h=` with the hash of a public document or `s=` with the 128-bit secret of any other. The document is not changed.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The sheet */
                200: {
                    headers: {
                        /** @description inline, with a file name */
                        "Content-Disposition"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the content of a document
         * @description A read of private content is recorded in the log before the first byte is sent. The ranges of one download make one access entry: same token and version, within 15 minutes, each byte sent once. HEAD is answered too, and recorded as a read of metadata.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description ETags that the client has */
                    "If-None-Match"?: string;
                    /** @description an ETag; the range counts only if it still fits */
                    "If-Range"?: string;
                    /**
                     * @description Why, percent-encoded UTF-8; kept privately with the access
                     * @example control
                     */
                    "Letopis-Purpose"?: string;
                    /**
                     * @description one range of bytes
                     * @example bytes=0-1023
                     */
                    Range?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The content */
                200: {
                    headers: {
                        /** @description bytes */
                        "Accept-Ranges"?: string;
                        /** @description no-store for private content */
                        "Cache-Control"?: string;
                        /** @description RFC 9530, sha-256 of what is sent; only with the whole content */
                        "Content-Digest"?: string;
                        /** @description attachment; the file name only for those who may see what is private */
                        "Content-Disposition"?: string;
                        /** @description bytes sent */
                        "Content-Length"?: string;
                        /** @description SHA-256 of the content, hexadecimal, in quotes */
                        ETag?: string;
                        /** @description RFC 9530, sha-256 of the whole content */
                        "Repr-Digest"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "*/*": string;
                    };
                };
                /** @description The range */
                206: {
                    headers: {
                        /** @description bytes */
                        "Accept-Ranges"?: string;
                        /** @description no-store for private content */
                        "Cache-Control"?: string;
                        /** @description RFC 9530, sha-256 of what is sent; only with the whole content */
                        "Content-Digest"?: string;
                        /** @description attachment; the file name only for those who may see what is private */
                        "Content-Disposition"?: string;
                        /** @description bytes sent */
                        "Content-Length"?: string;
                        /** @description what is sent of how much */
                        "Content-Range"?: string;
                        /** @description SHA-256 of the content, hexadecimal, in quotes */
                        ETag?: string;
                        /** @description RFC 9530, sha-256 of the whole content */
                        "Repr-Digest"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "*/*": string;
                    };
                };
                /** @description The client has it */
                304: {
                    headers: {
                        /** @description SHA-256 of the content */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The range cannot be served, or several were asked for */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the decisions on a document and the cases that it is in
         * @description Recorded in the log as a read.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them, oldest first */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cases: string[];
                            decisions: {
                                by: string | null;
                                /**
                                 * @description CIDv1, base32
                                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                                 */
                                case: string | null;
                                /**
                                 * @description CIDv1, base32
                                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                                 */
                                entry: string;
                                instruction: string;
                                reasoning: string;
                                ruling: string;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                time: string | null;
                                /** @description number of the version that was the newest one then */
                                version: number | null;
                            }[];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Record the decision that a document holds */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same request under the same key is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DecisionText"] & {
                        /**
                         * @description CIDv1, base32
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        case?: string;
                    };
                };
            };
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description `true` when an earlier request with the same key made the entry */
                        "Idempotency-Replayed"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecordedEntry"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/disposal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dispose of a document
         * @description Declares in the log that all versions are disposed of, then destroys their contents, private fields and secrets in both copies of the vault. It cannot be undone; asking again ends what was cut off. Only with the administrator token that lies among the keys. The next `letopis keys rotate` destroys the key under which they were kept.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description the id once more */
                        confirm: string;
                        /** @description why, and on whose order; kept private */
                        reason: string;
                    };
                };
            };
            responses: {
                /** @description Destroyed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            document: string;
                            /** @description CID of the entry that declares it */
                            entry: string;
                            /** @description it was declared before; what was left was destroyed */
                            repeated: boolean;
                            versions: number;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/evidence-package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that proves a document, in one sealed file
         * @description ASiC-E with CAdES (ETSI EN 319 162-1): the document, its receipt, evidence records (RFC 4998), tokens, certificates, provenance (PREMIS 3), a protocol (PDF/A) in Czech and English, and a README for openssl, under the town’s seal with a time-stamp if an authority gives one. `letopis-verify` takes it as its only input. For a private document the read is recorded as an export.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The package */
                200: {
                    headers: {
                        /** @description attachment, with a name that ends in .asice */
                        "Content-Disposition"?: string;
                        /** @description bytes */
                        "Content-Length"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/vnd.etsi.asic-e+zip": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/evidence-records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The evidence records of a document, one of each time-stamp authority
         * @description RFC 4998, to be verified with the document alone by any program that knows them. None until the authority has stamped the document, minutes after it was recorded. For a private document the read is recorded.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The records */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EvidenceRecords"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/evidence-records/{authority}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One evidence record as a file
         * @description DER EvidenceRecord (RFC 4998). For a private document the read is recorded.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description name of the authority in the log */
                    authority: string;
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The record */
                200: {
                    headers: {
                        /** @description a file name that ends in .ers */
                        "Content-Disposition"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export a document as an encrypted age file
         * @description Recorded in the log as a read, also of public documents: an export leaves with its key wrapping.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                    /** @description age1…; the current key epoch of the log that holds it if absent */
                    recipient?: string;
                };
                header?: {
                    /**
                     * @description Why, percent-encoded UTF-8; kept privately with the access
                     * @example control
                     */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description age v1 file */
                200: {
                    headers: {
                        /** @description attachment */
                        "Content-Disposition"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/age-encryption": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a document, oldest first
         * @description Versions and later acts; for those who may see what is private also who read it. Reading the history is itself recorded, and is part of what it shows. Of a public document, who is outside the department sees decisions and cases only if they say why.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["History"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at a document: its newest version, versions, decisions, cases and history at once
         * @description For those who may see what is private. One entry of access says that all of it was shown; again within ten minutes, in the same session and for the same reason, it is the same look, until something is new.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Look"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the receipt, grown by what has happened since
         * @description Signed by the log at first, later published and witnessed, then anchored. For a private document the read is recorded. `Accept: text/x.tlog-proof` gives the C2SP tlog-proof form.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The receipt */
                200: {
                    headers: {
                        /** @description a file name for the receipt */
                        "Content-Disposition"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                        "text/x.tlog-proof": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/signatures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was found about the signatures of a document
         * @description Examined after reception, at the time and under the roots that are told; it says who signed and whether that holds, never that the content is true. Whoever may read the content may read this; for a private document the read is recorded.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: {
                    /** @description Why, percent-encoded UTF-8; kept privately with the access */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The findings, or why there are none */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DocumentSignatures"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A signed statement of what came after
         * @description Made from public links at the newest head and signed by the status key; anyone with the log can show it false. `Accept: text/plain` gives the bare note.
         */
        get: {
            parameters: {
                query?: {
                    /** @description version: `latest`, the CID of its entry, or the index of its entry in the log of the first one; the first one if absent */
                    entry?: string;
                };
                header?: never;
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The statement */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Status"];
                        "text/plain": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/documents/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of a document, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: {
                    /** @description ETags that the client has */
                    "If-None-Match"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        /** @description changes with each version; for If-Match when adding one */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionList"];
                    };
                };
                /** @description No new version */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Record a version of a document
         * @description It follows the newest version; `relation` says what it does to that one.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description 1 to 255 visible ASCII characters; the same request under the same key is recorded once
                     * @example 2f1c7e7c-6a0c-4f3e-9d0a-6c9a6f6f2f7a
                     */
                    "Idempotency-Key"?: string;
                    /** @description ETag of the document; refused with 412 if it has changed */
                    "If-Match"?: string;
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CID of the first entry of the document */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /**
                         * Format: binary
                         * @description the content; may be empty
                         */
                        file: string;
                        /** @description JSON object, at most 32768 bytes and 6 levels, integers only. Private, but for its member `public`, which goes into the public entry. */
                        metadata?: string;
                        /** @description private words on why */
                        reason?: string;
                        /**
                         * @description what the version does to the one before it, for everyone to read
                         * @default version
                         * @enum {string}
                         */
                        relation?: "version" | "supersedes" | "corrects" | "annuls";
                        /**
                         * @description of the content
                         * @default private
                         * @enum {string}
                         */
                        visibility?: "private" | "public";
                    };
                };
            };
            responses: {
                /** @description Recorded: durable, in the log, under a head signed by it. The receipt. */
                201: {
                    headers: {
                        /** @description where this receipt can be fetched again, grown */
                        "Content-Location"?: string;
                        /** @description changes with each version; for If-Match when adding one */
                        ETag?: string;
                        /** @description `true` when an earlier request with the same key made the entry; `unknown` when this one did, but the keys of some earlier entries are lost with their records: look whether the document is there already */
                        "Idempotency-Replayed"?: string;
                        /** @description the document */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                        "text/x.tlog-proof": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not arrive in time */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description What was to be changed has changed meanwhile */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s own drafts, newest change first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            drafts: components["schemas"]["Draft"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Begin a draft */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        answers?: components["schemas"]["DraftAnswers"];
                        file?: components["schemas"]["DraftFilePlan"];
                    };
                };
            };
            responses: {
                /** @description Begun */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Draft"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a draft: what was received, and what the file is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The draft */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DraftDetail"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Throw a draft away */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draft}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the answers */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DraftAnswers"];
                };
            };
            responses: {
                /** @description Kept */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Draft"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draft}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record what the draft holds
         * @description The file becomes a document, or a version of one; then its case and decision follow, if the answers name them. Again, also after the draft is gone, gives the same document.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, where it acts outside one’s department; percent-encoded UTF-8 */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Recorded */
                201: {
                    headers: {
                        /** @description the document */
                        Location?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Confirmed"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draft}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say what file is to come in parts
         * @description The same again changes nothing; another one drops the parts of before.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DraftFilePlan"];
                };
            };
            responses: {
                /** @description Kept */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Draft"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Send the whole file as one form */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /** Format: binary */
                        file: string;
                    };
                };
            };
            responses: {
                /** @description On the disk */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Draft"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not arrive in time */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draft}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send one part of the file; in any order, again without harm */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description RFC 9530, sha-256 of the part; needed
                     * @example sha-256=:…:
                     */
                    "Content-Digest"?: string;
                };
                path: {
                    draft: string;
                    /** @description number, from 0 */
                    part: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description On the disk */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Draft"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/entries/{entry}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One entry of the log
         * @description `Accept: application/vnd.ipld.dag-cbor` gives the bare bytes.
         */
        get: {
            parameters: {
                query?: {
                    /** @description number of the log; the newest one if absent, a CID is found in any */
                    log?: number;
                };
                header?: never;
                path: {
                    /** @description index or CID */
                    entry: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The entry */
                200: {
                    headers: {
                        /** @description immutable */
                        "Cache-Control"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Entry"];
                        "application/vnd.ipld.dag-cbor": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a filing, or a reply to the office
         * @description The answer holds the key: whoever has it may go on. It goes 30 days after the last change.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description code */
                        agenda: string;
                    } | {
                        number: string;
                        pin: string;
                        /** @enum {string} */
                        step: "corrected" | "reply";
                    };
                };
            };
            responses: {
                /** @description Begun */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            key: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what was begun, and what is missing; or what became of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The draft */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilingDraft"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Throw away what was begun */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/answers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep answers, right or wrong
         * @description Each takes the place of the one of before; `null` takes it away. `problems` says what is wrong with those of the page.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description go on under this text of the agenda
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        agenda?: string;
                        answers?: {
                            [key: string]: string | string[] | {
                                postcode: string;
                                street: string;
                                town: string;
                            } | null;
                        };
                        page?: string;
                        text?: string;
                    };
                };
            };
            responses: {
                /** @description Kept */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            problems: components["schemas"]["AnswerProblem"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what file is to come in parts
         * @description The same file again goes on where it stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DraftFilePlan"] & {
                        attachment: string;
                    };
                };
            };
            responses: {
                /** @description To be sent */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            missing: number[];
                            partSize: number;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a file away */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/files/{file}/parts/{part}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Send one part of a file; in any order, again without harm */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /**
                     * @description RFC 9530, sha-256 of the part; needed
                     * @example sha-256=:…:
                     */
                    "Content-Digest"?: string;
                };
                path: {
                    /** @description its key */
                    draft: string;
                    file: string;
                    /** @description number, from 0 */
                    part: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                /** @description On the disk */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            missing: number[];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/filing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * File it
         * @description Once: again, also after the draft is gone, gives the same filing.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description text that the answers were checked under
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        agenda?: string | null;
                    };
                };
            };
            responses: {
                /** @description Filed */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            entry: string;
                            replayed: boolean;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-drafts/{draft}/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a whole file as one form */
        post: {
            parameters: {
                query: {
                    attachment: string;
                };
                header?: never;
                path: {
                    /** @description its key */
                    draft: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": {
                        /** Format: binary */
                        file: string;
                    };
                };
            };
            responses: {
                /** @description There */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body did not arrive in time */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Follow a filing by its number and PIN
         * @description Each look is recorded as a read, once for each ten minutes from one place.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example 12/2026 */
                        number: string;
                        /** @example 7H3K-9QZM */
                        pin: string;
                    };
                };
            };
            responses: {
                /** @description The filing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilingStatus"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-status/acknowledgement.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The acknowledgement of a filing, to be printed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @example 12/2026 */
                        number: string;
                        /** @example 7H3K-9QZM */
                        pin: string;
                    };
                };
            };
            responses: {
                /** @description PDF/A-3a with the receipt inside */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/pdf": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filing-status/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A document of the filing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description CIDv1, base32
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        document: string;
                        /** @example 12/2026 */
                        number: string;
                        /** @example 7H3K-9QZM */
                        pin: string;
                    };
                };
            };
            responses: {
                /** @description Its bytes */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The range cannot be served, or several were asked for */
                416: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The inbox: filings by the deadline that the law sets
         * @description With names, so the page is recorded as a read of all that it shows, once for each look.
         */
        get: {
            parameters: {
                query?: {
                    assignee?: "me" | "nobody";
                    cursor?: string;
                    /** @description one’s own if absent */
                    department?: string;
                    limit?: number;
                    /** @description whole, or its beginning from three characters on; of all filings of the department, newest first, with no other filter */
                    number?: string;
                    overdue?: "true" | "false";
                    resolved?: "true" | "false";
                    /** @description a resolved one lists the resolved, newest first */
                    state?: "awaiting" | "open" | "correction" | "suspended" | "decided" | "appealed" | "final" | "settled" | "lapsed" | "withdrawn" | "suspended-correction";
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            filings: components["schemas"]["FilingItem"][];
                            next: string | null;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{filing}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One filing, with its steps, its clock and what can be done */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The filing */
                200: {
                    headers: {
                        /** @description the newest step, for If-Match */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilingForStaff"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{filing}/certificate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a certificate of a digital act was issued on a filing, and what it lacks for one
         * @description A look at the filing, recorded as one.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What there is */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description null: none was issued
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            document: string | null;
                            /** @description empty: it can be issued */
                            lacks: ("seal" | "town" | "register" | "channel" | "organization" | "content" | "case-closed" | "department")[];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Issue the certificate of a digital act (§ 5 of act 12/2020)
         * @description The person is as the official has verified, in the register of inhabitants; so somebody has to be signed in, a token alone issues none. The certificate is made once: later calls answer with the one that was issued.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description of the permanent address in the register of addresses (RÚIAN) */
                        addressCode: number;
                        /**
                         * Format: date
                         * @description calendar day in Europe/Prague
                         */
                        born: string;
                        dataBox?: string;
                        familyName: string;
                        givenNames: string;
                    };
                };
            };
            responses: {
                /** @description It was issued before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            document: string;
                        };
                    };
                };
                /** @description Issued: a document of the case */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            document: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description A time-stamp authority failed */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The disk is full */
                507: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{filing}/data-box-messages/{document}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a message of the data box system proves about the service of a decision
         * @description Reads the content of the document, which is recorded, once for each ten minutes of one reader. `signatures` are the findings of the examination at reception: only they tell whether the data box system signed it.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    document: string;
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The message */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DataBoxMessage"] & {
                            signatures: components["schemas"]["SignatureCheck"];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The content has been destroyed */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{filing}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The PIN of a filing, for an applicant at the counter who has lost it
         * @description Take the step `pin-renewed` first: it ends the PIN of before, and says how identity was shown.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Number and PIN */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            number: string;
                            pin: string;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/{filing}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a step in a filing
         * @description If-Match names the newest step that was seen: if another came meanwhile, 409 `filing-moved` tells of it. A step on which later ones rest is voided after them: 409 `filing-step-needed` names them in `first`, newest first.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description the same step is recorded once */
                    "Idempotency-Key"?: string;
                    /** @description ETag of what was seen; needed */
                    "If-Match"?: string;
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path: {
                    /** @description CIDv1, base32 */
                    filing: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        assignee?: string | null;
                        /** @enum {string} */
                        channel?: "in-person" | "data-box" | "post" | "public-notice";
                        code?: string;
                        /**
                         * Format: date
                         * @description calendar day in Europe/Prague
                         */
                        day?: string;
                        days?: number;
                        /** @example stavebni */
                        department?: string;
                        /**
                         * @description CIDv1, base32
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        document?: string;
                        how?: string;
                        party?: string;
                        /**
                         * @description CIDv1, base32
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        posting?: string;
                        /** @enum {string} */
                        step: "confirmed" | "lapsed" | "assigned" | "handed-over" | "correction-requested" | "corrected" | "message" | "reply" | "suspended" | "resumed" | "extended" | "decided" | "dispatched" | "deposited" | "served" | "posted" | "taken-down" | "appealed" | "waived" | "finality-confirmed" | "settled" | "withdrawn" | "pin-renewed" | "voided";
                        text?: string;
                        /**
                         * @description voided: the step that was recorded by mistake, `text` says why
                         * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                         */
                        voids?: string;
                    };
                };
            };
            responses: {
                /** @description Taken */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /**
                             * @description CIDv1, base32
                             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                             */
                            entry: string;
                            /** @enum {string} */
                            state: "awaiting" | "open" | "correction" | "suspended" | "decided" | "appealed" | "final" | "settled" | "lapsed" | "withdrawn" | "suspended-correction";
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filings/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many filings a department has to settle, and how many should have been */
        get: {
            parameters: {
                query?: {
                    department?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Numbers, and nothing of any filing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilingCounts"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List one’s own passkeys */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            passkeys: components["schemas"]["Passkey"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ceremony: string;
                        credential: components["schemas"]["CredentialAnswer"];
                        label: string;
                    };
                };
            };
            responses: {
                /** @description Added */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Passkey"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/passkeys/{passkey}": {
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
         * Revoke a passkey
         * @description The last one stays: without it nobody could sign in. Sessions go on until they end.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Rename a passkey */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    passkey: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        label: string;
                    };
                };
            };
            responses: {
                /** @description Renamed */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Passkey"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/passkeys/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to add a passkey */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For navigator.credentials.create */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CeremonyOptions"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proofs/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Consistency proof, RFC 6962 §2.1.2 */
        get: {
            parameters: {
                query: {
                    /** @description size of the older tree, at least 1 */
                    from: number;
                    /** @description number of the log; the newest one if absent, a CID is found in any */
                    log?: number;
                    /** @description of the newer one; the newest published head if absent */
                    to?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The proof */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsistencyProof"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proofs/inclusion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Inclusion proof, RFC 6962 §2.1.1 */
        get: {
            parameters: {
                query: {
                    /** @description index or CID */
                    entry: string;
                    /** @description number of the log; the newest one if absent, a CID is found in any */
                    log?: number;
                    /** @description of the tree; the newest published head if absent */
                    size?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The proof */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InclusionProof"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-documents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find public documents by hash or number
         * @description By `sha256` of the content of any public version, or by the exact `number` among the public metadata.
         */
        get: {
            parameters: {
                query?: {
                    /** @description for example a reference number */
                    number?: string;
                    /** @description hexadecimal, lower case */
                    sha256?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What was found, at most twenty; empty if nothing */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            documents: components["schemas"]["DocumentSummary"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find documents by owner, department, state, words of the title and date
         * @description With title and number, so the page is recorded as a read of all that it shows, once for each look. A page may be short, or empty, and still have a next one.
         */
        get: {
            parameters: {
                query?: {
                    /** @description of all departments */
                    all?: "true" | "false";
                    /** @description `next` of the page before, in the same order */
                    cursor?: string;
                    /** @description code; one’s own if absent */
                    department?: string;
                    /** @description calendar day in Europe/Prague */
                    from?: string;
                    limit?: number;
                    /** @description only what one recorded oneself */
                    mine?: "true" | "false";
                    /** @description which come first; the newest if absent */
                    order?: "newest" | "oldest";
                    state?: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
                    /** @description words that begin words of title or number, without case and diacritics; shorter than 3 letters only whole words, of longer than 8 without a digit the first 8 */
                    text?: string;
                    /** @description the day is included */
                    to?: string;
                };
                header?: {
                    /** @description why, percent-encoded UTF-8; needed outside one’s own department */
                    "Letopis-Purpose"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            documents: components["schemas"]["RegisterItem"][];
                            next: string | null;
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register the first passkey and sign in
         * @description The code is void from here on. Letopis-Session-Binding binds the session, as at sign-in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ceremony: string;
                        credential: components["schemas"]["CredentialAnswer"];
                        label?: string;
                    };
                };
            };
            responses: {
                /** @description Signed in */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/registrations/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to register the first passkey, with a one-time code
         * @description The code of an invitation, or the one that the service left among the keys for the first account, which becomes an administrator and needs a name. Codes can be tried a few times a minute.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        code: string;
                        /** @example Jméno Příjmení */
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description For navigator.credentials.create */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CeremonyOptions"] & {
                            account: {
                                /** @example stavebni */
                                department: string | null;
                                departmentName: string | null;
                                /** @description account, opaque */
                                id: string;
                                name: string;
                                /** @enum {string} */
                                role: "clerk" | "head" | "auditor" | "manager" | "administrator";
                            };
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/renewals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Renew time-stamps now: those that are due, or all of one authority */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": {
                        /** @description who makes the new one; chosen if absent */
                        by?: string;
                        /**
                         * @description hash all documents and the log anew under SHA-512; reads all contents
                         * @enum {boolean}
                         */
                        hashTrees?: true;
                        /** @description whose stamps, due or not; all that are due if absent */
                        of?: string;
                    };
                };
            };
            responses: {
                /** @description What was done; nothing was due if empty */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            renewals: {
                                /** @description null: it failed */
                                by: string | null;
                                error: string | null;
                                /** @description of the renewal entry */
                                index: number | null;
                                /** @description the closed log whose stamps they are; null: the present one */
                                log: string | null;
                                /** @description what is to be known of a renewal that was made */
                                notes: string[];
                                of: string;
                                pass: components["schemas"]["RehashResult"] & unknown;
                                /** @description what to do about the error */
                                remedy: string | null;
                                /**
                                 * Format: date-time
                                 * @description ISO 8601, UTC
                                 */
                                time: string | null;
                            }[];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/renewals/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What of the time-stamps will have ended by then, and when it is renewed */
        get: {
            parameters: {
                query?: {
                    /** @description now unless given */
                    at?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The forecast */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RenewalForecast"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one’s own sessions, newest first
         * @description With those that ended during the last week, and why.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            sessions: components["schemas"]["Session"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Sign in
         * @description The token is a bearer token of the whole API, with the scopes of the role. Requests with it must come from the same family of browser and system (User-Agent).
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description a secret of the browser, 22 to 128 characters of base64url; the session works only with it from then on */
                    "Letopis-Session-Binding"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ceremony: string;
                        credential: components["schemas"]["CredentialAnswer"];
                    };
                };
            };
            responses: {
                /** @description Signed in */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignedIn"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of one’s own sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, with what rights */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The session */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CurrentSession"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Sign out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Signed out */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the passkey again
         * @description Opens dangerous acts for some minutes: tokens, accounts, annulment.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        ceremony: string;
                        credential: components["schemas"]["CredentialAnswer"];
                    };
                };
            };
            responses: {
                /** @description The session */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CurrentSession"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/current/confirmation/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to show the passkey again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For navigator.credentials.get */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CeremonyOptions"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign in
         * @description The answer is the same for everyone: the passkey says who signs in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description For navigator.credentials.get */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CeremonyOptions"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signatures/at-risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Signatures that could lose their force, the first to end first
         * @description Certificates or algorithms end, nothing of the signature’s own outlives them, and no trusted authority has stamped the log behind them yet. Names documents and days, nothing of who signed.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most a hundred of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignaturesAtRisk"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Published heads and anchors, as server-sent events
         * @description `head`: {origin, size, note}; the newest one is sent at once. `anchor`: {index, entry, authority, size, time}. A reader that does not keep up is disconnected and connects again.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Events without end */
                200: {
                    headers: {
                        /** @description no-store */
                        "Cache-Control"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tokens, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `next` of the page before */
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Also those that are no longer valid */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description `cursor` of the next page; null on the last */
                            next: string | null;
                            tokens: components["schemas"]["Token"][];
                        };
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Grant a token */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description at most 366 days ahead
                         */
                        expires: string;
                        /**
                         * @description who acts with it; blanks are trimmed and made single, Unicode is normalised
                         * @example podatelna
                         */
                        principal: string;
                        scopes: ("documents:read" | "documents:write" | "cases:read" | "cases:write" | "people:read" | "people:admin" | "agendas:write" | "operation:read" | "anchors:write" | "tokens:admin" | "webhooks:write" | "metrics:read")[];
                    };
                };
            };
            responses: {
                /** @description Granted; the token is shown only now */
                201: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssuedToken"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
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
         * Revoke a token
         * @description It is refused from the moment of the answer on. Revoking again does nothing.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked */
                204: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhooks of the token’s principal; those of all, with the administrator token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Oldest first; those that have ended are not among them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            webhooks: components["schemas"]["Webhook"][];
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a webhook
         * @description From now on each event of these types that the token may read is sent to the address, in the order of the log, until it is answered with 2xx: `{type, timestamp, data: {entry, log, origin, index, document?, case?, filing?, step?, voids?, posting?, receipt}}`, signed as Standard Webhooks 1.0.0 has it. An event may come twice, under the same `webhook-id`. 410 ends the webhook. It rests when the token is revoked or over.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        events: ("document.recorded" | "document.version" | "document.act" | "document.decision" | "document.disposed" | "case.opened" | "case.document" | "case.closed" | "filing.received" | "filing.step" | "board.posted" | "board.taken-down" | "board.withdrawn")[];
                        /** @example https://spisovka.ukazkov.example/letopis */
                        url: string;
                    };
                };
            };
            responses: {
                /** @description Made; the secret is shown only now */
                201: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeWebhook"];
                    };
                };
                /** @description The request is not valid */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a webhook */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        /** @description numbers of the entries made in the newest log, separated by commas; absent if nothing changed */
                        "Letopis-Entry"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a message of the type `ping` now, which tells nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How it ended */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcome: number | ("timeout" | "unreachable" | "internal");
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The interface, to try out */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/assets/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A file of the documentation */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    file: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "*/*": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The problems, one by one */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                            version: string;
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/{n}/blob/{cid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A blob of one log */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    cid: string;
                    /** @description number of the log */
                    n: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A time-stamp token or a stamped note */
                200: {
                    headers: {
                        /** @description immutable */
                        "Cache-Control"?: string;
                        /** @description bytes */
                        "Content-Length"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/{n}/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest published head of one log */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description number of the log */
                    n: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description C2SP signed note */
                200: {
                    headers: {
                        /** @description a few seconds */
                        "Cache-Control"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/{n}/tile/{tile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tile or entry bundle of one log */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description number of the log */
                    n: string;
                    /** @description level, then the index in groups of three digits; holds slashes */
                    tile: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Hashes of a tile, or an entry bundle (`tile/entries/…`) */
                200: {
                    headers: {
                        /** @description immutable */
                        "Cache-Control"?: string;
                        /** @description bytes */
                        "Content-Length"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/blob/{cid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A blob that an anchor entry names */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description CIDv1, base32 */
                    cid: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A time-stamp token or a stamped note */
                200: {
                    headers: {
                        /** @description immutable */
                        "Cache-Control"?: string;
                        /** @description bytes */
                        "Content-Length"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest published head */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description C2SP signed note */
                200: {
                    headers: {
                        /** @description a few seconds */
                        "Cache-Control"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a head that was signed by this log
         * @description One C2SP signed note. If it contradicts the log, signing freezes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/plain": string;
                };
            };
            responses: {
                /** @description The log holds this head */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            verdict: "consistent";
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Conflict with what is recorded */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is of another type */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed, but not possible here */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests; see Retry-After */
                429: {
                    headers: {
                        /** @description seconds */
                        "Retry-After"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not now: busy, frozen, clock not believed, or shutting down */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/tile/{tile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A tile or entry bundle */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description level, then the index in groups of three digits; holds slashes */
                    tile: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Hashes of a tile, or an entry bundle (`tile/entries/…`) */
                200: {
                    headers: {
                        /** @description immutable */
                        "Cache-Control"?: string;
                        /** @description bytes */
                        "Content-Length"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/trust.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The trust file of the town
         * @description Compare its SHA-256 with the fingerprint that the town prints and posts.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description letopis-trust/v1 */
                200: {
                    headers: {
                        /** @description RFC 9530, sha-256: the fingerprint of the file */
                        "Repr-Digest"?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/log/vkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verifier keys of the newest log, one per line
         * @description A convenience. Whom to trust is told by the trust file, whose fingerprint comes by another way.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description C2SP vkeys */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Text exposition format */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token may not do this */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it do its work, and if not, why? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It can; reasons that are not blocking are debts to be paid */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It cannot */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The verifier as one file, for download
         * @description A convenience: whoever distrusts this town gets the verifier, and the trust file, elsewhere.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description HTML */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description No token, or one that is unknown, expired or revoked */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not found */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The service failed; the journal says why */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
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
        Account: {
            active: boolean;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            created: string;
            /** @example stavebni */
            department: string | null;
            /** @description account, opaque */
            id: string;
            /**
             * Format: date-time
             * @description until when an unused invitation is good
             */
            invited: string | null;
            name: string;
            /** @description how many can sign in; 0 until an invitation is used */
            passkeys: number;
            /** @enum {string} */
            role: "clerk" | "head" | "auditor" | "manager" | "administrator";
        };
        AccountDetail: components["schemas"]["Account"] & {
            /** @description who was what where, when; oldest first */
            positions: {
                /** @example stavebni */
                department: string | null;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                from: string;
                /** @enum {string} */
                role: "clerk" | "head" | "auditor" | "manager" | "administrator";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                to: string | null;
            }[];
        };
        AccountMail: {
            /** @description whether a daily digest of unresolved filings is wanted */
            digest: boolean;
            /** Format: email */
            email: string | null;
            /** @enum {string} */
            language: "cs" | "en";
        };
        AccountMailShown: components["schemas"]["AccountMail"] & {
            /** @description whether there is a digest for the account: the town sends it, and its role works on filings of a department */
            sends: boolean;
        };
        Agenda: {
            attachments: components["schemas"]["AgendaAttachment"][];
            clock: components["schemas"]["AgendaClock"][];
            code: string;
            department: string;
            fee: {
                /** @description CZK */
                amount: number;
                example: boolean;
                law: string | null;
                text: components["schemas"]["AgendaText"] | null;
            };
            guide: {
                bring: components["schemas"]["AgendaText"][];
                steps: {
                    text: components["schemas"]["AgendaText"];
                    title: components["schemas"]["AgendaText"];
                }[];
                time: components["schemas"]["AgendaText"];
                where: components["schemas"]["AgendaText"];
                who: components["schemas"]["AgendaText"];
            };
            law: string[];
            pages: components["schemas"]["AgendaPage"][];
            /** @enum {string} */
            procedure: "decision" | "notice";
            /** @description codes of the register of rights and duties; null: no certificate of a digital act */
            register: {
                act: {
                    code: string;
                    title: string;
                };
                agenda: {
                    code: string;
                    title: string;
                };
                service: {
                    code: string;
                    title: string;
                };
            } | null;
            retention: {
                /** @enum {string} */
                class: "A" | "S";
                code: string;
                years: number;
            };
            summary: components["schemas"]["AgendaText"];
            templates: {
                correction: string | null;
                decision: {
                    instruction: string;
                    reasoning: string;
                    ruling: string;
                } | null;
                message: components["schemas"]["AgendaText"] | null;
            };
            title: components["schemas"]["AgendaText"];
        };
        AgendaAttachment: {
            hint: components["schemas"]["AgendaText"] | null;
            id: string;
            required: boolean;
            title: components["schemas"]["AgendaText"];
            /** @description asked only if that field was answered with one of these */
            when: {
                field: string;
                is: string[];
            } | null;
        };
        AgendaClock: {
            additions: {
                code: string;
                days?: number;
                law: string;
            }[];
            appeal: {
                days: number;
                withoutInstruction: number;
            };
            basic: {
                count: number;
                law?: string;
                /** @enum {string} */
                unit: "days" | "months";
            };
            confirmation: {
                days: number;
            };
            correction: {
                days: number;
            };
            deemed: {
                days: number;
            };
            from: string;
            to: string | null;
        };
        AgendaDetail: components["schemas"]["AgendaSummary"] & {
            agenda: components["schemas"]["Agenda"];
        };
        AgendaField: {
            /** @enum {string|null} */
            autofill: "name" | "given-name" | "family-name" | "bday" | "email" | "tel" | "address" | "organization" | null;
            decimals: number;
            /** @description a day, or `today`, `today+14`, `today-3` */
            from: string | null;
            hint: components["schemas"]["AgendaText"] | null;
            id: string;
            /** @enum {string} */
            kind: "text" | "long-text" | "number" | "date" | "choice" | "choices" | "yes-no" | "email" | "phone" | "address";
            label: components["schemas"]["AgendaText"];
            max: number | null;
            min: number | null;
            options: {
                hint: components["schemas"]["AgendaText"] | null;
                label: components["schemas"]["AgendaText"];
                value: string;
            }[];
            personal: boolean;
            required: boolean;
            to: string | null;
            /** @description asked only if that field was answered with one of these */
            when: {
                field: string;
                is: string[];
            } | null;
        };
        AgendaFileProblem: {
            /**
             * @description the member
             * @example pages[0].fields[2].label
             */
            at: string;
            /** @enum {string} */
            code: "too-large" | "not-text" | "syntax" | "missing" | "unknown-member" | "not-a-table" | "not-a-list" | "not-a-text" | "not-a-number" | "not-a-flag" | "not-one-of" | "empty" | "too-long" | "too-many" | "too-few" | "out-of-range" | "hidden-character" | "not-an-id" | "duplicate" | "not-for-kind" | "not-a-bound" | "when-not-earlier" | "when-not-a-choice" | "when-not-an-option" | "clock-malformed" | "clock-gap" | "clock-overlap" | "clock-order" | "clock-ended" | "department-unknown" | "other-code";
            line: number;
            /** @description English */
            message: string;
            value: string | null;
        };
        AgendaPage: {
            fields: components["schemas"]["AgendaField"][];
            hint: components["schemas"]["AgendaText"] | null;
            id: string;
            title: components["schemas"]["AgendaText"];
        };
        AgendaPublished: {
            /** @example parkovani */
            code: string;
            entry: string;
        };
        AgendaSummary: {
            /** @description false: withdrawn */
            active: boolean;
            code: string;
            department: {
                code: string;
                name: string;
            };
            /**
             * @description the entry that states it
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @enum {string} */
            procedure: "decision" | "notice";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            published: string;
            summary: components["schemas"]["AgendaText"];
            title: components["schemas"]["AgendaText"];
        };
        AgendaText: {
            cs: string;
            /** @description null: only in Czech */
            en: string | null;
        };
        AgendaVersion: {
            active: boolean;
            /** @description who published it; with the scope agendas:write */
            by?: string;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            published: string;
            /** @description the file; with the scope agendas:write */
            text?: string;
        };
        AnswerProblem: {
            /** @enum {string} */
            code: "required" | "malformed" | "too-long" | "not-a-number" | "too-many-decimals" | "too-small" | "too-large" | "not-a-date" | "too-early" | "too-late" | "not-an-option" | "too-few" | "too-many" | "not-an-email" | "not-a-phone" | "not-a-postcode";
            field: string;
            limit: number | string | null;
            /** @enum {string|null} */
            part: "street" | "town" | "postcode" | null;
        };
        Authority: {
            /** @description seconds by which anchoring is overdue */
            lag: number;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastStamp: string | null;
            name: string;
            /** @description stamps left this year; null without a quota */
            remaining: number | null;
            /** @description entries under the newest stamp */
            stampedSize: number;
            /** @description false for the built-in development authority */
            trusted: boolean;
        };
        /** @enum {string} */
        BoardCategory: "public-notice" | "intent" | "council" | "bylaw" | "budget" | "proceeding" | "auction" | "election" | "found" | "job" | "other";
        BoardProbe: {
            active: boolean;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @example sonda-1 */
            name: string;
            vkey: string;
        };
        Case: components["schemas"]["CaseSummary"] & {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            closed: string | null;
            closedBy: string | null;
            documents: components["schemas"]["DocumentInCase"][];
            events: {
                by: string | null;
                /**
                 * @description put in, or decided on
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                document: string | null;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
                /** @enum {string} */
                type: "opened" | "numbered" | "document" | "decision" | "closed" | "unreadable";
            }[];
            /** @description cursor of further documents; null at the end */
            next: string | null;
            settled: string | null;
        };
        CaseSummary: {
            department: string | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /** @description we gave the number; no records system did */
            local: boolean;
            number: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            opened: string | null;
            openedBy: string | null;
            /** @description what the records system gave to a case with a local number */
            reference: string | null;
            /** @enum {string} */
            state: "open" | "closed";
            title: string | null;
        };
        CeremonyOptions: {
            /** @description to be sent back with the answer; good once, for 5 minutes */
            ceremony: string;
            /** @description for navigator.credentials, as JSON (WebAuthn level 3) */
            options: {
                [key: string]: unknown;
            };
        };
        ClockStep: {
            code: string;
            days: number;
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            from: string;
            law: string;
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            to: string;
            values: {
                [key: string]: string | number;
            };
        };
        Confirmed: {
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            receipt: components["schemas"]["Receipt"];
            replayed: boolean;
            /** @description what became impossible after the document was recorded, because the case was closed: `case`: the document is not in it; `decision-case`: the decision was recorded without it */
            undone: ("case" | "decision-case")[];
        };
        ConsistencyProof: {
            from: number;
            /** @description standard base64, padded */
            fromRoot: string;
            proof: string[];
            to: number;
            /** @description standard base64, padded */
            toRoot: string;
        };
        CredentialAnswer: {
            /** @default {} */
            clientExtensionResults: {
                [key: string]: unknown;
            };
            id: string;
            rawId: string;
            response: {
                attestationObject?: string;
                authenticatorData?: string;
                clientDataJSON: string;
                signature?: string;
                userHandle?: string;
            } & {
                [key: string]: unknown;
            };
            /** @enum {string} */
            type: "public-key";
        } & {
            [key: string]: unknown;
        };
        CurrentSession: {
            account: components["schemas"]["Account"];
            /** @description the passkey was shown a moment ago; dangerous acts need it */
            fresh: boolean;
            /** @description without use it ends after so long */
            idleSeconds: number;
            scopes: string[];
            session: components["schemas"]["Session"];
        };
        DataBoxMessage: {
            /**
             * Format: date-time
             * @description served, as the system marked it
             */
            accepted: string | null;
            /** @enum {string|null} */
            acceptedBy: "login" | "deemed" | "unknown" | null;
            checks: {
                /** @description nothing in the file contradicts anything; whether the data box system made it is told by `signatures` */
                consistent: boolean;
                /** @enum {string} */
                message: "holds" | "broken" | "not-in-file";
                signature: {
                    inValidity: boolean | null;
                    issuer: string | null;
                    reason: string | null;
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    signedAt: string | null;
                    /** @description as the certificate in the file names it */
                    signer: string | null;
                    /** @enum {string} */
                    state: "holds" | "weak" | "broken" | "not-checked";
                };
                stamp: {
                    signature: {
                        inValidity: boolean | null;
                        issuer: string | null;
                        reason: string | null;
                        /**
                         * Format: date-time
                         * @description ISO 8601, UTC
                         */
                        signedAt: string | null;
                        /** @description as the certificate in the file names it */
                        signer: string | null;
                        /** @enum {string} */
                        state: "holds" | "weak" | "broken" | "not-checked";
                    };
                    /** @enum {string} */
                    state: "holds" | "weak" | "broken" | "not-checked" | "other-hash";
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    time: string | null;
                };
            };
            /**
             * Format: date-time
             * @description put into the box
             */
            delivered: string | null;
            /** @enum {string} */
            environment: "production" | "test" | "unknown";
            events: {
                code: string;
                text: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
            }[];
            files: {
                name: string;
                role: string;
                sha256: string;
                size: number;
            }[];
            /** @enum {string} */
            kind: "received-message" | "sent-message" | "delivery-info";
            mayBeDeemed: boolean;
            messageId: string;
            personal: boolean;
            proposal: {
                doubts: ("inconsistent" | "test-environment" | "unknown-environment" | "outside-validity" | "undelivered" | "not-deemed" | "served-how-unknown" | "no-document" | "no-files")[];
                steps: {
                    /** @enum {string} */
                    channel: "data-box";
                    /**
                     * Format: date
                     * @description in Prague
                     */
                    day: string;
                    /** @enum {string} */
                    step: "deposited" | "served";
                }[];
            };
            recipient: {
                address: string;
                box: string;
                name: string;
            };
            references: {
                recipient: string;
                recipientFile: string;
                sender: string;
                senderFile: string;
            };
            sender: {
                address: string;
                box: string;
                name: string;
            };
            /** @enum {string} */
            state: "taken-in" | "stamped" | "infected" | "delivered" | "deemed" | "logged-in" | "read" | "undeliverable" | "erased" | "in-vault";
            subject: string;
        };
        DecisionText: {
            /** @description poučení */
            instruction: string;
            /** @description odůvodnění */
            reasoning: string;
            /** @description výrok */
            ruling: string;
        };
        Department: {
            active: boolean;
            /** @example stavebni */
            code: string;
            name: string;
        };
        Document: {
            /** @description content and private fields have been destroyed */
            erased: boolean;
            /**
             * @description CID of the first entry
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /**
             * @description entry of the newest version
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            latest: string;
            /** @description content and private fields are damaged; a backup may have them */
            lost: boolean;
            private: components["schemas"]["PrivateFields"];
            version: components["schemas"]["Version"];
            versions: number;
        };
        DocumentInCase: {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            added: string | null;
            addedBy: string | null;
            /** @description of the newest version: its private half is destroyed */
            erased: boolean;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            kind: string | null;
            /** @description of the newest version: its private half is damaged */
            lost: boolean;
            number: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            recorded: string | null;
            /**
             * @description of the document as a whole, as its newest version has it
             * @enum {string}
             */
            state: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            title: string | null;
            versions: number;
        };
        DocumentList: {
            documents: components["schemas"]["DocumentSummary"][];
            /** @description cursor of the next page; null at the end */
            next: string | null;
        };
        DocumentSignatures: components["schemas"]["SignatureCheck"] & {
            /**
             * @description entry of the version that this is about
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            version: string;
        };
        /** @description of the first version; nothing private */
        DocumentSummary: {
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /** @description index in the log */
            index: number;
            /** @description index in the log */
            latestIndex: number;
            /** @description number of the log that holds the entry: `/log/<n>/` */
            latestLog: number;
            /** @description number of the log that holds the entry: `/log/<n>/` */
            log: number;
            public: {
                [key: string]: unknown;
            };
            /**
             * @description what later entries made of this one
             * @enum {string}
             */
            state: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            time: string;
            versions: number;
            /** @enum {string} */
            visibility: "private" | "public";
        };
        Draft: {
            answers: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            created: string;
            /**
             * Format: date-time
             * @description then it is swept, unless it is changed
             */
            expires: string;
            file: {
                /** @description numbers of the parts that did not come yet */
                missing: number[];
                name: string;
                /** @description how many there are to be */
                parts: number;
                partSize: number;
                size: number;
                type: string;
            } | null;
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            updated: string;
        };
        DraftAnswers: {
            /**
             * @description the case that the document goes into
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            case?: string;
            decision?: {
                /** @description poučení */
                instruction?: string;
                /** @description odůvodnění */
                reasoning?: string;
                /** @description výrok */
                ruling?: string;
            };
            /**
             * @description the document that the file is a version of
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document?: string;
            /** @description what the form wants to remember; never recorded */
            form?: {
                [key: string]: unknown;
            };
            /** @description of the document; private, but for its member `public`. `title` and `number` are found */
            metadata?: {
                [key: string]: unknown;
            };
            /** @description why; needed where something before is changed */
            reason?: string;
            /**
             * @description what the version does to the one before it
             * @enum {string}
             */
            relation?: "version" | "supersedes" | "corrects" | "annuls";
            /** @enum {string} */
            visibility?: "private" | "public";
        };
        DraftDetail: components["schemas"]["Draft"] & {
            check: components["schemas"]["SignaturePreview"];
            /** @description the file is still being looked through; ask again */
            looking: boolean;
            recognised: components["schemas"]["Recognised"];
            similar: components["schemas"]["SimilarDocuments"];
        };
        DraftFilePlan: {
            name: string;
            /** @description bytes of each part but the last; 4194304 if absent */
            partSize?: number;
            /** @description bytes */
            size: number;
            /** @description media type, as the browser says */
            type?: string;
        };
        Entry: {
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            cid: string;
            /** @description the bytes */
            entry: string;
            /** @description index in the log */
            index: number;
            kind: string;
            /** @description leaf hash, RFC 6962 */
            leaf: string;
            /** @description number of the log that holds it */
            log: number;
            /**
             * Format: date-time
             * @description whole minutes
             */
            time: string;
        };
        EvidenceRecords: {
            /** @description authorities whose tree is damaged; `letopis fsck` builds it again */
            damaged: string[];
            /**
             * @description the version that the records are about
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @description index in the log */
            index: number;
            /** @description number of the log that holds it */
            log: number;
            records: {
                authority: string;
                /** @description DER EvidenceRecord, RFC 4998 */
                record: string;
                /** @description of the head that was stamped with the document */
                size: number;
                /**
                 * Format: date-time
                 * @description as stamped
                 */
                time: string;
            }[];
        };
        /** @description null where the agenda cannot be read any more */
        FilingClock: {
            applicantSteps: components["schemas"]["ClockStep"][];
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            deadline: string | null;
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            decideBy: string | null;
            finality: {
                /**
                 * Format: date
                 * @description calendar day in Europe/Prague
                 */
                appealUntil: string | null;
                /**
                 * Format: date
                 * @description calendar day in Europe/Prague
                 */
                confirmed: string | null;
                /**
                 * Format: date
                 * @description calendar day in Europe/Prague
                 */
                earliest: string | null;
                party: string;
                /**
                 * Format: date
                 * @description calendar day in Europe/Prague
                 */
                served: string | null;
                steps: components["schemas"]["ClockStep"][];
            }[];
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            jointFinality: string | null;
            overdue: boolean;
            phase: string;
            steps: components["schemas"]["ClockStep"][];
            /** @enum {string} */
            turn: "office" | "applicant" | "nobody";
        } | null;
        FilingCounts: {
            department: string;
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            nearest: string | null;
            overdue: number;
            /** @description due today or within seven days */
            soon: number;
            states: {
                [key: string]: number;
            };
            unresolved: number;
            weeks: {
                came: number;
                /**
                 * Format: date
                 * @description calendar day in Europe/Prague
                 */
                monday: string;
                resolved: number;
            }[];
        };
        FilingDocument: {
            /** @description under which the reads of it are tagged in the log (DESIGN §3) */
            accessKey: string;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            name: string;
            /** @enum {string} */
            role: "answers" | "attachment" | "reply" | "confirmation" | "decision" | "proof" | "certificate" | "other";
            /** @description hexadecimal */
            sha256: string;
            size: number;
            title: string;
        };
        FilingDraft: {
            /** @description of a filing: the text under which it was begun, and the one in force; null: it is offered no more */
            agenda: {
                code: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                inForce: string | null;
            } | null;
            answers: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expires: string;
            /** @description once it was filed, with the time when it came; all else but `kind` is empty then */
            filed: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                filing: string;
                number: string;
                pin: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                received: string;
            } | null;
            files: {
                attachment: string;
                id: string;
                /** @description numbers of the parts that did not come yet */
                missing: number[];
                name: string;
                partSize: number;
                size: number;
            }[];
            /** @enum {string} */
            kind: "filing" | "reply";
            /** @description of a reply: the filing it belongs to */
            number: string | null;
            problems: {
                answers: components["schemas"]["AnswerProblem"][];
                attachments: string[];
            };
            shown: {
                attachments: string[];
                fields: string[];
            };
            /** @enum {string|null} */
            step: "corrected" | "reply" | null;
            text: string;
        };
        FilingForStaff: components["schemas"]["FilingItem"] & {
            additions: {
                code: string;
                days: number | null;
                law: string;
            }[];
            answers: {
                heading: string;
                rows: string[][];
            }[];
            /** @description it was confirmed as a digital act, so a certificate may be issued, if nothing else lacks */
            certificate: boolean;
            clock: components["schemas"]["FilingClock"] & unknown;
            contact: {
                address: string;
                born: string;
                email: string;
                name: string;
                phone: string;
            };
            department: string;
            documents: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                id: string;
                name: string;
                role: string;
                /** @description hexadecimal */
                sha256: string;
                size: number;
                title: string;
            }[];
            /**
             * @description for If-Match of a step
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            newest: string;
            possible: ("confirmed" | "lapsed" | "assigned" | "handed-over" | "correction-requested" | "corrected" | "message" | "reply" | "suspended" | "resumed" | "extended" | "decided" | "dispatched" | "deposited" | "served" | "posted" | "taken-down" | "appealed" | "waived" | "finality-confirmed" | "settled" | "withdrawn" | "pin-renewed" | "voided")[];
            /** @description of documents of the case, newest first */
            postings: components["schemas"]["FilingPosting"][];
            steps: components["schemas"]["FilingStepForStaff"][];
            templates: {
                correction: string | null;
                message: string | null;
            };
        };
        FilingItem: {
            agenda: {
                code: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @enum {string|null} */
                procedure: "decision" | "notice" | null;
                title: {
                    cs: string;
                    en: string | null;
                };
            };
            applicant: string;
            assignee: {
                account: string;
                name: string;
            } | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            case: string;
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            deadline: string | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            number: string;
            overdue: boolean;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            received: string;
            /** @description of the records system */
            reference: string | null;
            /** @enum {string} */
            state: "awaiting" | "open" | "correction" | "suspended" | "decided" | "appealed" | "final" | "settled" | "lapsed" | "withdrawn" | "suspended-correction";
        };
        FilingPosting: {
            /**
             * Format: date
             * @description from which service counts: the later day of the two boards
             */
            counted: string;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string;
            /**
             * @description of the notice
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /** @enum {string} */
            state: "planned" | "posted" | "taken-down";
            /**
             * Format: date
             * @description the earlier day of the two boards; null while it hangs
             */
            takenDown: string | null;
        };
        FilingRead: {
            action: string | null;
            department: string | null;
            /**
             * @description null for the filing as a whole
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            machine: boolean;
            /** @description by number and PIN */
            own: boolean;
            purpose: string | null;
            role: string | null;
            /**
             * Format: date-time
             * @description null where it cannot be read any more
             */
            time: string | null;
        };
        FilingStatus: {
            /** @description of the reads of the filing as a whole */
            accessKey: string | null;
            agenda: {
                code: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @enum {string|null} */
                procedure: "decision" | "notice" | null;
                title: {
                    cs: string;
                    en: string | null;
                };
            };
            applicant: string;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            case: string;
            clock: components["schemas"]["FilingClock"];
            /**
             * Format: date
             * @description calendar day in Europe/Prague
             */
            confirmBy: string | null;
            department: {
                code: string;
                name: string;
            };
            documents: components["schemas"]["FilingDocument"][];
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            filing: string;
            local: boolean;
            moreReads: boolean;
            number: string;
            /** @description what the applicant may do now */
            possible: string[];
            /** @description notices that steps name */
            postings: components["schemas"]["FilingPosting"][];
            /** @description newest first */
            reads: components["schemas"]["FilingRead"][];
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            received: string;
            /** @description what the records system gave to a filing with a local number; it is found by both */
            reference: string | null;
            /** @enum {string} */
            state: "awaiting" | "open" | "correction" | "suspended" | "decided" | "appealed" | "final" | "settled" | "lapsed" | "withdrawn" | "suspended-correction";
            steps: components["schemas"]["FilingStep"][];
        };
        FilingStep: {
            channel: string | null;
            code: string | null;
            /**
             * Format: date
             * @description that counts, if it is not the day of the entry
             */
            day: string | null;
            days: number | null;
            /** @description of whoever took it */
            department: string | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string | null;
            documents: string[];
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            how: string | null;
            /** @description of the applicant */
            own: boolean;
            party: string | null;
            /**
             * @description on the notice board
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            posting: string | null;
            role: string | null;
            /**
             * @description after it
             * @enum {string}
             */
            state: "awaiting" | "open" | "correction" | "suspended" | "decided" | "appealed" | "final" | "settled" | "lapsed" | "withdrawn" | "suspended-correction";
            /** @enum {string} */
            step: "confirmed" | "lapsed" | "assigned" | "handed-over" | "correction-requested" | "corrected" | "message" | "reply" | "suspended" | "resumed" | "extended" | "decided" | "dispatched" | "deposited" | "served" | "posted" | "taken-down" | "appealed" | "waived" | "finality-confirmed" | "settled" | "withdrawn" | "pin-renewed" | "voided";
            text: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            time: string;
            toDepartment: string | null;
            /**
             * @description the step that voided it: it counts for nothing
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            voidedBy: string | null;
            /**
             * @description voided: the step that was recorded by mistake
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            voids: string | null;
        };
        FilingStepForStaff: components["schemas"]["FilingStep"] & {
            /** @description account */
            assignee: string | null;
            by: string | null;
            /** @description steps that have to be voided before it, newest first */
            resting: string[];
            voidable: boolean;
        };
        Findings: {
            /**
             * Format: date-time
             * @description the present that was judged at
             */
            at: string;
            /** @description who examined, with version */
            by: string;
            /**
             * @description why the examination did not come to its end
             * @enum {string|null}
             */
            cut: "too-long" | "too-large" | "out-of-memory" | "failed" | null;
            /**
             * @description the worst of all (EN 319 102-1); null: no signature is in the file
             * @enum {string|null}
             */
            indication: "TOTAL-PASSED" | "INDETERMINATE" | "TOTAL-FAILED" | null;
            /** @description signatures that are not described */
            omitted: number;
            /** @description certificates that were trusted; without any, nothing passes */
            roots: number;
            second: components["schemas"]["SecondOpinion"];
            signatures: components["schemas"]["FoundSignature"][];
        };
        FoundSignature: {
            /** @description the first of its algorithms to end */
            algorithm: {
                name: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                until: string;
            } | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            certificatesUntil: string | null;
            checks: {
                id: string;
                /** @enum {string} */
                ok: "yes" | "no" | "unknown";
                sentence: components["schemas"]["Told"];
            }[];
            /**
             * Format: date-time
             * @description by the signer’s own word
             */
            claimed: string | null;
            /** @description of a PDF: nothing came after it */
            coversAll: boolean | null;
            /** @enum {string} */
            indication: "TOTAL-PASSED" | "INDETERMINATE" | "TOTAL-FAILED";
            /** @enum {string} */
            is: "signature" | "document-stamp";
            name: components["schemas"]["Told"];
            /**
             * Format: date-time
             * @description it existed by then, as something in the file proves
             */
            proven: string | null;
            sentence: components["schemas"]["Told"] & unknown;
            /** @description as the certificate has it */
            signer: {
                fingerprint: string;
                issuer: string;
                name: string;
                serial: string;
            } | null;
            stamps: {
                signer: string | null;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string | null;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                until: string | null;
                /** @enum {string} */
                verdict: "holds" | "broken" | "open";
            }[];
            /** @description sub-indication of EN 319 102-1 */
            sub: string | null;
        };
        History: {
            events: components["schemas"]["HistoryEvent"][];
            next: string | null;
        };
        HistoryEvent: {
            /** @description what was read */
            action: string | null;
            /** @description who acted or read */
            by: string | null;
            department: string | null;
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @description index in the log */
            index: number;
            /** @description number of the log that holds the entry: `/log/<n>/` */
            log: number;
            /** @description why: of a read, of a version or of an act */
            purpose: string | null;
            /** @description false where its private half was asked for, and is destroyed or damaged */
            readable: boolean;
            relations: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @enum {string} */
                relation: "corrects" | "supersedes" | "annuls" | "disposes";
            }[];
            role: string | null;
            /**
             * Format: date-time
             * @description exact for those who may see what is private
             */
            time: string;
            /** @enum {string} */
            type: "version" | "act" | "access" | "decision" | "case" | "signature-check" | "posting" | "take-down" | "board-withdrawal";
        };
        InclusionProof: {
            /** @description index in the log */
            index: number;
            /** @description standard base64, padded */
            leaf: string;
            /** @description number of the log that holds it */
            log: number;
            /** @description from the leaf up */
            proof: string[];
            /** @description standard base64, padded */
            root: string;
            size: number;
        };
        Invited: components["schemas"]["Account"] & {
            /**
             * @description one-time code, shown this once
             * @example XXXXX-XXXXX-XXXXX-XXXXX
             */
            code: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expires: string;
        };
        IssuedToken: components["schemas"]["Token"] & {
            /** @description shown this once; only its hash is kept */
            token: string;
        };
        Look: {
            /** @description with cases:read */
            cases: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                id: string;
                number: string | null;
                title: string | null;
            }[];
            /** @description with cases:read */
            decisions: {
                by: string | null;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                case: string | null;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                instruction: string;
                reasoning: string;
                ruling: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string | null;
                /** @description number of the version that was the newest one then */
                version: number | null;
            }[];
            document: components["schemas"]["Document"];
            history: components["schemas"]["History"];
            signatures: components["schemas"]["SignatureCheck"] & unknown;
            /**
             * @description of the document as a whole, as its newest version has it
             * @enum {string}
             */
            state: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            versions: components["schemas"]["Version"][];
            /** @description without a purpose, decisions and cases of a public document and their part of its history are not shown to whoever is outside the department; whether there are any is not told */
            withheld: boolean;
        };
        MadeWebhook: components["schemas"]["Webhook"] & {
            /** @description `whsec_` and base64; shown this once */
            secret: string;
        };
        NewPosting: {
            category: components["schemas"]["BoardCategory"];
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string;
            /**
             * Format: date
             * @description today if absent
             * @example 2026-11-23
             */
            from?: string;
            number?: string;
            /**
             * Format: date
             * @description since when it hangs on the board in the building
             * @example 2026-11-23
             */
            paper?: string;
            title: string;
            /**
             * Format: date
             * @description last day; until it is taken down if absent
             * @example 2026-11-23
             */
            until?: string;
            /** @description whether what it says goes from view when it is taken down */
            withdraw: boolean;
        };
        Overview: {
            demo: boolean;
            failures: {
                /** @description found in the journal */
                instance: string | null;
                route: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
                what: string;
            }[];
            items: components["schemas"]["OverviewItem"][];
            origin: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            time: string;
            version: string;
        };
        OverviewItem: {
            /**
             * Format: date-time
             * @description when it last happened
             */
            at: string | null;
            /** @description head: entries published; disk: free bytes; authority: stamps left; jobs: failures; mail: messages that wait; webhook: attempts */
            count: number | null;
            /** @enum {string} */
            kind: "signing" | "head" | "witness" | "authority" | "renewal" | "clock" | "disk" | "vault" | "projection" | "key" | "certificate" | "jobs" | "mail" | "webhook" | "backup" | "drill";
            /** @description of witness, authority, key or certificate; of a webhook the host */
            name: string | null;
            /** @description head: entries in all; disk: bytes kept free */
            of: number | null;
            /**
             * @description what to do; a code to be put into words
             * @enum {string|null}
             */
            remedy: "resume-or-succeed" | "mend-disk-and-restart" | "wait-or-see-journal" | "check-witness" | "check-authority" | "buy-stamps" | "configure-authority" | "renew-stamps" | "set-clock" | "free-disk" | "run-fsck" | "run-reindex" | "renew-certificate" | "see-journal" | "check-mail" | "mend-mail-folder" | "check-webhook" | "renew-webhook-token" | "make-webhook-anew" | "make-backup" | "drill-keys" | null;
            /** @description of delay */
            seconds: number | null;
            /**
             * @description all right · to be done soon · to be done now
             * @enum {string}
             */
            state: "ok" | "soon" | "now";
            /**
             * Format: date-time
             * @description when it ends
             */
            until: string | null;
        };
        Passkey: {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            added: string;
            /** @description CID of the entry that registered it */
            id: string;
            label: string;
            /** @description it may be copied between the devices of the person */
            synced: boolean;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            used: string | null;
        };
        Posting: {
            category: components["schemas"]["BoardCategory"];
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            document: string;
            /**
             * @description the filing that it is a step of; told to who may read cases, null otherwise
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            filing: string | null;
            /**
             * Format: date
             * @example 2026-11-23
             */
            from: string;
            /**
             * @description CID of the entry that posted it
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /** @description index in the log */
            index: number;
            log: number;
            number: string | null;
            /**
             * Format: date
             * @description since when it hangs in the building, as the office says
             * @example 2026-11-23
             */
            paper: string;
            /**
             * Format: date
             * @example 2026-11-23
             */
            paperTakenDown: string;
            /**
             * Format: date-time
             * @description of the entry
             */
            posted: string;
            /** @enum {string} */
            state: "planned" | "posted" | "taken-down";
            /**
             * Format: date
             * @example 2026-11-23
             */
            takenDown: string;
            /** @description null where it was withdrawn, or does not hang yet */
            title: string | null;
            /**
             * Format: date
             * @description last day as planned
             * @example 2026-11-23
             */
            until: string;
            /** @description what it said is not in view any more */
            withdrawn: boolean;
            /** @description what it says is to go from view when it is taken down */
            withdraws: boolean;
        };
        PostingArchive: {
            next: string | null;
            postings: components["schemas"]["Posting"][];
        };
        PostingDetail: components["schemas"]["Posting"] & {
            availability: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                from: string;
                gaps: {
                    /** @enum {string} */
                    found: "unseen" | "ok" | "page" | "content" | "differs" | "absent" | "silent";
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    to: string;
                }[];
                good: number;
                looks: number;
                runs: {
                    count: number;
                    /** @description seconds between looks */
                    every: number;
                    /** @description entry of the first look */
                    first: number;
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    from: string;
                    /** @description entry of the last look */
                    last: number;
                    probe: string;
                    /** @enum {string} */
                    status: "ok" | "page" | "content" | "differs" | "absent" | "silent";
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC
                     */
                    to: string;
                }[];
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                to: string;
                /** @description false where there are more runs than are told */
                whole: boolean;
            };
            content: {
                /** @description blinds the hash in statements of probes; told while it is in view */
                salt: string;
                sha256: string;
                size: number;
                type: string;
            } | null;
            days: {
                publication: {
                    /** @description the first and the last day included */
                    count: number;
                    /**
                     * Format: date
                     * @example 2026-11-23
                     */
                    fifteenth: string;
                    /**
                     * Format: date
                     * @example 2026-11-23
                     */
                    first: string;
                    /**
                     * Format: date
                     * @example 2026-11-23
                     */
                    last: string;
                    reached: boolean;
                };
                service: {
                    /**
                     * Format: date
                     * @example 2026-11-23
                     */
                    counted: string;
                    /**
                     * Format: date
                     * @description the 15th after it
                     * @example 2026-11-23
                     */
                    day: string;
                    paper: boolean;
                    /** @enum {string} */
                    state: "due" | "held" | "cut-short";
                };
            };
            takeDown: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @description index in the log */
                index: number;
                log: number;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
            } | null;
            /** @description what withdrew it later; null where it stays, or went when it was taken down */
            withdrawal: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @description index in the log */
                index: number;
                log: number;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
            } | null;
        };
        PostingList: {
            /** @description whether it can be followed by mail */
            byMail: boolean;
            /** @description how many in all */
            found: number;
            next: string | null;
            /** @description whether it is open data, too */
            openData: boolean;
            postings: components["schemas"]["Posting"][];
        };
        /** @description null for readers without the right, and when erased or lost */
        PrivateFields: {
            /** @description code; in which the person acted */
            department: string | null;
            file: {
                name: string;
                size: number;
                type: string;
            } | null;
            /** @description private metadata */
            metadata: {
                [key: string]: unknown;
            };
            reason: string | null;
            /**
             * Format: date-time
             * @description to the millisecond
             */
            recordedAt: string | null;
            /** @description name of the person or of the machine’s token */
            recordedBy: string | null;
            /** @description of the content, hexadecimal */
            sha256: string | null;
        } | null;
        ProbeDelivery: {
            /** @description signed statements, oldest first; see api/board/README.md */
            notes: string[];
            /** @example sonda-1 */
            probe: string;
        };
        /** @description RFC 9457 */
        Problem: {
            /**
             * @description stable; branch on this
             * @example token-expired
             */
            code: string;
            detail: string;
            /** @description names this failure in the journal of the service */
            instance?: string;
            status: number;
            title: string;
            /**
             * Format: uri
             * @description URI of the problem, a place in /docs/problems
             */
            type: string;
        } & {
            [key: string]: unknown;
        };
        Readiness: {
            ready: boolean;
            reasons: {
                /** @description documents cannot be recorded now */
                blocking: boolean;
                /** @enum {string} */
                code: "shutting-down" | "frozen" | "storage" | "clock" | "disk" | "projection" | "damage" | "closed-log" | "rights-in-doubt" | "anchor-lag" | "anchor-quota" | "renewal" | "witness-lag" | "seal" | "mail" | "keys-never-drilled";
                detail: string;
                remedy: string;
            }[];
        };
        /** @description proof of one entry; see the format specification */
        Receipt: {
            anchors: {
                authority: string;
                /** @description standard base64, padded */
                documents: string | null;
                /** @description C2SP signed note */
                note: string;
                proof: string[];
                /** @description standard base64, padded */
                token: string;
            }[];
            /** @description standard base64, padded */
            entry: string;
            fields: {
                /** @description standard base64, padded */
                leaf: string;
                path: string[];
            }[];
            linked: {
                /** @description standard base64, padded */
                entry: string;
                /** @description C2SP signed note */
                note: string | null;
                /** @description standard base64, padded */
                token: string | null;
            }[];
            /** @description C2SP tlog-proof */
            proof: string;
            /** @description C2SP signed note */
            status: string | null;
            /** @enum {string} */
            type: "letopis-receipt/v1";
        };
        /** @description null until the whole file is there */
        Recognised: {
            /** @description whether the extension fits the format */
            fitsName: boolean | null;
            /**
             * @description by structure, not by name
             * @enum {string}
             */
            format: "empty" | "pdf" | "zfo" | "cms" | "asic-e" | "asic-s" | "odf" | "ooxml" | "zip" | "ole" | "png" | "jpeg" | "tiff" | "gif" | "webp" | "xml" | "html" | "text" | "executable" | "unknown";
            /** @description what the file claims, for example `2b`; not checked */
            pdfa: string | null;
            /** @description versions with the same content, among documents that the reader may read */
            same: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                document: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
            }[];
            /** @description hexadecimal */
            sha256: string;
            /**
             * @description contained-unchecked: contains signatures, not yet checked
             * @enum {string}
             */
            signatures: "contained-unchecked" | "none-found" | "unknown";
        } | null;
        RecordedEntry: {
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
        };
        /** @description of the first version; nothing private */
        RegisterItem: components["schemas"]["DocumentSummary"] & {
            department: string | null;
            /** @description name of the file */
            file: string | null;
            /** @description its private half is damaged; a backup may have it */
            lost: boolean;
            number: string | null;
            recordedBy: string | null;
            /**
             * @description of the document as a whole, as its newest version has it; as `state` asks for
             * @enum {string}
             */
            state?: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            title: string | null;
        };
        /** @description of the last renewal of hash trees; null before the first */
        RehashResult: {
            /** @description documents left out: nothing is left of them */
            erased: number;
            /** @description documents in the new trees */
            hashed: number;
            /** @description entries that it was about */
            size: number;
            /** @description documents left out: they could not be read */
            unreadable: number;
            /** @description indexes of the first hundred of these */
            unreadableAt: number[];
        } | null;
        RenewalForecast: {
            algorithms: {
                issued: string;
                source: string;
            };
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string;
            ends: components["schemas"]["StampEnd"][];
            /** @description what failed when it was last tried, and certificates that were withdrawn */
            failures: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                authority: string;
                message: string;
                /** @description what to do about it */
                remedy: string | null;
            }[];
            /**
             * Format: date-time
             * @description when SHA-256 ends; null: no end is known
             */
            hashTreesEnd: string | null;
            lastPass: components["schemas"]["RehashResult"];
            marginDays: number;
            /** @description what else the town relies on, as far as the table lists it */
            uses: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                ends: string | null;
                /** @description the algorithm, or the certificate of the seal */
                name: string;
                /** @enum {string} */
                use: "hash-trees" | "renewed-hash-trees" | "heads" | "seal";
            }[];
        };
        /** @description what a DSS service says, if one was asked */
        SecondOpinion: {
            /** @description SHA-256 of the whole answer, hexadecimal */
            answer: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            at: string | null;
            /**
             * @description why there is none
             * @enum {string|null}
             */
            failure: "unreachable" | "too-long" | "too-large" | "refused" | "not-understood" | null;
            policy: string | null;
            service: string;
            signatures: {
                format: string | null;
                indication: string;
                signer: string | null;
                sub: string | null;
            }[];
        } | null;
        Session: {
            /** @example firefox/linux */
            browser: string;
            current: boolean;
            /** @description `other-browser` names the one that used it */
            ended: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                at: string;
                browser: string | null;
                /** @enum {string} */
                reason: "signed-out" | "ended-by-account" | "idle" | "expired" | "other-browser" | "too-many" | "account-changed";
            } | null;
            /**
             * @description CID of the entry that started it
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            lastUsed: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            started: string;
            /**
             * Format: date-time
             * @description the latest end; earlier without use
             */
            until: string;
        };
        SignatureCheck: {
            check: {
                /**
                 * @description that holds the findings
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                findings: components["schemas"]["Findings"];
                /** @description index in the log */
                index: number;
                log: number;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                time: string;
            } | null;
            /**
             * @description none-found: no signature was seen at reception; waiting: it will be examined; unreadable: the findings are erased or lost
             * @enum {string}
             */
            state: "none-found" | "waiting" | "checked" | "unreadable";
        };
        /** @description of its signatures; null where there is nothing to examine. At reception it is done anew. */
        SignaturePreview: {
            findings?: components["schemas"]["Findings"];
            /**
             * @description running: ask again; later: not examined now, but at reception; checked: as it is now
             * @enum {string}
             */
            state: "running" | "later" | "checked";
        } | null;
        SignaturesAtRisk: {
            atRisk: number;
            /** @description versions whose signatures were examined */
            examined: number;
            risks: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                document: string;
                /**
                 * @description unstamped: the next stamp of the log will do; no-authority: configure an authority that others trust; too-late: it ended before any stamp, nothing can be done here
                 * @enum {string}
                 */
                risk: "unstamped" | "no-authority" | "too-late";
                /**
                 * Format: date-time
                 * @description the first of what it rests on ends
                 */
                until: string;
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                version: string;
                /** @enum {string} */
                why: "certificate" | "algorithm";
            }[];
            /** @description versions from before signatures were looked for, still to be examined; counted up to 10,000 */
            unexamined: number;
        };
        SignedIn: components["schemas"]["CurrentSession"] & {
            /** @description shown this once; only its hash is kept */
            token: string;
        };
        /** @description documents that are here already, by the answers so far */
        SimilarDocuments: {
            /** @description any version has the same number; case and the width of spaces say nothing */
            number: {
                documents: {
                    /**
                     * @description CIDv1, base32
                     * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                     */
                    document: string;
                    /**
                     * Format: date-time
                     * @description when its first version was recorded, to the minute
                     */
                    time: string;
                }[];
                /** @description a document has it that the reader may not see without a reason; nothing else is said of it */
                elsewhere: boolean;
            };
            /** @description any version has the same title, without case, diacritics and punctuation, and is in the same case */
            title: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                document: string;
                /**
                 * Format: date-time
                 * @description when its first version was recorded, to the minute
                 */
                time: string;
            }[];
        };
        StampEnd: {
            /** @description whose stamps they are */
            authority: string;
            /** @description the certificate or algorithm that ends first */
            because: string;
            /**
             * Format: date-time
             * @description null: no end is known
             */
            ends: string | null;
            /**
             * Format: date-time
             * @description of their stamped times
             */
            first: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            last: string;
            /** @description the closed log whose stamps they are; null: the present one */
            log: string | null;
            /**
             * Format: date-time
             * @description from then on the service renews them
             */
            renewFrom: string | null;
            stamps: number;
            /**
             * @description at `at`, if nothing were renewed
             * @enum {string}
             */
            state: "in-force" | "due" | "ended";
        };
        Status: {
            acts: {
                /**
                 * @description CIDv1, base32
                 * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
                 */
                entry: string;
                /** @description index in the log */
                index: number;
                log: number;
                /** @enum {string} */
                relation: "corrects" | "supersedes" | "annuls" | "disposes";
            }[];
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @description index in the log */
            index: number;
            /** @description number of the log that holds the entry */
            log: number;
            /** @description the signed statement */
            note: string;
            /** @description of the log that the head is of, the present one */
            origin: string;
            /** @description of the head that the statement refers to */
            size: number;
            /** @enum {string} */
            state: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            /** @description seconds since 1970 */
            time: number;
        };
        Token: {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            expires: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            granted: string;
            /** @description name of whoever granted it; null if the entry says nothing */
            grantedBy: string | null;
            /**
             * @description CID of the entry that granted the token
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            principal: string;
            scopes: ("documents:read" | "documents:write" | "cases:read" | "cases:write" | "people:read" | "people:admin" | "agendas:write" | "operation:read" | "anchors:write" | "tokens:admin" | "webhooks:write" | "metrics:read")[];
            /** @enum {string} */
            state: "valid" | "expired" | "revoked";
        };
        /** @description field of the PDF, or number of the signer */
        Told: {
            cs: string;
            en: string;
        };
        Version: {
            /**
             * @description CIDv1, base32
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            entry: string;
            /** @description index in the log */
            index: number;
            /** @description number of the log that holds the entry: `/log/<n>/` */
            log: number;
            /** @description 1 is the first version */
            number: number;
            /** @description public metadata */
            public: {
                [key: string]: unknown;
            };
            /**
             * @description what later entries made of this one
             * @enum {string}
             */
            state: "in-force" | "corrected" | "superseded" | "annulled" | "disposed";
            /**
             * Format: date-time
             * @description whole minutes, as in the entry
             */
            time: string;
            /**
             * @description of the content
             * @enum {string}
             */
            visibility: "private" | "public";
        };
        VersionList: {
            next: string | null;
            versions: components["schemas"]["Version"][];
        };
        Webhook: {
            /**
             * Format: date-time
             * @description ISO 8601, UTC
             */
            created: string;
            /**
             * @description entry of the newest event that was taken
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            delivered: string | null;
            events: ("document.recorded" | "document.version" | "document.act" | "document.decision" | "document.disposed" | "case.opened" | "case.document" | "case.closed" | "filing.received" | "filing.step" | "board.posted" | "board.taken-down" | "board.withdrawn")[];
            failure: {
                attempts: number;
                /** @description status of the last answer, or why there was none */
                outcome: number | ("timeout" | "unreachable" | "internal");
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC
                 */
                since: string;
            } | null;
            /**
             * @description CID of the entry that made the webhook
             * @example bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy
             */
            id: string;
            principal: string;
            /**
             * @description `resting`: the token that made it is no longer valid, so it tells nothing
             * @enum {string}
             */
            state: "waiting" | "failing" | "resting";
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
