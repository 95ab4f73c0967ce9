/**
 * C2SP tlog-policy: which logs are trusted and which witnesses must have cosigned a checkpoint.
 * Names are opaque and only mean something inside one policy. Each name is a member of at most one group, and two
 * witnesses (or two logs) never wrap the same public key, so no cosignature can count twice.
 * @module
 */
import { utf8Length } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { type Note, type VerifiedSignature, verifyNote } from './note.ts'
import { RefusalError } from './refusal.ts'
import { formatVkey, keyText, parseVkey, type SignatureType, type Vkey } from './vkey.ts'

export const POLICY_MAX_BYTES = 262_144
/** most logs, most witnesses, most groups; the spec asks for at least 32 of each */
const MAX_EACH = 64
const NAME_MAX_CHARS = 255
const URL_MAX_CHARS = 2048

export interface PolicyLog {
	readonly vkey: Vkey
	readonly url?: string
}

export interface PolicyWitness extends PolicyLog {
	readonly name: string
}

export interface PolicyGroup {
	readonly name: string
	/** how many members must have witnessed, 1..members.length */
	readonly threshold: number
	/** names of witnesses and of earlier groups */
	readonly members: readonly string[]
}

export interface Policy {
	readonly logs: readonly PolicyLog[]
	readonly witnesses: readonly PolicyWitness[]
	/** in the order of their lines: a group names only earlier groups */
	readonly groups: readonly PolicyGroup[]
	/** the name of a witness or group, or `none` */
	readonly quorum: string
}

export interface PolicyVerdict {
	/** the listed log key that signed; null when none did */
	readonly log: Vkey | null
	/** names of the witnesses that cosigned, in the order of the policy */
	readonly witnesses: string[]
	/** signed by a listed log and cosigned by the quorum; never true for a policy without logs */
	readonly met: boolean
	/** the witnesses that the quorum counts and that did not cosign; empty when the quorum is met */
	readonly missing: string[]
}

/** @throws RefusalError 'malformed', 'too-large', 'duplicate', 'out-of-range', or a refusal of a vkey */
export function parsePolicy(text: string): Policy {
	if (text.length > POLICY_MAX_BYTES || utf8Length(text) > POLICY_MAX_BYTES) {
		throw new RefusalError('too-large', 'policy exceeds 256 KiB')
	}
	// biome-ignore lint/suspicious/noControlCharactersInRegex: the spec forbids exactly these octets
	if (!text.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) {
		throw new RefusalError('malformed', 'policy holds a control character')
	}
	const lines = text.split('\n')
	if (lines.pop() !== '') throw new RefusalError('malformed', 'last line of the policy has no newline')
	const builder = new PolicyBuilder()
	for (const line of lines) {
		const words = line.split(/[ \t]+/).filter((word) => word !== '')
		if (words.length > 0 && !words[0]?.startsWith('#')) builder.line(words)
	}
	return builder.build()
}

class PolicyBuilder {
	private readonly logs: PolicyLog[] = []
	private readonly witnesses: PolicyWitness[] = []
	private readonly groups: PolicyGroup[] = []
	private readonly names = new Set<string>()
	private readonly members = new Set<string>()
	private readonly logKeys = new Set<string>()
	private readonly witnessKeys = new Set<string>()
	private quorum: string | null = null

	line([keyword, ...words]: string[]): void {
		if (keyword === 'log') this.log(words)
		else if (keyword === 'witness') this.witness(words)
		else if (keyword === 'group') this.group(words)
		else if (keyword === 'quorum') this.setQuorum(words)
		else throw new RefusalError('malformed', 'policy line has an unknown keyword')
	}

	build(): Policy {
		if (this.quorum === null) throw new RefusalError('malformed', 'policy has no quorum line')
		return { logs: this.logs, witnesses: this.witnesses, groups: this.groups, quorum: this.quorum }
	}

	private log(words: string[]): void {
		const [vkey, url] = demandWords(words, 1, 2)
		const key = readKey(vkey, [0x01, 0x06], this.logKeys)
		demandRoom(this.logs)
		this.logs.push({ vkey: key, ...readUrl(url) })
	}

	private witness(words: string[]): void {
		const [name = '', vkey, url] = demandWords(words, 2, 3)
		const key = readKey(vkey, [0x04, 0x06], this.witnessKeys)
		demandRoom(this.witnesses)
		this.define(name)
		this.witnesses.push({ name, vkey: key, ...readUrl(url) })
	}

	private group(words: string[]): void {
		const [name = '', how = '', ...members] = demandWords(words, 3, 2 + 2 * MAX_EACH)
		demandRoom(this.groups)
		for (const member of members) {
			if (!this.names.has(member)) throw new RefusalError('malformed', 'group names an unknown member')
			if (this.members.has(member)) throw new RefusalError('duplicate', 'a name is a member twice')
			this.members.add(member)
		}
		this.define(name)
		this.groups.push({ name, threshold: readThreshold(how, members.length), members })
	}

	private setQuorum(words: string[]): void {
		const [name = ''] = demandWords(words, 1, 1)
		if (this.quorum !== null) throw new RefusalError('duplicate', 'policy has two quorum lines')
		if (name !== 'none' && !this.names.has(name)) {
			throw new RefusalError('malformed', 'quorum names no earlier witness or group')
		}
		this.quorum = name
	}

