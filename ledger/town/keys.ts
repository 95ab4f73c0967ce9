/**
 * What an administrator does with keys: look at them, begin a new encryption epoch, and prove by a drill that the
 * copy in the safe would save the town.
 * @module
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatVkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { openSigner } from '../log/signer.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openVault } from '../vault/vault.ts'
import { foundedLogs } from './identity.ts'
import { drillPath, openTown } from './open.ts'
import { logPaths, type TownSettings } from './settings.ts'

export interface ListedKey {
	readonly purpose: string
	readonly name: string
	/** The public part: a vkey or an age recipient. */
	readonly public: string
}

export async function listKeys(settings: TownSettings): Promise<ListedKey[]> {
	const listed: ListedKey[] = []
	for (const { number, origin } of await foundedLogs(settings)) {
		const { vkeys } = await openSigner(settings.keys, origin)
		listed.push({ purpose: 'heads (Ed25519)', name: origin, public: formatVkey(vkeys.ed25519) })
		listed.push({ purpose: 'heads (ML-DSA-44)', name: origin, public: formatVkey(vkeys.mldsa44) })
		listed.push({ purpose: 'status', name: vkeys.status.name, public: formatVkey(vkeys.status) })
		const epochs = await openEpochs(logPaths(settings, number).keys)
		for (const epoch of epochs.all)
			listed.push({
				purpose:
					epoch.number === epochs.current?.number ? 'encryption, in force' : 'encryption, being retired',
				name: `log ${number}, epoch ${epoch.number}`,
				public: epoch.recipient,
			})
	}
	return listed
}

/** Begins a new epoch for the present log, or ends a rotation that was interrupted. */
export async function rotateEpoch(
	settings: TownSettings,
	onProgress?: (done: number, total: number) => void,
): Promise<{ from: number; to: number }> {
	await using town = await openTown(settings, { still: true })
	return town.vault.rotateEpoch(({ done, total }) => onProgress?.(done, total))
}

export interface DrillResult {
	readonly proven: string[]
	readonly problems: string[]
}

/** How many of the newest contents are opened with the copy. */
const SAMPLES = 5

/**
 * Opens the town with a copy of its keys alone: the signing keys must be the ones of the trust file, and the
 * encryption keys must open records and contents. Works on copies, so the server may go on running.
 */
export async function drillKeys(settings: TownSettings, from: string): Promise<DrillResult> {
	const copy = { ...settings, keys: from }
	const logs = await foundedLogs(settings)
	if (logs.length === 0) throw new LedgerError('not-found', 'there is no town with these keys')
	const proven: string[] = []
	const problems: string[] = []
	for (const { number, origin } of logs) {
		const attempt = async (what: string, work: () => Promise<string>) => {
			try {
				proven.push(await work())
			} catch (error) {
				problems.push(`${what}: ${error instanceof Error ? error.message : error}`)
			}
		}
		await attempt(`signing keys of log ${number}`, async () => {
			const [ours, theirs] = await Promise.all([settings, copy].map(({ keys }) => openSigner(keys, origin)))
			const same =
				JSON.stringify(Object.values(ours?.vkeys ?? {}).map(formatVkey)) ===
				JSON.stringify(Object.values(theirs?.vkeys ?? {}).map(formatVkey))
			if (!same) throw new Error('the copy holds other keys')
			await theirs?.signNote(`${origin}\n0\ndrill\n`)
			return `log ${number}: the copy signs as ${origin}`
		})
		await attempt(`encryption keys of log ${number}`, () => openWithCopy(settings, copy, number))
	}
	if (problems.length === 0)
		await writeFile(drillPath(settings.data), `${new Date(settings.clock.now()).toISOString()}\n`)
	return { proven, problems }
}

/** A running server writes to the segments, so the drill reads a copy of them; payloads never change and are linked. */
async function openWithCopy(settings: TownSettings, copy: TownSettings, number: number): Promise<string> {
	const scratch = await mkdtemp(join(tmpdir(), 'letopis-drill-'))
	try {
		const dir = join(scratch, 'vault')
		await cp(logPaths(settings, number).vault, dir, {
			recursive: true,
			filter: (path) => !/\/(incoming|payload)(\/|$)/.test(path) && !path.endsWith('.new'),
		})
		const keys = join(scratch, 'keys')
		await cp(join(logPaths(copy, number).keys, 'epochs'), join(keys, 'epochs'), { recursive: true })
		const vault = await openVault({ dir, epochs: await openEpochs(keys) })
		try {
			let opened = 0
			for (let index = vault.size - 1; index >= 0 && opened < SAMPLES; index--) {
				if ((await vault.record(index)) !== undefined) opened++
			}
			if (vault.size > 0 && opened === 0) throw new Error('no record could be opened')
			return `log ${number}: the copy opens the newest ${opened} of ${vault.size} records`
		} finally {
			await vault.close()
		}
	} finally {
		await rm(scratch, { recursive: true, force: true })
	}
}
