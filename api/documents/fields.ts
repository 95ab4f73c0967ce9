/**
 * Reading the private fields of an entry out of its opening. The values were written by this service or by an
 * earlier version of it, so a wrong type means damage, not hostility.
 * @module
 */
import {
	type Cid,
	type DagMap,
	type DagValue,
	type FieldName,
	isCid,
	isDagMap,
	type Opening,
} from '@letopis/format'

export function field(opening: Opening, name: FieldName): DagValue | undefined {
	return opening.fields.find((candidate) => candidate.name === name)?.value
}

export function textField(opening: Opening, name: FieldName): string | null {
	const value = field(opening, name)
	return typeof value === 'string' ? value : null
}

export function cidField(opening: Opening, name: FieldName): Cid | null {
	const value = field(opening, name)
	return isCid(value) ? value : null
}

export function bytesField(opening: Opening, name: FieldName): Uint8Array | null {
	const value = field(opening, name)
	return value instanceof Uint8Array ? value : null
}

export function numberField(opening: Opening, name: FieldName): number | null {
	const value = field(opening, name)
	return typeof value === 'number' ? value : null
}

/** A member of the metadata field that is a map; empty when there is none. */
export function metadata(opening: Opening): DagMap {
	const value = field(opening, 'metadata')
	return isDagMap(value) ? value : {}
}

export interface FileFacts {
	/** as sanitised at upload, 1..255 B of UTF-8 */
	readonly name: string
	/** media type without parameters */
	readonly type: string
	/** bytes */
	readonly size: number
}

export function fileFacts(opening: Opening): FileFacts | null {
	const { file } = metadata(opening)
	if (!isDagMap(file)) return null
	const { name, type, size } = file
	if (typeof name !== 'string' || typeof type !== 'string' || typeof size !== 'number') return null
	return { name, type, size }
}
