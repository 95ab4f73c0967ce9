/**
 * Bounds on the bodies of forms: size, declared or not.
 * @module
 */

/** Largest form without files, in bytes: long texts fit, an attack on memory does not. */
export const FORM_LIMIT = 1_048_576

export class BodyTooLarge extends Error {
	override readonly name = 'BodyTooLarge'
	/** bytes that were allowed */
	readonly limit: number
	constructor(limit: number) {
		super(`body of more than ${limit} bytes`)
		this.limit = limit
	}
}

/**
 * The same request, its body cut off with an error after `limit` bytes.
 * @throws BodyTooLarge at once where the declared length tells it
 */
export function boundedBody(request: Request, limit: number): ReadableStream<Uint8Array> | null {
	if (Number(request.headers.get('Content-Length') ?? 0) > limit) throw new BodyTooLarge(limit)
	return countedBody(request, limit)
}

/** As {@link boundedBody}, for routes that look at the declared length themselves and say it in their own words. */
export function countedBody(request: Request, limit: number): ReadableStream<Uint8Array> | null {
	let left = limit
	const count = new TransformStream<Uint8Array, Uint8Array>({
		transform(chunk, controller) {
			left -= chunk.length
			if (left < 0) controller.error(new BodyTooLarge(limit))
			else controller.enqueue(chunk)
		},
	})
	return request.body?.pipeThrough(count) ?? null
}
