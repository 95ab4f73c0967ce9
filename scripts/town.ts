/**
 * One town on one port: ledger, projection and service composed, and ended in the opposite order.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import {
	createApp,
	DOUBT_REMEDY,
	describeDoubt,
	type JournalLine,
	openProjection,
	type Projection,
	type RunningServer,
	serveApp,
	smtpTransport,
} from '@letopis/api'
import {
	adminTokenPath,
	backupFolder,
	draftsPath,
	ensureAdminToken,
	ensureServiceSecret,
	type Ledger,
	openTown,
	tokenHash,
} from '@letopis/ledger'
import type { Failure } from '../portal/adapter/build.ts'
import { type Config, isLoopback } from './config/load.ts'
import { smtpOptions } from './config/mail.ts'
import { ledgerSettings, readSignatureRoots, VERSION } from './config/settings.ts'
import { shownContact } from './demo/contact.ts'
import { CommandError } from './failure.ts'
import { ensureFirstAccount, firstAccount, showFirstAccount } from './first-account.ts'
import { operationOf } from './operation.ts'
import { openPortal } from './portal/site.ts'
import { Checker } from './signatures/checker.ts'
import { askDss } from './signatures/dss.ts'

const VERIFIER_PAGE = join(import.meta.dirname, '..', 'verifier', 'dist', 'letopis-verify.html')
const PORTAL_BUILD = join(import.meta.dirname, '..', 'portal', 'build')
/** Overdue anchoring of which readiness complains, seconds. */
const ANCHOR_LAG_LIMIT = 3600
/** Uploads stop while the disk still has room for the log itself. */
const DISK_RESERVE = 268_435_456

export interface RunningTown {
	readonly url: string
	/** Plain HTTP on this machine alone, for commands; may be the same. */
	readonly localUrl: string
	/** Tells the terminal what runs where. */
	announce(): void
	close(): Promise<void>
}

