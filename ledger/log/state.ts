/**
 * The state that is written with every batch: the head after it, signed, and the size before it. It is the last
 * record of the log, and the only thing that says how long the log is.
 * @module
 */
import {
	type Checkpoint,
	decodeDag,
	encodeDag,
	fromUtf8,
	isDagMap,
	parseCheckpoint,
	parseNote,
	RefusalError,
	utf8,
	type Vkey,
	verifyNote,
} from '@letopis/format'

export interface LogState {
	/** tree size before the batch */
	readonly before: number
	/** signed note over the head after the batch */
	readonly note: string
}

export function encodeState(state: LogState): Uint8Array {
	return encodeDag({ v: 1, note: utf8(state.note), before: state.before })
}

/** @throws RefusalError if it is not exactly what {@link encodeState} writes */
export function decodeState(bytes: Uint8Array): LogState {
	const map = decodeDag(bytes)
	if (!isDagMap(map) || map.v !== 1 || Object.keys(map).length !== 3) throw malformed()
	const { note, before } = map
	if (!(note instanceof Uint8Array) || typeof before !== 'number') throw malformed()
	return { before, note: fromUtf8(note) }
}

function malformed(): RefusalError {
	return new RefusalError('malformed', 'not a state of the log')
}

/**
 * The checkpoint of a note that one of the keys signed for this origin.
 * @param vkeys of the log
 * @throws RefusalError `unknown-key` if none of the keys signed, `bad-signature`, `wrong-origin`, `malformed`
 */
export function verifiedCheckpoint(noteText: string, origin: string, vkeys: readonly Vkey[]): Checkpoint {
	const note = parseNote(noteText)
	if (verifyNote(note, vkeys).length === 0) {
		throw new RefusalError('unknown-key', 'the note is not signed with a key of this log')
	}
	const checkpoint = parseCheckpoint(note.text)
	if (checkpoint.origin !== origin) throw new RefusalError('wrong-origin', `a head of ${checkpoint.origin}`)
	return checkpoint
}
