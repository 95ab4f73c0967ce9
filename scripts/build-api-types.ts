/**
 * Writes `portal/src/lib/api/schema.d.ts`, the types of the service for the portal's client, from the description that
 * a town of its own, made for the purpose and thrown away, serves. A test compares the committed file with the same.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initTown } from '@letopis/ledger'
import { apiTypes } from '../portal/api-types.ts'
import { loadConfig } from './config/load.ts'
import { ledgerSettings } from './config/settings.ts'
import { startTown } from './town.ts'

const FILE = join(import.meta.dirname, '..', 'portal', 'src', 'lib', 'api', 'schema.d.ts')

const folder = await mkdtemp(join(tmpdir(), 'letopis-api-types-'))
try {
	const env = { LETOPIS_DATA: join(folder, 'data'), LETOPIS_KEYS: join(folder, 'keys'), PORT: '0' }
	const config = loadConfig({ env, cwd: folder })
	await initTown(await ledgerSettings(config), { town: 'Ukázkov', demo: true })
	const town = await startTown(config, { quiet: true })
	try {
		const description = await (await fetch(`${town.localUrl}/openapi.json`)).json()
		await writeFile(FILE, await apiTypes(description as object))
	} finally {
		await town.close()
	}
} finally {
	await rm(folder, { recursive: true, force: true })
}
