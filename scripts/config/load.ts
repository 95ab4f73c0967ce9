/**
 * Reads `letopis.toml` and the environment into one checked configuration.
 * Every problem is found in one pass and named by file and member, so that one look mends all of them.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { dirname, resolve } from 'node:path'
import { isInside } from '@letopis/ledger'
import { parse as parseToml, TomlError } from 'smol-toml'
import type { Contact } from '../../portal/adapter/build.ts'
import { type MailConfig, mailConfig } from './mail.ts'
import { configSchema, type RawConfig } from './schema.ts'
import { type SealFiles, sealFiles } from './seal.ts'

const MAX_BYTES = 1_048_576

/** A checked configuration; all paths absolute. */
export interface Config {
	/** The file read, or null when there was none and all is default. */
	file: string | null
	host: string
	port: number
	publicUrl: string
	tls: { certificate: string; key: string } | null
	behindProxy: boolean
	maxUpload: number
	idleMs: number
	maxConnections: number
	/** from one address, neither loopback nor a declared proxy */
	maxPerAddress: number
	data: string
	keys: string
	publishMs: number
	clockToleranceMs: number
	/** Undefined leaves the choice to the log: true for DEMO. */
	developmentAuthority: boolean | undefined
	/** Of how many authorities the trust file asks a stamp. */
	requiredAuthorities: number
	authorities: RawConfig['authority']
	witnesses: RawConfig['witness']
	/** When time-stamps are renewed, and a file with a table of algorithms. */
	renewal: { marginMs: number; algorithms: string | undefined }
	/** Whether lists of withdrawn certificates are fetched, and from where. */
	revocation: { fetch: boolean; allowPrivate: boolean }
	/** A seal from elsewhere; nothing in it where the town makes its own. */
	seal: SealFiles
	/** What the examination of signatures rests on: a file or folder of trusted certificates, and a DSS service. */
	signatures: { roots: string | undefined; dssUrl: string | undefined }
	/** How people reach the town, for the portal. */
	contact: Contact
	/** Code of its seat in the register of addresses (RÚIAN). */
	addressCode: number | undefined
	/** How mail is sent; null where none is. */
	mail: MailConfig | null
	/** How long people stay signed in, ms: at the latest, and without use. */
	sessions: { absolute: number; idle: number }
}

export class ConfigError extends Error {
	override readonly name = 'ConfigError'
	readonly problems: readonly string[]
	constructor(problems: readonly string[]) {
		super(problems.join('\n'))
		this.problems = problems
	}
}

export interface LoadOptions {
	/** An explicitly named file must exist; the default `./letopis.toml` need not. */
	file?: string | undefined
	env?: NodeJS.ProcessEnv
	cwd?: string
}

/**
 * @throws ConfigError with one line for each problem
 */
export function loadConfig(options: LoadOptions = {}): Config {
	const env = options.env ?? process.env
	const cwd = options.cwd ?? process.cwd()
	const path = resolve(cwd, options.file ?? env.LETOPIS_CONFIG ?? 'letopis.toml')
	const named = options.file !== undefined || env.LETOPIS_CONFIG !== undefined
	if (!existsSync(path) && named) throw new ConfigError([`${path}: no such file`])
	const file = existsSync(path) ? path : null
	const raw = check(file === null ? {} : readToml(file), file ?? 'defaults')
	applyEnvironment(raw, env, cwd)
	return settle(raw, file, file === null ? cwd : dirname(file))
}

function readToml(file: string): unknown {
	const text = read(file)
	if (text.length > MAX_BYTES) throw new ConfigError([`${file}: larger than ${MAX_BYTES} bytes`])
	try {
		return parseToml(text)
	} catch (error) {
		if (error instanceof TomlError) {
			const reason = error.message.split('\n')[0]
			throw new ConfigError([`${file}:${error.line}:${error.column}: ${reason}`])
		}
		throw error
	}
}

