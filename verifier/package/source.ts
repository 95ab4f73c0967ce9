/**
 * Where a package is read from: a file or a blob of any size, a part at a time.
 * @module
 */

export interface ByteSource {
	/** octets */
	readonly size: number
	/**
	 * Exactly the octets from `from` to before `to`, within the size; at most {@link PART} and some are asked for at once,
	 * but for parts that are kept whole.
	 * @throws whatever the host throws where they cannot be read any more
	 */
	read(from: number, to: number): Promise<Uint8Array>
}

/** Octets read at once. */
export const PART = 1024 * 1024

export function memorySource(bytes: Uint8Array): ByteSource {
	return { size: bytes.length, read: async (from, to) => bytes.subarray(from, to) }
}
