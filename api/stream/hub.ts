/**
 * Server-sent events (HTML Living Standard §9.2) to a bounded number of readers. A reader who does not keep up is
 * let go: everything sent here can be asked for again, so nothing is queued for long.
 * @module
 */
import { Problem } from '../http/problems.ts'

/** Events that may wait for one reader. */
const BACKLOG = 64
/** Comments keep proxies and idle timeouts from closing a silent stream, ms. */
const HEARTBEAT = 15_000
/** What the reader should wait before it connects again, ms. */
const RETRY = 3000

export interface StreamEvent {
	readonly event: 'head' | 'anchor'
	/** grows, so that a reader knows where it was */
	readonly id: number
	readonly data: Readonly<Record<string, unknown>>
}

type Controller = ReadableStreamDefaultController<Uint8Array>

const encoder = new TextEncoder()

export class StreamHub {
	readonly #limit: number
	readonly #readers = new Set<Controller>()
	#heartbeat: NodeJS.Timeout | null = null
	#closed = false

	/** @param limit readers at once */
	constructor(limit: number) {
		this.#limit = limit
	}

	get readers(): number {
		return this.#readers.size
	}

	/**
	 * A stream that begins with the given events.
	 * @throws Problem 'too-many-streams', 'shutting-down'
	 */
	open(first: readonly StreamEvent[]): ReadableStream<Uint8Array> {
		if (this.#closed) throw new Problem('shutting-down', 'Connect again in a moment.')
		if (this.#readers.size >= this.#limit) {
			throw new Problem('too-many-streams', 'Poll /log/checkpoint instead.', {
				headers: { 'Retry-After': '30' },
			})
		}
		let own: Controller | null = null
		return new ReadableStream<Uint8Array>(
			{
				start: (controller) => {
					own = controller
					this.#readers.add(controller)
					controller.enqueue(encoder.encode(`retry: ${RETRY}\n\n`))
					for (const event of first) controller.enqueue(encode(event))
					this.#beat()
				},
				cancel: () => {
					if (own !== null) this.#readers.delete(own)
				},
			},
			new CountQueuingStrategy({ highWaterMark: BACKLOG }),
		)
	}

	send(event: StreamEvent): void {
		this.#sendBytes(encode(event))
	}

	/** Ends all streams; no new ones are opened. */
	close(): void {
		this.#closed = true
		if (this.#heartbeat !== null) clearInterval(this.#heartbeat)
		for (const reader of this.#readers) reader.close()
		this.#readers.clear()
	}

	#beat(): void {
		if (this.#heartbeat !== null) return
		this.#heartbeat = setInterval(() => {
			this.#sendBytes(encoder.encode(':\n\n'))
			if (this.#readers.size > 0 || this.#heartbeat === null) return
			clearInterval(this.#heartbeat)
			this.#heartbeat = null
		}, HEARTBEAT)
		this.#heartbeat.unref()
	}

	#sendBytes(bytes: Uint8Array): void {
		for (const reader of this.#readers) {
			if ((reader.desiredSize ?? 0) > 0) {
				reader.enqueue(bytes)
				continue
			}
			this.#readers.delete(reader)
			reader.close()
		}
	}
}

/** JSON has no line breaks, so that one `data` line is enough. */
function encode({ event, id, data }: StreamEvent): Uint8Array {
	return encoder.encode(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`)
}
