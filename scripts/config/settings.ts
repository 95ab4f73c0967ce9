/**
 * From the checked configuration to what the ledger needs: secrets and certificates are read from their files here.
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { parseVkey } from '@letopis/format'
import { parseAlgorithms, type RenewalSettings, type TownAuthority, type TownSettings } from '@letopis/ledger'
import { type Config, ConfigError } from './load.ts'
import { readSeal } from './seal.ts'
import { signatureRoots } from './signature-roots.ts'

export const VERSION: string = JSON.parse(
	readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
).version

/** @throws ConfigError for a file that cannot be read or does not hold what it should */
export async function ledgerSettings(config: Config): Promise<TownSettings> {
	const problems: string[] = []
	const authorities: TownAuthority[] = []
	for (const [index, raw] of config.authorities.entries()) {
		try {
			authorities.push(await readAuthority(raw))
		} catch (error) {
			problems.push(`authority[${index}] ${raw.name}: ${error instanceof Error ? error.message : error}`)
		}
	}
	for (const [index, witness] of config.witnesses.entries()) {
		try {
			parseVkey(witness.vkey)
		} catch (error) {
			problems.push(`witness[${index}].vkey: ${error instanceof Error ? error.message : error}`)
		}
	}
	if (config.requiredAuthorities > authorities.length && problems.length === 0)
		problems.push(
			`anchors.required: ${config.requiredAuthorities}, but only ${authorities.length} configured`,
		)
	const renewal = await readRenewal(config.renewal, problems)
	const seal = await readSeal(config.seal).catch((error: unknown) => {
		problems.push(`seal: ${error instanceof Error ? error.message : error}`)
		return undefined
	})
	if (problems.length > 0) throw new ConfigError(problems)
	return {
		data: config.data,
		keys: config.keys,
		program: VERSION,
		clock: systemClock(authorities.length > 0),
		publishMs: config.publishMs,
		clockToleranceMs: config.clockToleranceMs,
		developmentAuthority: config.developmentAuthority,
		authorities,
		requiredAuthorities: config.requiredAuthorities,
		witnesses: config.witnesses,
		renewal,
		revocation: config.revocation,
		seal,
		sealQualified: config.seal.qualified,
		onProgress: (message) => console.error(`letopis: ${message}`),
	}
}

async function readRenewal(
	{ marginMs, algorithms }: Config['renewal'],
	problems: string[],
): Promise<RenewalSettings> {
	if (algorithms === undefined) return { marginMs }
	try {
		return { marginMs, algorithms: parseAlgorithms(new Uint8Array(await readFile(algorithms))) }
	} catch (error) {
		problems.push(`renewal.algorithms: ${error instanceof Error ? error.message : error}`)
		return { marginMs }
	}
}

/** Steps ahead are watched for where an authority can say who is right. */
function systemClock(stamped: boolean): TownSettings['clock'] {
	const now = () => Date.now()
	return stamped ? { now, monotonic: () => performance.now() } : { now }
}

/** @throws ConfigError if the server's certificate and key cannot be read or do not belong together */
export function checkTls({ tls }: Pick<Config, 'tls'>): void {
	if (tls === null) return
	try {
		createSecureContext({ cert: readFileSync(tls.certificate), key: readFileSync(tls.key) })
	} catch (error) {
		const reason = error instanceof Error ? error.message : error
		throw new ConfigError([`server.tls_certificate and server.tls_key cannot be used: ${reason}`])
	}
}

/** @returns DER of each root for persons' signatures @throws ConfigError for what holds no certificates */
export async function readSignatureRoots({ signatures }: Pick<Config, 'signatures'>): Promise<Uint8Array[]> {
	try {
		return await signatureRoots(signatures.roots)
	} catch (error) {
		throw new ConfigError([`signatures.roots: ${error instanceof Error ? error.message : error}`])
	}
}

async function readAuthority(raw: Config['authorities'][number]): Promise<TownAuthority> {
	const roots = pemBlocks(await readFile(raw.roots, 'utf8'))
	if (roots.length === 0) throw new Error(`${raw.roots} holds no PEM certificate`)
	const tls = {
		...(raw.ca === undefined ? {} : { ca: await readFile(raw.ca, 'utf8') }),
		...(raw.client_certificate === undefined
			? {}
			: { certificate: await readFile(raw.client_certificate, 'utf8') }),
		...(raw.client_key === undefined ? {} : { key: await readFile(raw.client_key, 'utf8') }),
	}
	const password = raw.password_file === undefined ? undefined : await readFile(raw.password_file, 'utf8')
	return {
		name: raw.name,
		url: raw.url,
		roots,
		...(raw.policy === undefined ? {} : { policy: raw.policy }),
		...(raw.user === undefined || password === undefined
			? {}
			: { basic: { user: raw.user, password: password.replace(/\r?\n$/, '') } }),
		...(Object.keys(tls).length === 0 ? {} : { tls }),
		periodMs: raw.period_seconds * 1000,
		heartbeatMs: raw.heartbeat_seconds * 1000,
		...(raw.quota_per_year === undefined ? {} : { quotaPerYear: raw.quota_per_year }),
		warnRemaining: raw.warn_remaining,
		qualified: raw.qualified,
	}
}

/** DER of each certificate of a PEM file. @throws if a block is not a certificate */
function pemBlocks(text: string): Uint8Array[] {
	const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? []
	return blocks.map((block) => new Uint8Array(new X509Certificate(block).raw))
}
