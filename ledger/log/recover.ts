/**
 * What is there when a log opens, and whether all its witnesses agree: the store's state and tiles, the signature
 * over its head, the vault, and the head file among the keys. LevelDB opens cleanly after losing records, so
 * nothing is believed that does not lead to the signed root and to the head that the keys remember.
 *
 * Three things are mended, because a crash between two steps of a batch leaves exactly them: vault records beyond
 * the log are dropped, a head file that is one batch behind is advanced, the index is caught up. Everything else
 * refuses to serve, with a reason and a remedy.
 * @module
 */
import {
	decodeEntry,
	EMPTY_ROOT,
	type Entry,
	equalBytes,
	HASH_SIZE,
	type Hash,
	openingRoot,
	RefusalError,
	subtreeRoot,
	TILE_WIDTH,
	type Vkey,
} from '@letopis/format'
import { LedgerError } from '../error.ts'
import { GrowingTree } from '../tree/append.ts'
import { writeLeafHash } from '../tree/native-hash.ts'
import { TreeProver } from '../tree/prove.ts'
import { corrupt, parseStored } from './damage.ts'
import type { Head } from './head-file.ts'
import type { LogStore } from './log-store.ts'
import { privateHalf } from './private-half.ts'
import { type LogState, verifiedCheckpoint } from './state.ts'
import type { RecordSink } from './types.ts'

export interface RecoveredTree {
	readonly tree: GrowingTree
	readonly prover: TreeProver
	readonly state: LogState
	readonly size: number
	readonly root: Hash
}

const REMEDY_BEHIND =
	'Restore a newer backup, or the copy of a follower ("letopis restore <backup> --follower <folder>"). If nothing newer exists, close the log with "letopis succeed".'
const REMEDY_KEYS =
	'If the keys came out of a backup, prove with a witness or follower that nothing is missing ("letopis resume"); otherwise close the log with "letopis succeed".'

/**
 * The tree of the store, proven against its signed head.
 * @returns undefined for a store without a log
 * @throws LedgerError `corrupt`
 */
export async function recoverTree(
	log: LogStore,
	origin: string,
	vkeys: readonly Vkey[],
): Promise<RecoveredTree | undefined> {
	const state = await log.newestState()
	if (state === undefined) return undefined
	let size: number
	let root: Hash
	try {
		const head = verifiedCheckpoint(state.note, origin, vkeys)
		size = head.size
		root = head.root
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		throw corrupt(`the newest checkpoint does not verify: ${error.message}`, error)
	}
	const tree = await restoreTree(log, size)
	if (!equalBytes(tree.root(), root))
		throw corrupt(`the tiles do not lead to the signed root at size ${size}`)
	const prover = new TreeProver({
		node: (level, index) => tree.node(level, index),
		fullTiles: (tiles) => log.fullTiles(tiles),
	})
	return { tree, prover, state, size, root }
}

/** The right edge from what is below it: entries for the leaves, full tiles for each level above. */
async function restoreTree(log: LogStore, size: number): Promise<GrowingTree> {
	const partials: Uint8Array[] = []
	for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / TILE_WIDTH)) {
		const from = nodes - (nodes % TILE_WIDTH)
		const partial = new Uint8Array((nodes - from) * HASH_SIZE)
		if (level === 0) {
			for await (const { index, entry } of log.entries(from, nodes)) {
				writeLeafHash(partial, (index - from) * HASH_SIZE, entry)
			}
		} else {
			const below = Array.from({ length: nodes - from }, (_, i) => ({ level: level - 1, index: from + i }))
			for (const [i, tile] of (await log.fullTiles(below)).entries()) {
				partial.set(subtreeRoot(tile, 0, TILE_WIDTH), i * HASH_SIZE)
			}
		}
		partials.push(partial)
	}
	return GrowingTree.restore(size, (level) => partials[level] as Uint8Array)
}

/**
 * Compares the store's head with the one among the keys.
 * @returns whether the head file has to be advanced
 * @throws LedgerError `behind`, `corrupt`
 */
export async function compareWithHead(store: RecoveredTree | undefined, head: Head | null): Promise<boolean> {
	if (store === undefined) {
		if (head === null || head.size === 0) {
			throw new LedgerError('not-found', 'there is no log in the data folder', {
				remedy: 'Make one with "letopis init".',
			})
		}
		throw new LedgerError('behind', `the data folder is empty, but the keys remember size ${head.size}`, {
			remedy: REMEDY_BEHIND,
		})
	}
	const { size, root, state } = store
	if (head === null) {
		throw new LedgerError('behind', `the keys have no head file, the data has size ${size}`, {
			remedy: REMEDY_KEYS,
		})
	}
	if (size < head.size) {
		throw new LedgerError('behind', `the data has size ${size}, but the keys remember size ${head.size}`, {
			remedy: REMEDY_BEHIND,
		})
	}
	if (size === head.size) {
		if (equalBytes(root, head.root)) return false
		throw corrupt(`at size ${size} the data has another root than the keys remember`)
	}
	if (state.before !== head.size) {
		throw new LedgerError(
			'behind',
			`the keys remember size ${head.size}, but the data has size ${size}, more than one batch ahead`,
			{ remedy: REMEDY_KEYS },
		)
	}
	const before = head.size === 0 ? EMPTY_ROOT : await store.prover.rootAt(head.size)
	if (!equalBytes(before, head.root))
		throw corrupt(`the data has another history than the keys at size ${head.size}`)
	return true
}

/**
 * Brings the vault to the log's size and checks its newest record against the newest entry.
 * @param mostAhead records that an unfinished batch can have left
 * @returns the newest entry, and its time in ms since 1970
 * @throws LedgerError `behind`, `corrupt`
 */
export async function recoverVault(
	log: LogStore,
	vault: RecordSink,
	size: number,
	mostAhead: number,
): Promise<{ entry: Entry; time: number }> {
	if (vault.size < size && !(await vault.lose?.(size))) {
		throw new LedgerError('behind', `the vault has ${vault.size} records, the log has ${size} entries`, {
			remedy: REMEDY_BEHIND,
		})
	}
	if (vault.size > size + mostAhead) {
		// Dropping them would destroy the private half of entries that were acknowledged.
		throw new LedgerError('behind', `the vault has ${vault.size} records, the log only ${size} entries`, {
			remedy: REMEDY_BEHIND,
		})
	}
	if (vault.size > size) await vault.truncate(size)
	const bytes = (await log.entry(size - 1, size)) as Uint8Array
	const entry = parseStored(`entry ${size - 1}`, () => decodeEntry(bytes))
	const half = await privateHalf(vault, size - 1)
	// Without the exact time, that of the minute is all that is known, and all that is public.
	if (typeof half === 'string') return { entry, time: entry.time * 60_000 }
	const { opening } = half
	if (!equalBytes(openingRoot(opening), entry.commitment)) {
		throw corrupt(`the vault's record of entry ${size - 1} belongs to another entry`)
	}
	const time = opening.fields.find(({ name }) => name === 'time')?.value
	return { entry, time: typeof time === 'number' ? time : entry.time * 60_000 }
}
