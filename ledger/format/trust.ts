/**
 * Trust file, `letopis-trust/v1`: whom a reader trusts, got by a second channel. It names a log by its origin and
 * keys, the keys' windows of size and time, the policy that a checkpoint must meet, the status key, and the
 * time-stamp authorities. Its fingerprint is the SHA-256 of the file's bytes.
 * @module
 */
import { base64, fromUtf8, hex, utf8 } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { type Hash, sha256 } from './hash.ts'
import { type JsonValue, parseJson } from './json.ts'
import {
	checkType,
	demandUnique,
	readBoolean,
	readBytes,
	readHash,
	readInteger,
	readList,
	readMembers,
	readNullable,
	readText,
} from './json-shape.ts'
import { POLICY_MAX_BYTES, type Policy, parsePolicy } from './policy.ts'
import { RefusalError } from './refusal.ts'
import { formatVkey, keyText, parseVkey, sameKey, type Vkey } from './vkey.ts'

export const TRUST_TYPE = 'letopis-trust/v1'
export const TRUST_MAX_BYTES = 1024 * 1024
const MAX_KEYS = 64
const MAX_ROOTS = 32
const MAX_PREDECESSORS = 32
const MAX_SEALS = 8
const ROOT_MAX_BYTES = 16_384
/** 9999-12-31T23:59:59.999Z, the last instant that the four-digit form can name */
const LAST_INSTANT = 253_402_300_799_999

/** A log key and when it counts. Windows are half-open: from ≤ value < to; null means without end or beginning. */
export interface TrustedKey {
	/** 0x01 or 0x06, named as the origin */
	readonly vkey: Vkey
	readonly fromSize: number
	readonly toSize: number | null
	/** milliseconds since 1970 */
	readonly fromTime: number | null
	readonly toTime: number | null
}

/** What current log and predecessors have in common. */
export interface TrustedLog {
	readonly origin: string
	/** no public key twice */
	readonly keys: readonly TrustedKey[]
	/** its text verbatim; at least one log, all of them among `keys` */
	readonly policyText: string
	readonly policy: Policy
}

/** A closed log that this one continues: trusted up to one head. */
export interface TrustedPredecessor extends TrustedLog {
	readonly size: number
	readonly root: Hash
}

export interface Trust extends TrustedLog {
	readonly town: string
	/** a demonstration log: proves nothing to anyone */
	readonly demo: boolean
	/** 0x01, named `<origin>/status`; no log key */
	readonly statusKey: Vkey
	readonly timestamps: {
		/** DER certificates */
		readonly roots: readonly Uint8Array[]
		/** how many authorities must agree; 0 asks for none */
		readonly required: number
	}
	/** newest first; no origin twice */
	readonly predecessors: readonly TrustedPredecessor[]
	/** DER certificates that the town's seal leads to; at least one, or the member is missing */
	readonly seals?: readonly Uint8Array[]
}

const KEY_MEMBERS = ['vkey', 'fromSize', 'toSize', 'fromTime', 'toTime']
const PREDECESSOR_MEMBERS = ['origin', 'size', 'root', 'keys', 'policy']
const MEMBERS = [
	'type',
	'town',
	'demo',
	'origin',
	'keys',
	'statusKey',
	'policy',
	'timestamps',
	'predecessors',
]
/** May be missing: files of before it was thought of have one form only. */
const SEALS = 'seals'

/**
 * @param bytes the whole file, UTF-8
 * @throws RefusalError 'malformed', 'not-canonical', 'too-large' (1 MiB), 'too-deep', 'out-of-range', 'duplicate',
 *   'wrong-origin' (a key named otherwise than its log), 'unknown-key' (the policy's log is not among the keys),
 *   'unsupported-version'
 */
