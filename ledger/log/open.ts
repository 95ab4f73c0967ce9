/**
 * Opening a log for appending, making a new one, and reading one that was closed for good.
 * @module
 */
import {
	bodyOf,
	type Cid,
	type DagMap,
	decodeEntry,
	EMPTY_ROOT,
	encodeEntry,
	entryCid,
	formatVkey,
	type GenesisBody,
	genesisImprint,
	sortCids,
	type Vkey,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import type { Store, WriteOp } from '../store/store.ts'
import { GrowingTree } from '../tree/append.ts'
import { useNativeHashing } from '../tree/native-hash.ts'
import { ClosedLog, toleratingLoss } from './closed-log.ts'
import { liftFrozen, readFrozen, writeFrozen } from './freeze.ts'
import { type Frozen, type Head, isStronger } from './head-file.ts'
import { catchUpIndex } from './index-catch-up.ts'
import { metaKey } from './keys.ts'
import { Log } from './log.ts'
import { LogIndex } from './log-index.ts'
import { LogStore } from './log-store.ts'
import { makeEntry } from './make-entry.ts'
import { useNativeVerifiers } from './native-verify.ts'
import { demandResumable, isEvidence, judgeOutsideHead, type OwnHistory } from './outside-head.ts'
import { Publisher } from './publisher.ts'
import { compareWithHead, type RecoveredTree, recoverTree, recoverVault } from './recover.ts'
import type { Genesis, LogLimits, LogOptions } from './types.ts'

/** Number of the key space of `keys.ts`. */
const STORE_FORMAT = 1
const FORMAT_KEY = metaKey('format')

/** Defaults of LogLimits. */
const LIMITS: Required<LogLimits> = {
	batchEntries: 1024,
	batchBytes: 8 << 20,
	queueEntries: 16_384,
	queueBytes: 64 << 20,
	clockTolerance: 10_000,
}

export interface OpenOptions extends LogOptions {
	/**
	 * Newest heads that witnesses or followers hold: with them a log opens that was frozen, or whose head file is
	 * missing or older than the data, provided that all of them are in its history.
	 */
	readonly resume?: readonly string[]
	/** Names of witnesses that have just cosigned the present head: what they claimed before is answered. */
	readonly cosignedNow?: readonly string[]
}

/**
 * Opens the log of a store for appending, once store, vault and keys agree.
 * @throws LedgerError `not-found` (no log), `behind`, `corrupt`, `newer-format`, `conflict` (resume), `io`
 */
export async function openLog(options: OpenOptions): Promise<Log> {
	useNativeCrypto()
	const { store, index: indexStore, vault, signer, head, resume } = options
	const limits = { ...LIMITS, ...options.limits }
	await checkFormat(store)
	const log = new LogStore(store)
	const vkeys = [signer.vkeys.ed25519, signer.vkeys.mldsa44]
	const recovered = await recoverTree(log, signer.origin, vkeys)
	const remembered = await readHead(options)
	let frozen = await readFrozen(store, head)
	const behind = await headIsBehind(recovered, remembered, resume !== undefined)
	const { state, tree, prover, size, root } = recovered as RecoveredTree
	if (resume !== undefined) {
		const own = { origin: signer.origin, size, vkeys, rootAt: (at: number) => prover.rootAt(at) }
		await freezeOnEvidence(own, resume, frozen, options)
		await demandResumable(own, { notes: resume, cosignedNow: options.cosignedNow }, frozen)
		await liftFrozen(store, head)
		frozen = null
	}
	const newest = await recoverVault(log, vault, size, limits.batchEntries)
	if (behind) await head.write({ size, root })

	const index = new LogIndex(indexStore, signer.origin)
	await index.open(size)
	await catchUpIndex(index, log, vault, size, options.onProgress)
	const sizes = (await index.published()).filter((one) => one <= size)
	return new Log({
		options,
		limits,
		log,
		index,
		tree,
		head: { size, root, note: state.note },
		publishedBefore: await Publisher.recover(log, sizes, options.quorum ?? []),
		frozen,
		lastTime: newest.time,
		anchors: await newestAnchors(index, log, size),
	})
}

/** Whether the head file has to be written: it is one batch behind, or an outside head stands in for it. */
async function headIsBehind(
	recovered: RecoveredTree | undefined,
	head: Head | null,
	resuming: boolean,
): Promise<boolean> {
	const replaceable = head === null || head.size < (recovered?.size ?? 0)
	if (!resuming || recovered === undefined || !replaceable) return compareWithHead(recovered, head)
	// However old, what the keys remember must be in the history.
	if (head !== null)
		await compareWithHead({ ...recovered, state: { ...recovered.state, before: head.size } }, head)
	return true
}

async function readHead({ head, resume }: OpenOptions): Promise<Head | null> {
	try {
		return await head.read()
	} catch (error) {
		// An unreadable head file is as good as none, if something outside stands in for it.
		if (resume !== undefined && error instanceof LedgerError && error.code === 'corrupt') return null
		throw error
	}
}

/**
 * A head of ours from outside that we do not hold freezes the log, also where it was meant to open it: the log was
 * perhaps not frozen at all.
 */
async function freezeOnEvidence(
	own: OwnHistory,
	outside: readonly string[],
	frozen: Frozen | null,
	{ store, head }: OpenOptions,
): Promise<void> {
	for (const evidence of outside) {
		const found: Frozen = { reason: 'seen', evidence }
		if (!isEvidence(await judgeOutsideHead(own, evidence))) continue
		if (frozen === null || isStronger(found, frozen)) await writeFrozen(store, head, found)
		return
	}
}

/**
 * Makes a new log, with its genesis entry. A creation that was interrupted is taken up again.
 * @throws LedgerError `conflict` if there is a log already, and the codes of {@link openLog}
 */
export async function createLog(options: LogOptions, genesis: Genesis): Promise<Log> {
	useNativeCrypto()
	const { store, index: indexStore, vault, head } = options
	const limits = { ...LIMITS, ...options.limits }
	await checkFormat(store)
	const log = new LogStore(store)
	const remembered = await head.read()
	const state = await log.newestState()
	if (state !== undefined && remembered?.size === 0 && state.before === 0) return openLog(options)
	if (state !== undefined || (remembered !== null && remembered.size > 0)) {
		throw new LedgerError('conflict', 'there is a log already', {
			remedy: 'Start the server with the folders as they are.',
		})
	}
	if (vault.size > 1) throw new LedgerError('conflict', 'the vault belongs to another log')
	if (vault.size === 1) await vault.truncate(0)
	await store.write(markFormat(), { sync: true })
	// The empty head says that a creation is under way: without it, a log without head file would be suspect.
	if (remembered === null) await head.write({ size: 0, root: EMPTY_ROOT })

	const index = new LogIndex(indexStore, options.signer.origin)
	await index.clear()
	const opened = new Log({
		options,
		limits,
		log,
		index,
		tree: new GrowingTree(),
		head: { size: 0, root: EMPTY_ROOT, note: '' },
		publishedBefore: { newest: null, witnessed: null, sizes: [] },
		frozen: null,
		lastTime: 0,
		anchors: [],
	})
	const { cid } = await opened.appendPrepared(await prepareGenesis(options, genesis))
	opened.setAnchors([cid])
	return opened
}

async function prepareGenesis({ signer, clock, random }: LogOptions, genesis: Genesis) {
	const { town, demo, predecessor, stamp } = genesis
	const { ed25519, mldsa44, status } = signer.vkeys
	const body: GenesisBody = {
		origin: signer.origin,
		town,
		demo,
		keys: [ed25519, mldsa44, status].map(formatVkey),
	}
	if (predecessor !== undefined) body.predecessor = predecessor
	const draft = { kind: 'genesis', body: body as unknown as DagMap, fields: { kind: 'genesis' } }
	const prepared = makeEntry(draft, { time: Math.floor(clock.now()), anchors: [], random })
	const entry = decodeEntry(prepared.entry)
	const stamps = (await stamp?.(genesisImprint(entry))) ?? []
	if (stamps.length === 0) return prepared
	const bytes = encodeEntry({ ...entry, body: { ...entry.body, stamps } })
	return { ...prepared, entry: bytes, cid: entryCid(bytes) }
}

/** A log that a successor has closed: for reading only, judged by the keys in its own genesis entry. */
export interface ClosedOptions {
	readonly store: Store
	readonly index: Store
	/** private halves, as far as they are left */
	readonly vault: LogOptions['vault']
	/** keys that the reader trusts for this log */
	readonly vkeys: readonly Vkey[]
}

/** @throws LedgerError `not-found`, `corrupt`, `newer-format` */
export async function openClosedLog(options: ClosedOptions): Promise<ClosedLog> {
	useNativeCrypto()
	const { store, vault, vkeys } = options
	await checkFormat(store)
	const log = new LogStore(store)
	const first = await log.entry(0, 1).catch(() => undefined)
	const origin = first && bodyOf(decodeEntry(first), 'genesis')?.origin
	if (origin === undefined) throw new LedgerError('not-found', 'there is no log in the folder')
	const recovered = await recoverTree(log, origin, vkeys)
	if (recovered === undefined) throw new LedgerError('not-found', 'there is no log in the folder')
	const { tree, state, size, root } = recovered
	const index = new LogIndex(options.index, origin)
	await index.open(size)
	await catchUpIndex(index, log, toleratingLoss(vault), size)
	const { newest: published } = await Publisher.recover(log, await index.published(), [])
	const head = { size, root, note: state.note }
	return new ClosedLog({ origin, log, index, tree, head, published, store, vault, vkeys })
}

async function newestAnchors(index: LogIndex, log: LogStore, size: number): Promise<readonly Cid[]> {
	const anchors = await index.newestAnchors()
	if (anchors.length > 0) return sortCids(anchors)
	return [entryCid((await log.entry(0, size)) as Uint8Array)]
}

/** What a store gets before its first record. */
export function markFormat(): WriteOp[] {
	return [{ key: FORMAT_KEY, value: Uint8Array.of(STORE_FORMAT) }]
}

async function checkFormat(store: Store): Promise<void> {
	const [format = STORE_FORMAT] = (await store.get(FORMAT_KEY)) ?? []
	if (format <= STORE_FORMAT) return
	throw new LedgerError(
		'newer-format',
		`the log's store has format ${format}; this program knows ${STORE_FORMAT}`,
		{
			remedy: 'Start a newer version of the program.',
		},
	)
}

function useNativeCrypto(): void {
	useNativeHashing()
	useNativeVerifiers()
}