export async function startTown(config: Config, options: { quiet?: boolean }): Promise<RunningTown> {
	const settings = await ledgerSettings(config)
	const roots = await readSignatureRoots(config)
	const ledger = await openTown(settings, { backup: backupBeforeUpgrade(config) })
	try {
		const token = await ensureAdminToken(settings)
		const secret = await ensureServiceSecret(settings)
		const { log, vault, closedLogs, projections: store } = ledger
		const projection = await openProjection({ store, log, vault, closedLogs, secret })
		try {
			const code = await ensureFirstAccount(config.keys, projection.people)
			const stopping = new AbortController()
			const { dssUrl } = config.signatures
			const checker = new Checker({
				...{ roots, by: `letopis ${VERSION}` },
				second: dssUrl === undefined ? undefined : askDss({ url: dssUrl }),
			})
			const contact = shownContact(config.contact, ledger)
			// What is started for one command alone has no visitors.
			const site = options.quiet
				? null
				: await openPortal({
						build: PORTAL_BUILD,
						publicUrl: config.publicUrl,
						maxUpload: config.maxUpload,
						contact,
						report: printFailure,
					})
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
					verifierPage: VERIFIER_PAGE,
					sessions: config.sessions,
					...(contact.ico === undefined ? {} : { companyId: contact.ico }),
					...(contact.dataBox === undefined ? {} : { dataBox: contact.dataBox }),
					...(config.addressCode === undefined ? {} : { addressCode: config.addressCode }),
				},
				adminTokenHash: tokenHash(token.text),
				secret,
				random: (length) => randomBytes(length),
				version: VERSION,
				drafts: draftsPath(config),
				...(config.mail === null
					? {}
					: {
							mail: {
								transport: smtpTransport(smtpOptions(config.mail)),
								folder: join(config.data, 'mail'),
								...(config.mail.digestAt === undefined ? {} : { digestAt: config.mail.digestAt }),
							},
						}),
				operation: operationOf(config, settings),
				firstAccount: firstAccount(config.keys),
				signatures: checker,
				stopping: stopping.signal,
				...(site === null ? {} : { site }),
				...(options.quiet ? {} : { journal: printLine }),
			})
			// Event streams have no end of their own.
			const { idleMs: idle, maxConnections, maxPerAddress } = config
			const common = { app, idle, maxConnections, maxPerAddress, onClosing: () => stopping.abort() }
			const servers = await listen(config, common)
			return {
				url: servers.main.url,
				localUrl: servers.local.url,
				announce() {
					announce(config, ledger, token)
					const { url } = servers.main
					const publicUrl = config.port === 0 ? url : config.publicUrl
					if (code !== null) showFirstAccount({ keys: config.keys, publicUrl }, code)
					if (site === null)
						console.log('The portal was not built: only the API and its own pages are served.')
					const outside = publicUrl === url ? '' : `, reached at ${publicUrl}`
					// The demo records documents: only where nothing counts is it worth a hint.
					const next = ledger.demo
						? ': open it, or type "npm run demo" in another terminal to fill the town'
						: ''
					console.log(`Listening on ${url}${outside}${next}.`)
				},
				async close() {
					await Promise.all([...new Set([servers.main, servers.local])].map((server) => server.close()))
					await checker.close()
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

/**
 * The server of the settings, and a way in for commands on this machine: the same one if it speaks plain HTTP on
 * loopback, otherwise one beside it, so that no command has to believe the certificate or find the proxy.
 */
async function listen(
	config: Config,
	common: Omit<Parameters<typeof serveApp>[0], 'host' | 'port' | 'tls' | 'behindProxy'>,
): Promise<{ main: RunningServer; local: RunningServer }> {
	const { host, port, tls, behindProxy } = config
	const here = { host: '127.0.0.1', port: 0, tls: null, behindProxy: false }
	// First the one that nobody knows yet: whoever sees the other answer finds the town wholly there.
	const beside = tls === null && isLoopback(host) ? null : await serveApp({ ...common, ...here })
	try {
		const main = await serveApp({ ...common, host, port, tls, behindProxy })
		return { main, local: beside ?? main }
	} catch (error) {
		await beside?.close()
		throw refusedPort(error, config)
	}
}

function refusedPort(error: unknown, { host, port }: Config): unknown {
	const code = (error as NodeJS.ErrnoException).code
	const why: Record<string, string> = {
		EADDRINUSE: `port ${port} on ${host} is taken by another program; choose another one, for example PORT=${port + 1}`,
		EACCES: `port ${port} is not allowed to this user; choose one from 1024 on, or put a proxy in front`,
		EADDRNOTAVAIL: `${host} is no address of this machine; see "host" in letopis.toml`,
	}
	const words = code === undefined ? undefined : why[code]
	return words === undefined ? error : new CommandError(words)
}

/**
 * For `letopis reindex`: throws the projection away and folds the whole log again.
 * @returns what whoever asked for it has to know, line by line
 */
export async function rebuildProjections(
	config: Config,
	onProgress: (done: number, total: number) => void,
): Promise<string[]> {
	const settings = await ledgerSettings(config)
	await using ledger = await openTown(settings, { still: true })
	const secret = await ensureServiceSecret(settings)
	const { log, vault, closedLogs, projections: store } = ledger
	const projection = await openProjection({ store, log, vault, closedLogs, secret })
	try {
		await projection.rebuild(onProgress)
		return warnings(projection)
	} finally {
		await projection.close()
	}
}

/** Acts told one by one; a whole lost segment has thousands. */
const TOLD = 16

function warnings({ doubts, chronicle }: Projection): string[] {
	if (doubts.length === 0) return []
	const told = doubts.slice(-TOLD).toReversed()
	return [
		'These acts cannot be read any more. Each may have revoked something: all rights of before it are void.',
		...told.map((doubt) => `  ${describeDoubt(chronicle, doubt)}`),
		...(doubts.length > TOLD ? [`  and ${doubts.length - TOLD} before them`] : []),
		`${DOUBT_REMEDY} Documents stay readable.`,
	]
}

function backupBeforeUpgrade(config: Config): (data: string) => Promise<void> {
	return (data) => backupFolder(data, `${config.data}.before-upgrade`)
}

/** As the service writes its own failures: name and place, never the message, which may quote input. */
function printFailure({ id, route, method, error }: Failure): void {
	const at =
		error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : []
	const name = error instanceof Error ? error.name : typeof error
	printLine({
		time: new Date().toISOString(),
		...{ event: 'failure', method, route, status: 500, instance: `urn:uuid:${id}` },
		error: { name, at: at.slice(0, 8).map((line) => line.trim()) },
	})
}

function printLine(line: JournalLine): void {
	process.stdout.write(`${JSON.stringify(line)}\n`)
}

function announce(config: Config, ledger: Ledger, token: { text: string; fresh: boolean }): void {
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
}
