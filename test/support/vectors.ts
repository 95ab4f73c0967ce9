import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	type DagMap,
	type DagValue,
	fromHex,
	parseCid,
	type RefusalCode,
	RefusalError,
} from '@letopis/format'
import { expect } from 'vitest'

/** The vectors of a file in test/vectors, which scripts/vectors.py writes. */
export function ownVectors<T>(name: string): T {
	const file = join(import.meta.dirname, '../vectors', `${name}.json`)
	return (JSON.parse(readFileSync(file, 'utf8')) as { vectors: T }).vectors
}

/** Where vectors of other projects lie, beside the repository; a plain clone does not have them. */
export function foreignVectors(path: string): { folder: string; absent: boolean } {
	const folder = join(import.meta.dirname, '../../../shared/vectors', path)
	return { folder, absent: !existsSync(folder) }
}

/** A value as the vectors write it: {"hex"}, {"cid"} and {"map"} for bytes, CIDs and maps. */
export type Plain =
	| null
	| boolean
	| number
	| string
	| Plain[]
	| { hex?: string; cid?: string; map?: PlainMap }
export interface PlainMap {
	[key: string]: Plain
}

export function fromPlain(value: Plain): DagValue {
	if (value === null || typeof value !== 'object') return value
	if (Array.isArray(value)) return value.map(fromPlain)
	if (value.hex !== undefined) return fromHex(value.hex)
	if (value.cid !== undefined) return parseCid(value.cid)
	return fromPlainMap(value.map ?? {})
}

export function fromPlainMap(map: PlainMap): DagMap {
	return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, fromPlain(value)]))
}

/** The code with which a call refuses its input, or null if it accepts it; anything else it throws goes on. */
export function refusal(call: () => unknown): RefusalCode | null {
	try {
		call()
	} catch (error) {
		if (error instanceof RefusalError) return error.code
		throw error
	}
	return null
}

/** Like toEqual, but quick on long bytes and with a readable difference. */
export function expectBytes(actual: Uint8Array | undefined): ReturnType<typeof expect<string>> {
	return expect(Buffer.from(actual ?? []).toString('hex'))
}