export function parseTrust(bytes: Uint8Array): Trust {
	if (bytes.length > TRUST_MAX_BYTES) throw new RefusalError('too-large', 'trust file exceeds 1 MiB')
	const json = parseJson(fromUtf8(bytes), { maxBytes: TRUST_MAX_BYTES, maxDepth: 8 })
	checkType(json, TRUST_TYPE)
	const sealed = typeof json === 'object' && json !== null && Object.hasOwn(json, SEALS)
	const [, town, demo, origin, keys, statusKey, policy, timestamps, predecessors, seals] = readMembers(
		json,
		sealed ? [...MEMBERS, SEALS] : MEMBERS,
		'trust file',
	)
	const trust = {
		town: readTown(town),
		demo: readBoolean(demo, 'demo'),
		...readLog(origin, keys, policy),
		statusKey: parseVkey(readText(statusKey, 'statusKey', 4096)),
		timestamps: readTimestamps(timestamps ?? null),
		predecessors: readList(predecessors, 'predecessors', MAX_PREDECESSORS).map(readPredecessor),
		...(seals === undefined ? {} : { seals: readSeals(seals) }),
	}
	checkStatusKey(trust)
	demandUnique([trust.origin, ...trust.predecessors.map((old) => old.origin)], 'list of origins')
	return trust
}

function readTown(value: JsonValue | undefined): string {
	const town = readText(value, 'town', 256)
	// Shown to people, also on terminals: no control characters, which could redraw the verdict.
	if (town.trim() === '' || /\p{Cc}/u.test(town)) throw new RefusalError('malformed', 'town is not a name')
	return town
}

function readLog(
	originValue: JsonValue | undefined,
	keysValue: JsonValue | undefined,
	policyValue: JsonValue | undefined,
): TrustedLog {
	const origin = readText(originValue, 'origin', 255)
	const keys = readList(keysValue, 'keys', MAX_KEYS).map(readKey)
	demandUnique(
		keys.map(({ vkey }) => keyText(vkey)),
		'keys',
	)
	for (const { vkey } of keys) {
		if (vkey.name !== origin) throw new RefusalError('wrong-origin', 'a log key is not named as the origin')
		if (vkey.type === 0x04) throw new RefusalError('malformed', 'a log key is of type 0x04')
	}
	const policyText = readText(policyValue, 'policy', POLICY_MAX_BYTES)
	const policy = parsePolicy(policyText)
	if (policy.logs.length === 0) throw new RefusalError('malformed', 'policy names no log')
	const known = new Set(keys.map(({ vkey }) => formatVkey(vkey)))
	for (const { vkey } of policy.logs) {
		if (!known.has(formatVkey(vkey)))
			throw new RefusalError('unknown-key', "policy's log is not among the keys")
	}
	for (const { vkey } of policy.witnesses) {
		// Under another name or type a log key would escape its own window.
		const wrapped = keys.some((key) => sameKey(key.vkey, vkey))
		if (wrapped && !known.has(formatVkey(vkey))) {
			throw new RefusalError('duplicate', 'a witness wraps a log key')
		}
	}
	return { origin, keys, policyText, policy }
}

function readKey(value: JsonValue): TrustedKey {
	const [vkey, fromSize, toSize, fromTime, toTime] = readMembers(value, KEY_MEMBERS, 'key')
	const key = {
		vkey: parseVkey(readText(vkey, 'vkey', 4096)),
		fromSize: readInteger(fromSize, 'fromSize'),
		toSize: readNullable(toSize, (size) => readInteger(size, 'toSize')),
		fromTime: readNullable(fromTime, readInstant),
		toTime: readNullable(toTime, readInstant),
	}
	if (key.toSize !== null && key.toSize <= key.fromSize) throw emptyWindow()
	if (key.toTime !== null && key.toTime <= (key.fromTime ?? -1)) throw emptyWindow()
	return key
}

function emptyWindow(): RefusalError {
	return new RefusalError('out-of-range', 'window of a key is empty')
}

function readInstant(value: JsonValue): number {
	const text = readText(value, 'time', 24)
	if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/.test(text)) {
		throw new RefusalError('malformed', 'time is not YYYY-MM-DDThh:mm:ss.mmmZ')
	}
	const instant = Date.parse(text)
	if (!Number.isSafeInteger(instant) || instant < 0) {
		throw new RefusalError('out-of-range', 'time is not a date from 1970 on')
	}
	if (formatInstant(instant) !== text) throw new RefusalError('not-canonical', 'time names no real date')
	return instant
}

