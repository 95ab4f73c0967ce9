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

export async function readOperation(config: Config, settings: TownSettings): Promise<Operation> {
	const files: [name: string, path: string | undefined][] = [['server', config.tls?.certificate]]
	for (const authority of config.authorities) {
		files.push([`${authority.name}: client`, authority.client_certificate])
		files.push([`${authority.name}: root`, authority.roots])
	}
	const certificates = await Promise.all(
		files.map(async ([name, path]) => (path === undefined ? [] : certificatesIn(name, path))),
	)
	const time = Date.parse((await readFile(backupMark(config), 'utf8').catch(() => '')).trim())
	const keys = await listKeys(settings)
	return {
		certificates: certificates.flat(),
		keys: keys.map(({ purpose, name }) => `${purpose}: ${name}`),
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
