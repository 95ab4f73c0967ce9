/**
 * The shape of `letopis.toml`, with defaults, ranges and the words of its errors.
 * Unknown members are refused: a misspelt setting that is silently ignored is worse than a refused start.
 * @module
 */
import { z } from 'zod'

const seconds = (fallback: number, max = 31_536_000) => z.int().min(1).max(max).default(fallback)
const file = z.string().min(1).max(4096)
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'use 1 to 64 of a-z, 0-9 and -')
const httpUrl = z.string().regex(/^https?:\/\/[^\s/]+/, 'an http:// or https:// address')

const server = z.strictObject({
	host: z.string().min(1).default('127.0.0.1'),
	port: z.int().min(0).max(65_535).default(8080),
	public_url: httpUrl.optional(),
	tls_certificate: file.optional(),
	tls_key: file.optional(),
	behind_proxy: z.boolean().default(false),
	max_upload: z.int().min(1).max(Number.MAX_SAFE_INTEGER).default(4_294_967_296),
	idle_seconds: seconds(60, 3600),
	max_connections: z.int().min(16).max(65_535).default(2048),
	max_connections_per_address: z.int().min(1).max(65_535).default(256),
})

const authority = z.strictObject({
	name: name.refine(
		(value) => value !== 'untrusted-development',
		'the name "untrusted-development" is taken by the built-in one',
	),
	url: httpUrl,
	user: z.string().optional(),
	password_file: file.optional(),
	client_certificate: file.optional(),
	client_key: file.optional(),
	ca: file.optional(),
	roots: file,
	policy: z
		.string()
		.regex(/^[0-2](\.\d+)+$/, 'an object identifier such as 1.2.3.4')
		.optional(),
	period_seconds: seconds(600),
	heartbeat_seconds: seconds(3600),
	quota_per_year: z.int().min(1).optional(),
	warn_remaining: z.int().min(0).default(1000),
	qualified: z.boolean().default(false),
})

/** Words that a C2SP tlog-policy, and ours, already give a meaning. */
const POLICY_WORDS = ['all', 'any', 'none', 'required', 'log-mldsa', 'group', 'witness', 'quorum', 'log']

const witness = z.strictObject({
	name: name.refine(
		(value) => !POLICY_WORDS.includes(value),
		'this name has a meaning in the policy; choose another',
	),
	url: httpUrl,
	vkey: z.string().min(1),
	required: z.boolean().default(false),
})

const line = z.string().min(1).max(200)

/** What the portal shows on its page of contacts and in its notices. */
const contact = z.strictObject({
	office: line.optional(),
	address: z.array(line).max(8).optional(),
	email: z.email('a mail address').optional(),
	phone: z
		.string()
		.regex(/^\+?[0-9 ]{3,30}$/, 'digits and spaces')
		.optional(),
	data_box: z
		.string()
		.regex(/^[a-z0-9]{7}$/, 'seven of a-z and 0-9')
		.optional(),
	ico: z
		.string()
		.regex(/^[0-9]{8}$/, 'eight digits')
		.optional(),
	/** of the seat in the register of addresses (RÚIAN) */
	address_code: z.int().min(1).max(999_999_999).optional(),
	hours: z.array(line).max(14).optional(),
	privacy_officer: line.optional(),
})

export const configSchema = z.strictObject({
	server: server.default(() => server.parse({})),
	storage: z
		.strictObject({ data: file.default('./data'), keys: file.default('./keys') })
		.default({ data: './data', keys: './keys' }),
	log: z.strictObject({ publish_seconds: seconds(2, 3600) }).default({ publish_seconds: 2 }),
	clock: z.strictObject({ tolerance_seconds: seconds(120, 86_400) }).default({ tolerance_seconds: 120 }),
	anchors: z
		.strictObject({ development: z.boolean().optional(), required: z.int().min(0).max(16).optional() })
		.default({}),
	renewal: z
		.strictObject({ margin_days: z.int().min(1).max(3650).default(180), algorithms: file.optional() })
		.default({ margin_days: 180 }),
	revocation: z
		.strictObject({ fetch: z.boolean().default(true), private_addresses: z.boolean().default(false) })
		.default({ fetch: true, private_addresses: false }),
	authority: z.array(authority).max(16).default([]),
	witness: z.array(witness).max(32).default([]),
	seal: z
		.strictObject({
			certificate: file.optional(),
			key: file.optional(),
			pkcs12: file.optional(),
			command: z.array(z.string().min(1).max(1024)).min(1).max(32).optional(),
			password_file: file.optional(),
			qualified: z.boolean().default(false),
		})
		.default({ qualified: false }),
	signatures: z.strictObject({ roots: file.optional(), dss_url: httpUrl.optional() }).default({}),
	contact: contact.default({}),
	mail: z
		.strictObject({
			host: z.string().min(1).max(253).optional(),
			port: z.int().min(1).max(65_535).optional(),
			tls: z.boolean().default(false),
			user: z.string().min(1).max(320).optional(),
			password_file: file.optional(),
			from: z.email('a mail address').optional(),
			digest: z
				.string()
				.regex(/^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|off)$/, 'HH:MM, or off')
				.default('07:00'),
		})
		.default({ tls: false, digest: '07:00' }),
	sessions: z
		.strictObject({
			hours: z.int().min(1).max(168).default(12),
			idle_minutes: z.int().min(1).max(1440).default(30),
		})
		.default({ hours: 12, idle_minutes: 30 }),
})

export type RawConfig = z.infer<typeof configSchema>
