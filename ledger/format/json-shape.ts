/**
 * Reading the JSON documents of this package: exactly the announced members, in their announced order, each of
 * its type and within its bound. White space is free; everything else has one spelling.
 * Works on the own properties of what `parseJson` returned, so a member called `__proto__` is just an unknown one.
 * @module
 */
import { fromBase64, utf8Length } from './bytes.ts'
import type { Hash } from './hash.ts'
import type { JsonValue } from './json.ts'
import { RefusalError } from './refusal.ts'

/**
 * The values of an object's members.
 * @throws RefusalError 'malformed' if a member lacks or is unknown, 'not-canonical' if the order differs
 */
export function readMembers(value: JsonValue, names: readonly string[], what: string): JsonValue[] {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new RefusalError('malformed', `${what} is not an object`)
	}
	const keys = Object.keys(value)
	if (keys.length !== names.length || names.some((name) => !Object.hasOwn(value, name))) {
		throw new RefusalError('malformed', `${what} must have exactly the members ${names.join(', ')}`)
	}
	if (names.some((name, i) => keys[i] !== name)) {
		throw new RefusalError('not-canonical', `${what} has its members in another order`)
	}
	return Object.values(value)
}

/**
 * Checks the member `type` before the others, so that a later version is named as such.
 * @throws RefusalError 'unsupported-version' for another version of the same family, else 'malformed'
 */
export function checkType(value: JsonValue, type: string): void {
	const own = typeof value === 'object' && value !== null && Object.hasOwn(value, 'type')
	const found = own ? (value as { [name: string]: JsonValue }).type : undefined
	if (found === type) return
	const family = type.slice(0, type.indexOf('/v') + 2)
	const later =
		typeof found === 'string' && found.startsWith(family) && /^[0-9]+$/.test(found.slice(family.length))
	throw new RefusalError(later ? 'unsupported-version' : 'malformed', `not a document of the type ${type}`)
}

export function readText(value: JsonValue | undefined, what: string, maxBytes: number): string {
	if (typeof value !== 'string') throw new RefusalError('malformed', `${what} is not a text`)
	if (value.length > maxBytes || utf8Length(value) > maxBytes) {
		throw new RefusalError('too-large', `${what} exceeds ${maxBytes} B`)
	}
	return value
}

/** Standard base64 of 1..maxBytes bytes. */
export function readBytes(value: JsonValue | undefined, what: string, maxBytes: number): Uint8Array {
	const bytes = fromBase64(readText(value, what, Math.ceil(maxBytes / 3) * 4))
	if (bytes.length === 0) throw new RefusalError('malformed', `${what} is empty`)
	if (bytes.length > maxBytes) throw new RefusalError('too-large', `${what} exceeds ${maxBytes} B`)
	return bytes
}

export function readHash(value: JsonValue | undefined, what: string): Hash {
	const bytes = readBytes(value, what, 32)
	if (bytes.length !== 32) throw new RefusalError('malformed', `${what} is not 32 B`)
	return bytes
}

export function readList(value: JsonValue | undefined, what: string, maxLength: number): JsonValue[] {
	if (!Array.isArray(value)) throw new RefusalError('malformed', `${what} is not a list`)
	if (value.length > maxLength) throw new RefusalError('too-large', `${what} has over ${maxLength} elements`)
	return value
}

/** 0..max */
export function readInteger(
	value: JsonValue | undefined,
	what: string,
	max = Number.MAX_SAFE_INTEGER,
): number {
	if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
		throw new RefusalError('malformed', `${what} is not an integer`)
	}
	if (value < 0 || value > max) throw new RefusalError('out-of-range', `${what} is not within 0..${max}`)
	return value
}

export function readBoolean(value: JsonValue | undefined, what: string): boolean {
	if (typeof value !== 'boolean') throw new RefusalError('malformed', `${what} is not true or false`)
	return value
}

/** null stays null. */
export function readNullable<T>(value: JsonValue | undefined, read: (value: JsonValue) => T): T | null {
	if (value === undefined) throw new RefusalError('malformed', 'a member lacks')
	return value === null ? null : read(value)
}

/** @throws RefusalError 'duplicate' if a text occurs twice */
export function demandUnique(texts: readonly string[], what: string): void {
	if (new Set(texts).size !== texts.length)
		throw new RefusalError('duplicate', `${what} holds an element twice`)
}
