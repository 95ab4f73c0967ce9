/**
 * What the administrator's overview tells of that only the one who started the service knows: certificates and when
 * they end, the keys there are, the last backup.
 * @module
 */
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operation } from '@letopis/api'
import { listKeys, type TownSettings } from '@letopis/ledger'
import type { Config } from './config/load.ts'

/** When the last backup without a gap was made: ISO 8601, written by `letopis backup`. */
export function backupMark(config: Pick<Config, 'data'>): string {
	return join(config.data, 'last-backup')
}

/** For the run of one service: keys change only while it is stopped, and to read them all takes a while. */
export function operationOf(config: Config, settings: TownSettings): () => Promise<Operation> {
	let keys: Promise<string[]> | null = null
	return () => {
		keys ??= keyNames(settings).catch((error) => {
			keys = null
			throw error
		})
		return readOperation(config, keys)
	}
}

async function keyNames(settings: TownSettings): Promise<string[]> {
	return (await listKeys(settings)).map(({ purpose, name }) => `${purpose}: ${name}`)
}

async function readOperation(config: Config, keys: Promise<string[]>): Promise<Operation> {
	const files: [name: string, path: string | undefined][] = [['server', config.tls?.certificate]]
	for (const authority of config.authorities) {
		files.push([`${authority.name}: client`, authority.client_certificate])
		files.push([`${authority.name}: root`, authority.roots])
	}
	const certificates = await Promise.all(
		files.map(async ([name, path]) => (path === undefined ? [] : certificatesIn(name, path))),
	)
	const time = Date.parse((await readFile(backupMark(config), 'utf8').catch(() => '')).trim())
	return {
		certificates: certificates.flat(),
		keys: await keys,
		lastBackup: Number.isNaN(time) ? null : time,
	}
}

/** The soonest end of the certificates of a file; one that cannot be read has ended. */
async function certificatesIn(name: string, path: string): Promise<Operation['certificates']> {
	try {
		const blocks = (await readFile(path, 'utf8')).match(
			/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g,
		)
		const ends = (blocks ?? []).map((block) => Date.parse(new X509Certificate(block).validTo))
		return [{ name, until: ends.length === 0 ? 0 : Math.min(...ends) }]
	} catch {
		return [{ name, until: 0 }]
	}
}