	private define(name: string): void {
		if (name === 'none') throw new RefusalError('malformed', 'the name none is reserved')
		if (name.length > NAME_MAX_CHARS) throw new RefusalError('too-large', 'policy name is too long')
		if (this.names.has(name)) throw new RefusalError('duplicate', 'a name is defined twice')
		this.names.add(name)
	}
}

function demandWords(words: string[], least: number, most: number): string[] {
	if (words.length < least || words.length > most) {
		throw new RefusalError('malformed', 'policy line has a wrong number of words')
	}
	return words
}

function demandRoom(list: readonly unknown[]): void {
	if (list.length >= MAX_EACH) throw new RefusalError('too-large', 'policy has over 64 lines of a kind')
}

function readKey(text: string | undefined, types: readonly SignatureType[], seen: Set<string>): Vkey {
	const vkey = parseVkey(text ?? '')
	if (!types.includes(vkey.type)) {
		throw new RefusalError('malformed', 'key has a signature type that does not fit its line')
	}
	if (seen.has(keyText(vkey))) throw new RefusalError('duplicate', 'two lines wrap the same public key')
	seen.add(keyText(vkey))
	return vkey
}

function readUrl(url: string | undefined): { url: string } | object {
	if (url === undefined) return {}
	if (url.length > URL_MAX_CHARS) throw new RefusalError('too-large', 'URL exceeds 2048 characters')
	return { url }
}

function readThreshold(how: string, count: number): number {
	if (how === 'all') return count
	if (how === 'any') return 1
	if (!/^[1-9][0-9]{0,3}$/.test(how)) throw new RefusalError('malformed', 'group has no all, any or number')
	if (Number(how) > count) throw new RefusalError('out-of-range', 'group asks for more than its members')
	return Number(how)
}

/**
 * The canonical text: logs, witnesses, groups in order, quorum; `all` when every member is needed, else `any` for 1.
 * @throws RangeError if the result would not parse (a bug in the caller)
 */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
	const url = (line: PolicyLog) => (line.url === undefined ? '' : ` ${line.url}`)
	const how = ({ threshold, members }: PolicyGroup) =>
		threshold === members.length ? 'all' : threshold === 1 ? 'any' : String(threshold)
	const text = [
		...logs.map((log) => `log ${formatVkey(log.vkey)}${url(log)}\n`),
		...witnesses.map((w) => `witness ${w.name} ${formatVkey(w.vkey)}${url(w)}\n`),
		...groups.map((group) => `group ${group.name} ${how(group)} ${group.members.join(' ')}\n`),
		`quorum ${quorum}\n`,
	].join('')
	try {
		const lines = parsePolicy(text)
		if (lines.witnesses.length !== witnesses.length || lines.groups.length !== groups.length) {
			throw new RangeError('a name holds white space')
		}
	} catch (cause) {
		throw new RangeError('not a policy', { cause })
	}
	return text
}

/**
 * Verifies the note against the policy's keys. A log key is known only for the origin that equals its name.
 * @throws RefusalError as `parseCheckpoint` and `verifyNote`
 */
export function evaluatePolicy(policy: Policy, note: Note): PolicyVerdict {
	const { origin } = parseCheckpoint(note.text)
	const logs = policy.logs.map(({ vkey }) => vkey).filter(({ name }) => name === origin)
	const log = verifyNote(note, logs)[0]?.vkey ?? null
	const signed = verifyNote(
		note,
		policy.witnesses.map(({ vkey }) => vkey),
	)
	return judgeQuorum(policy, log, cosigners(policy, signed))
}

/** Names of the policy's witnesses among the verified signatures, in the order of the policy. */
export function cosigners(policy: Policy, signed: readonly VerifiedSignature[]): string[] {
	const keys = new Set(signed.map(({ vkey }) => `${vkey.type} ${keyText(vkey)}`))
	return policy.witnesses.filter(({ vkey }) => keys.has(`${vkey.type} ${keyText(vkey)}`)).map((w) => w.name)
}

/** The verdict over signatures that are already verified. @param witnesses names that cosigned */
export function judgeQuorum(policy: Policy, log: Vkey | null, witnesses: string[]): PolicyVerdict {
	const witnessed = new Set(witnesses)
	// Groups name only earlier names, so one pass in order settles them all.
	for (const { name, threshold, members } of policy.groups) {
		if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name)
	}
	const quorumMet = policy.quorum === 'none' || witnessed.has(policy.quorum)
	const missing = quorumMet ? [] : counted(policy).filter((name) => !witnessed.has(name))
	return { log, witnesses, met: log !== null && quorumMet, missing }
}

/** Names of the witnesses that the quorum can count, in the order of the policy. */
function counted(policy: Policy): string[] {
	const reached = new Set([policy.quorum])
	for (const { name, members } of policy.groups.toReversed()) {
		if (reached.has(name)) for (const member of members) reached.add(member)
	}
	return policy.witnesses.map(({ name }) => name).filter((name) => reached.has(name))
}
