/**
 * What an administrator does with keys: look at them, begin a new encryption epoch, and prove by a drill that the
 * copy in the safe would save the town.
 * @module
 */
import { createHash, X509Certificate } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { equalBytes, formatVkey } from '@letopis/format'
import { writeDurably } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'
import { openSigner } from '../log/signer.ts'
import { readOwnRoot } from '../seal/own-seal.ts'
import { openEpochs } from '../vault/epochs.ts'
import { openWith } from '../vault/rotation.ts'
import { openVault, type Vault } from '../vault/vault.ts'
import { hasData } from './data-head.ts'
import { finishDisposals } from './disposals.ts'
import { rewrapDraftKeys } from './draft-keys.ts'
import { foundedLogs, readIdentity } from './identity.ts'
import { drillPath, openTown } from './open.ts'
import { readOnlyFs } from './read-only-fs.ts'
import { draftsPath, logPaths, sealPath, type TownSettings } from './settings.ts'

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
	const root = await readOwnRoot(sealPath(settings))
	if (root !== null) {
		const { subject } = new X509Certificate(root)
		const digest = createHash('sha256').update(root).digest('hex')
		listed.push({
			purpose: 'seal, own root',
			name: subject.replaceAll('\n', ', '),
			public: `SHA-256 ${digest}`,
		})
	}
	return listed
}

export interface RotatedEpoch {
	/** Of the log. */
	readonly log: number
	readonly from: number
	readonly to: number
}

export interface Rotation {
	readonly rotated: readonly RotatedEpoch[]
	/** Logs whose epoch could not be rotated: their old keys are still there. */
	readonly failed: readonly { readonly log: number; readonly error: unknown }[]
}

/**
 * Begins a new epoch for every log of the town, or ends rotations that were interrupted. A log whose epoch cannot be
 * rotated does not keep the others from it.
 * @param options.abandonDamaged also where records are lost in both copies: a backup of them goes with the old key
 * @throws LedgerError if the town cannot be opened
 */
export async function rotateEpochs(
	settings: TownSettings,
	onProgress?: (done: number, total: number) => void,
	options: { readonly abandonDamaged?: boolean } = {},
): Promise<Rotation> {
	await using town = await openTown(settings, { still: true })
	const rotated: RotatedEpoch[] = []
	const failed: { log: number; error: unknown }[] = []
	const rotate = async (log: number, open: () => Promise<Vault>) => {
		try {
			const vault = await open()
			const tell = ({ done, total }: { done: number; total: number }) => onProgress?.(done, total)
			const beside = (rewrap: (header: Uint8Array) => Uint8Array) =>
				rewrapDraftKeys(draftsPath(settings), rewrap)
			rotated.push({ log, ...(await vault.rotateEpoch(tell, { ...options, beside })) })
		} catch (error) {
			failed.push({ log, error })
		}
	}
	// What is rewrapped would outlive the key that was to end with it. Whatever cannot be destroyed is left to the next start.
	if (town.log.frozen === null) await finishDisposals(town, town.closedLogs, () => false)
	for (const past of town.closedLogs.values())
		if (past.held) await rotate(past.number, async () => (await past.open()).vault)
	await rotate(town.number, async () => town.vault)
	return { rotated, failed }
}

export interface DrillResult {
	readonly proven: string[]
	readonly problems: string[]
}

/** How many of the newest records are opened with the copy. */
const SAMPLES = 100

/**
 * Opens the town with a copy of its keys alone: it must say which logs it is of, hold the signing keys of the trust
 * file, and open records and the headers of contents. Only looks, so the server may go on running.
 * @throws LedgerError 'conflict' for the keys folder itself, 'not-found'
 */
export async function drillKeys(settings: TownSettings, from: string): Promise<DrillResult> {
	const copy = { ...settings, keys: from }
	const logs = await foundedLogs(settings)
	if (logs.length === 0) throw new LedgerError('not-found', 'there is no town with these keys')
	await refuseItself(settings, from)
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
			const identity = await readIdentity(copy, number)
			if (!identity?.founded || identity.origin !== origin)
				throw new Error('the copy does not say which log it is of: town.json is missing or of another log')
			const [ours, theirs] = await Promise.all([settings, copy].map(({ keys }) => openSigner(keys, origin)))
			const same =
				JSON.stringify(Object.values(ours?.vkeys ?? {}).map(formatVkey)) ===
				JSON.stringify(Object.values(theirs?.vkeys ?? {}).map(formatVkey))
			if (!same) throw new Error('the copy holds other keys')
			await theirs?.signNote(`${origin}\n0\ndrill\n`)
			return `log ${number}: the copy signs as ${origin}`
		})
		if (await hasData(settings, number))
			await attempt(`encryption keys of log ${number}`, () => openWithCopy(copy, number))
	}
	const root = await readOwnRoot(sealPath(settings))
	if (root !== null) {
		try {
			const theirs = await readOwnRoot(sealPath(copy))
			if (theirs === null) problems.push('seal: the copy holds no seal')
			else if (!equalBytes(theirs, root)) problems.push('seal: the copy holds another root')
			else proven.push('the copy holds the root of the seal and its key')
		} catch (error) {
			problems.push(`seal: ${error instanceof Error ? error.message : error}`)
		}
	}
	if (problems.length === 0) {
		const time = new Date(settings.clock.now()).toISOString()
		await writeDurably(drillPath(settings.data), Buffer.from(`${time}\n`))
	}
	return { proven, problems }
}

/** A drill with the keys in use would prove nothing. */
async function refuseItself(settings: TownSettings, from: string): Promise<void> {
	const [ours, theirs] = await Promise.all(
		[settings.keys, from].map((path) => realpath(path).catch(() => null)),
	)
	if (theirs === null) throw new LedgerError('not-found', `${from}: no such folder`)
	if (ours === theirs)
		throw new LedgerError('conflict', `${from} is the keys folder in use, not a copy of it`, {
			remedy: 'bring the copy from its safe place, and give that folder',
		})
}

async function openWithCopy(copy: TownSettings, number: number): Promise<string> {
	const paths = logPaths(copy, number)
	const epochs = await openEpochs(paths.keys, { fs: readOnlyFs })
	const vault = await openVault({ dir: paths.vault, epochs, fs: readOnlyFs })
	try {
		let [opened, contents] = [0, 0]
		for (let index = vault.size - 1; index >= 0 && opened < SAMPLES; index--) {
			const record = await vault.record(index)
			opened++
			if (record === 'erased' || record?.header === undefined) continue
			if (openWith(epochs.all, record.header) === undefined)
				throw new Error(`the content of entry ${index} does not open`)
			contents++
		}
		return `log ${number}: the copy opens the newest ${opened} of ${vault.size} records, ${contents} with contents`
	} finally {
		await vault.close()
	}
}