function read(file: string): string {
	try {
		return readFileSync(file, 'utf8')
	} catch (error) {
		throw new ConfigError([`${file}: ${error instanceof Error ? error.message : error}`])
	}
}

function check(value: unknown, where: string): RawConfig {
	const result = configSchema.safeParse(value)
	if (result.success) return result.data
	throw new ConfigError(
		result.error.issues.map(({ path, message }) => `${where}: ${memberName(path)}: ${message}`),
	)
}

/** As it is written: `authority[0].url`. */
function memberName(path: readonly PropertyKey[]): string {
	const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
	return name.slice(1) || 'file'
}

/** Paths of the environment are those of whoever set it, so not taken from the folder of the file. */
function applyEnvironment(raw: RawConfig, env: NodeJS.ProcessEnv, cwd: string): void {
	if (env.HOST) raw.server.host = env.HOST
	if (env.PORT) {
		if (!/^\d{1,5}$/.test(env.PORT) || Number(env.PORT) > 65_535)
			throw new ConfigError([`PORT: not a port number: ${JSON.stringify(env.PORT)}`])
		raw.server.port = Number(env.PORT)
	}
	if (env.LETOPIS_DATA) raw.storage.data = resolve(cwd, env.LETOPIS_DATA)
	if (env.LETOPIS_KEYS) raw.storage.keys = resolve(cwd, env.LETOPIS_KEYS)
	if (env.LETOPIS_PUBLIC_URL) raw.server.public_url = env.LETOPIS_PUBLIC_URL
}

