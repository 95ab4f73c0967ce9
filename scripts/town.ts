/**
 * One town on one port: ledger, projection and service composed, and ended in the opposite order.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createApp, type JournalLine, openProjection, serveApp } from '@letopis/api'
import {
	adminTokenPath,
	backupFolder,
	ensureAdminToken,
	ensureServiceSecret,
	type Ledger,
	openTown,
	tokenHash,
} from '@letopis/ledger'
import type { Config } from './config/load.ts'
import { ledgerSettings, VERSION } from './config/settings.ts'

const VERIFIER_PAGE = join(import.meta.dirname, '..', 'verifier', 'dist', 'letopis-verify.html')
/** Overdue anchoring of which readiness complains, seconds. */
const ANCHOR_LAG_LIMIT = 3600
/** Uploads stop while the disk still has room for the log itself. */
const DISK_RESERVE = 268_435_456

export interface RunningTown {
	readonly url: string
	close(): Promise<void>
}

export async function startTown(config: Config, options: { quiet?: boolean }): Promise<RunningTown> {
	const settings = await ledgerSettings(config)
	const ledger = await openTown(settings, { backup: backupBeforeUpgrade(config) })
	try {
		const token = await ensureAdminToken(settings)
		const secret = await ensureServiceSecret(settings)
		const { log, vault } = ledger
		const projection = await openProjection({ store: ledger.projections, log, vault, secret })
		try {
			const stopping = new AbortController()
			const app = createApp({
				ledger,
				projection,
				clock: settings.clock,
				settings: {
					publicUrl: config.publicUrl,
					maxUpload: config.maxUpload,
					uploadIdle: config.idleMs,
					behindProxy: config.behindProxy,
					anchorLagLimit: ANCHOR_LAG_LIMIT,
					diskReserve: DISK_RESERVE,
					...(existsSync(VERIFIER_PAGE) ? { verifierPage: VERIFIER_PAGE } : {}),
				},
				adminTokenHash: tokenHash(token.text),
				secret,
				random: (length) => randomBytes(length),
				version: VERSION,
				stopping: stopping.signal,
				...(options.quiet ? {} : { journal: printLine }),
			})
			const server = await serveApp({
				app,
				host: config.host,
				port: config.port,
				tls: config.tls,
				behindProxy: config.behindProxy,
				idle: config.idleMs,
				// Event streams have no end of their own.
				onClosing: () => stopping.abort(),
			})
			if (!options.quiet) announce(config, ledger, server.url, token)
			return {
				url: server.url,
				async close() {
					await server.close()
					await projection.close()
					await ledger.close()
				},
			}
		} catch (error) {
			await projection.close()
			throw error
		}
	} catch (error) {
		await ledger.close()
		throw error
	}
}

/** For `letopis reindex`: throws the projection away and folds the whole log again. */
export async function rebuildProjections(
	config: Config,
	onProgress: (done: number, total: number) => void,
): Promise<void> {
	const settings = await ledgerSettings(config)
	await using ledger = await openTown(settings, { still: true })
	const secret = await ensureServiceSecret(settings)
	const { log, vault, projections: store } = ledger
	const projection = await openProjection({ store, log, vault, secret })
	try {
		await projection.rebuild(onProgress)
	} finally {
		await projection.close()
	}
}

function backupBeforeUpgrade(config: Config): (data: string) => Promise<void> {
	return (data) => backupFolder(data, `${config.data}.before-upgrade`)
}

function printLine(line: JournalLine): void {
	process.stdout.write(`${JSON.stringify(line)}\n`)
}

function announce(
	config: Config,
	ledger: Ledger,
	url: string,
	token: { text: string; fresh: boolean },
): void {
	const { origin, size } = ledger.log
	console.log(`Letopis ${VERSION}: ${ledger.town}, log ${origin}, ${size} entries`)
	if (ledger.demo) console.log('This is a DEMO log: it proves nothing to anyone and can never be promoted.')
	if (ledger.log.frozen !== null)
		console.log(`The log is FROZEN (${ledger.log.frozen.reason}): reading works, nothing is signed.`)
	if (token.fresh || ledger.demo) {
		// A token in a log file would be read by whoever reads logs.
		if (process.stdout.isTTY) console.log(`Administrator token: ${token.text}`)
		else console.log(`The administrator token is in ${adminTokenPath(config)}`)
	}
	console.log(`Listening on ${url}. Open it in a browser, or type in another terminal: npm run demo`)
}