function readTimestamps(value: JsonValue): Trust['timestamps'] {
	const [rootsValue, requiredValue] = readMembers(value, ['roots', 'required'], 'timestamps')
	const roots = readList(rootsValue, 'roots', MAX_ROOTS).map((root) =>
		readBytes(root, 'root', ROOT_MAX_BYTES),
	)
	demandUnique(roots.map(base64), 'roots')
	const required = readInteger(requiredValue, 'required', MAX_ROOTS)
	if (required > 0 && roots.length === 0) {
		throw new RefusalError('out-of-range', 'time-stamps are required and no root could give them')
	}
	return { roots, required }
}

function readSeals(value: JsonValue): readonly Uint8Array[] {
	const seals = readList(value, SEALS, MAX_SEALS).map((root) => readBytes(root, 'root', ROOT_MAX_BYTES))
	if (seals.length === 0) throw new RefusalError('malformed', 'an empty list of seals')
	demandUnique(seals.map(base64), SEALS)
	return seals
}

function readPredecessor(value: JsonValue): TrustedPredecessor {
	const [origin, size, root, keys, policy] = readMembers(value, PREDECESSOR_MEMBERS, 'predecessor')
	const log = readLog(origin, keys, policy)
	const head = { size: readInteger(size, 'size'), root: readHash(root, 'root') }
	parseCheckpoint(`${log.origin}\n${head.size}\n${base64(head.root)}\n`)
	return { ...log, ...head }
}

function checkStatusKey({ origin, keys, policy, statusKey, predecessors }: Trust): void {
	if (statusKey.type !== 0x01) throw new RefusalError('malformed', 'status key is not of type 0x01')
	if (statusKey.name !== `${origin}/status`) {
		throw new RefusalError('wrong-origin', 'status key is not named <origin>/status')
	}
	const others = [...keys, ...policy.witnesses, ...predecessors.flatMap((old) => old.keys)]
	if (others.some(({ vkey }) => sameKey(vkey, statusKey))) {
		throw new RefusalError('duplicate', 'status key has another role')
	}
}

/**
 * The file's bytes: JSON indented by 2 spaces with a final newline. The policy's text is written as it stands.
 * @throws RangeError if the result would not parse (a bug in the caller)
 */
export function formatTrust(trust: TrustContent): Uint8Array {
	const file = {
		type: TRUST_TYPE,
		town: trust.town,
		demo: trust.demo,
		origin: trust.origin,
		keys: trust.keys.map(keyJson),
		statusKey: formatVkey(trust.statusKey),
		policy: trust.policyText,
		timestamps: { roots: trust.timestamps.roots.map(base64), required: trust.timestamps.required },
		predecessors: trust.predecessors.map((old) => ({
			origin: old.origin,
			size: old.size,
			root: base64(old.root),
			keys: old.keys.map(keyJson),
			policy: old.policyText,
		})),
		...(trust.seals === undefined ? {} : { seals: trust.seals.map(base64) }),
	}
	const bytes = utf8(`${JSON.stringify(file, null, 2)}\n`)
	try {
		parseTrust(bytes)
	} catch (cause) {
		throw new RangeError('not a trust file', { cause })
	}
	return bytes
}

/** A trust file to be written: as `Trust`, but policies only as texts. */
export type TrustContent = Omit<Trust, 'policy' | 'predecessors'> & {
	readonly predecessors: readonly Omit<TrustedPredecessor, 'policy'>[]
}

function keyJson({ vkey, fromSize, toSize, fromTime, toTime }: TrustedKey) {
	return {
		vkey: formatVkey(vkey),
		fromSize,
		toSize,
		fromTime: fromTime === null ? null : formatInstant(fromTime),
		toTime: toTime === null ? null : formatInstant(toTime),
	}
}

function formatInstant(instant: number): string {
	if (!Number.isSafeInteger(instant) || instant < 0 || instant > LAST_INSTANT) {
		throw new RangeError(`expected milliseconds of the years 1970 to 9999, got ${instant}`)
	}
	return new Date(instant).toISOString()
}

/** SHA-256 of the file's bytes as people compare it: 16 groups of 4 hex digits with spaces between. */
export function trustFingerprint(bytes: Uint8Array): string {
	return hex(sha256(bytes)).replace(/.{4}(?=.)/g, '$& ')
}
