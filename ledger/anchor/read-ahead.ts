/**
 * Reads ahead of whoever takes the pieces: while these are hashed, the disk is busy with the next.
 * @module
 */

/** Pieces that wait at most: of 64 KiB each, 2 MiB. */
const LIMIT = 32

interface Flow {
	state: 'reading' | 'ended' | 'left'
	failure: { readonly cause: unknown } | null
}

/** The same pieces in the same order; what reading fails with comes after the last of them. */
export async function* readAhead(
	source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
	const waiting: Uint8Array[] = []
	const flow: Flow = { state: 'reading', failure: null }
	let wakeReader = () => {}
	let wakeTaker = () => {}
	const read = async () => {
		try {
			for await (const piece of source) {
				waiting.push(piece)
				wakeTaker()
				while (waiting.length >= LIMIT && flow.state === 'reading') {
					await new Promise<void>((resolve) => {
						wakeReader = resolve
					})
				}
				if (flow.state === 'left') return
			}
		} catch (cause) {
			flow.failure = { cause }
		} finally {
			if (flow.state === 'reading') flow.state = 'ended'
			wakeTaker()
		}
	}
	const reading = read()
	try {
		for (;;) {
			const piece = waiting.shift()
			if (piece !== undefined) {
				if (waiting.length < LIMIT / 2) wakeReader()
				yield piece
			} else if (flow.failure !== null) throw flow.failure.cause
			else if (flow.state === 'ended') return
			else {
				await new Promise<void>((resolve) => {
					wakeTaker = resolve
				})
			}
		}
	} finally {
		flow.state = 'left'
		wakeReader()
		await reading
	}
}