function settle(raw: RawConfig, file: string | null, base: string): Config {
	const problems: string[] = []
	const { server } = raw
	const absolute = (path: string) => resolve(base, path)
	const mustExist = (member: string, path: string | undefined) => {
		if (path !== undefined && !existsSync(absolute(path)))
			problems.push(`${member}: no such file: ${absolute(path)}`)
	}
	if ((server.tls_certificate === undefined) !== (server.tls_key === undefined))
		problems.push('server.tls_certificate and server.tls_key go together')
	mustExist('server.tls_certificate', server.tls_certificate)
	mustExist('server.tls_key', server.tls_key)
	const tls =
		server.tls_certificate !== undefined && server.tls_key !== undefined
			? { certificate: absolute(server.tls_certificate), key: absolute(server.tls_key) }
			: null
	if (!isLoopback(server.host) && tls === null && !server.behind_proxy)
		problems.push(
			`server.host: ${server.host} is not a loopback address, and plain HTTP would carry tokens in the clear; ` +
				'set tls_certificate and tls_key, or behind_proxy = true if a TLS proxy stands in front',
		)
	const publicUrl =
		server.public_url ?? `${tls === null ? 'http' : 'https'}://${urlHost(server.host)}:${server.port}`
	if (server.public_url === undefined && /^(0\.0\.0\.0|::)$/.test(server.host))
		problems.push(`server.public_url: needed, for nobody reaches the town at ${server.host}`)
	if (!URL.canParse(publicUrl)) problems.push(`server.public_url: not an address: ${publicUrl}`)
	else if (!/^https?:\/\/[^/?#]+\/*$/.test(publicUrl))
		problems.push(
			`server.public_url: ${publicUrl} must end with the host: the town is served at a host name of its own, ` +
				'not under a path',
		)
	const data = absolute(raw.storage.data)
	const keys = absolute(raw.storage.keys)
	if (isInside(data, keys) || isInside(keys, data))
		problems.push('storage: data and keys must be different folders, none inside the other')
	const names = new Set<string>()
	raw.authority.forEach((authority, index) => {
		const at = `authority[${index}]`
		if (names.has(authority.name)) problems.push(`${at}.name: ${authority.name} is used twice`)
		names.add(authority.name)
		if ((authority.user === undefined) !== (authority.password_file === undefined))
			problems.push(`${at}: user and password_file go together`)
		if ((authority.client_certificate === undefined) !== (authority.client_key === undefined))
			problems.push(`${at}: client_certificate and client_key go together`)
		if (authority.user !== undefined && /^http:/.test(authority.url) && !isLoopback(hostOf(authority.url)))
			problems.push(`${at}.url: a password is never sent over plain http`)
		for (const member of ['password_file', 'client_certificate', 'client_key', 'ca', 'roots'] as const) {
			mustExist(`${at}.${member}`, authority[member])
			const path = authority[member]
			if (path !== undefined) authority[member] = absolute(path)
		}
	})
	mustExist('signatures.roots', raw.signatures.roots)
	mustExist('renewal.algorithms', raw.renewal.algorithms)
	for (const member of ['certificate', 'key', 'pkcs12', 'password_file'] as const)
		mustExist(`seal.${member}`, raw.seal[member])
	const { seal, problems: sealProblems } = sealFiles(raw.seal, absolute)
	problems.push(...sealProblems)
	if (seal.qualified && !raw.authority.some(({ qualified }) => qualified))
		problems.push(
			'seal.qualified: no authority has qualified = true, and what a qualified seal is on bears a qualified time-stamp',
		)
	const dssUrl = raw.signatures.dss_url
	if (dssUrl !== undefined) problems.push(...dssProblems(dssUrl))
	const { mail, problems: ofMail } = mailConfig(raw.mail, isLoopback, absolute)
	problems.push(...ofMail)
	if (problems.length > 0)
		throw new ConfigError(problems.map((line) => (file === null ? line : `${file}: ${line}`)))
	return {
		file,
		host: server.host,
		port: server.port,
		publicUrl: publicUrl.replace(/\/+$/, ''),
		tls,
		behindProxy: server.behind_proxy,
		maxUpload: server.max_upload,
		idleMs: server.idle_seconds * 1000,
		maxConnections: server.max_connections,
		maxPerAddress: server.max_connections_per_address,
		data,
		keys,
		publishMs: raw.log.publish_seconds * 1000,
		clockToleranceMs: raw.clock.tolerance_seconds * 1000,
		developmentAuthority: raw.anchors.development,
		requiredAuthorities: raw.anchors.required ?? Math.min(1, raw.authority.length),
		authorities: raw.authority,
		witnesses: raw.witness,
		renewal: {
			marginMs: raw.renewal.margin_days * 86_400_000,
			algorithms: raw.renewal.algorithms === undefined ? undefined : absolute(raw.renewal.algorithms),
		},
		revocation: { fetch: raw.revocation.fetch, allowPrivate: raw.revocation.private_addresses },
		seal,
		signatures: {
			roots: raw.signatures.roots === undefined ? undefined : absolute(raw.signatures.roots),
			dssUrl,
		},
		contact: contactOf(raw.contact),
		addressCode: raw.contact.address_code,
		mail,
		sessions: { absolute: raw.sessions.hours * 3_600_000, idle: raw.sessions.idle_minutes * 60_000 },
	}
}

function dssProblems(address: string): string[] {
	const url = URL.parse(address)
	if (url === null) return [`signatures.dss_url: not an address: ${address}`]
	const problems: string[] = []
	if (url.protocol === 'http:' && !isLoopback(hostOf(address)))
		problems.push('signatures.dss_url: documents are never sent over plain http')
	if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
		problems.push('signatures.dss_url: an address without user name, password and query')
	return problems
}

function contactOf({
	data_box: dataBox,
	address_code: _,
	privacy_officer: privacyOfficer,
	...same
}: RawConfig['contact']): Contact {
	return { ...same, dataBox, privacyOfficer }
}

/** True for localhost, 127.0.0.0/8 and ::1: addresses that never leave the machine. */
export function isLoopback(host: string): boolean {
	if (host === 'localhost' || host === '::1') return true
	return isIP(host) === 4 && host.startsWith('127.')
}

function urlHost(host: string): string {
	return isIP(host) === 6 ? `[${host}]` : host
}

/** Without the brackets of an IPv6 address; empty for what is no address. */
export function hostOf(url: string): string {
	return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
}
