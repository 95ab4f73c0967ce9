/**
 * Agendas as the log states them: which are in force, and publishing another version of one. What was published stays
 * found by its entry, for filings are settled by the version under which they were made.
 * @module
 */
import {
	type Cid,
	cidText,
	decodeEntry,
	entryCid,
	type Opening,
	parseCid,
	RefusalError,
} from '@letopis/format'
import { dayOf } from '../calendar/day.ts'
import { appendSealed } from '../cases/cases.ts'
import { earlierEntry, fingerprint, Turns } from '../documents/idempotency.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import type { Principal } from '../http/env.ts'
import { Problem } from '../http/problems.ts'
import { matches } from '../http/range.ts'
import type { ApiDeps } from '../services.ts'
import type { Agenda } from './agenda.ts'
import { type Parsed, parseAgenda } from './parse.ts'
import { type FileProblem, type FileProblemCode, fileProblem } from './reader.ts'
import { AGENDA_KIND, agendaIn } from './records.ts'
import { agendaCodes, statementsOf } from './rows.ts'
import { TomlLines } from './toml-lines.ts'

/** One statement of an agenda in the log. */
export interface AgendaVersion {
	/** position of its entry */
	readonly position: number
	/** CID of its entry: a filing names it */
	readonly cid: Cid
	/** ms since 1970: when it was published */
	readonly at: number
	readonly agenda: Agenda
	/** the file */
	readonly text: string
	/** false: with this entry the agenda was withdrawn */
	readonly active: boolean
	readonly opening: Opening
}

/** Who publishes, and on what. */
export interface Publishing {
	readonly principal: Principal
	/** `Idempotency-Key`, hashed; null without one */
	readonly key: Uint8Array | null
	/** `If-Match` */
	readonly ifMatch: string | undefined
}

export interface Published {
	/** position of the entry that says what was asked for */
	readonly position: number
	/** whether it was made now */
	readonly made: boolean
	readonly replayed: boolean
}

/** Versions kept as they were read; the oldest make room. */
const MAX_KEPT = 300
/** Versions of one agenda that are told. */
export const MAX_VERSIONS = 500

export class Agendas {
	readonly #deps: ApiDeps
	readonly #turns = new Turns()
	readonly #kept = new Map<number, AgendaVersion>()

	constructor(deps: ApiDeps) {
		this.#deps = deps
	}

	/** All that are in force, by code. @param withdrawn those that are not offered any more, too */
	async list(withdrawn = false): Promise<AgendaVersion[]> {
		const { projection } = this.#deps
		await projection.current()
		const found = await Promise.all((await agendaCodes(projection.store)).map((code) => this.#newest(code)))
		return found.filter((one) => one !== null && (one.active || withdrawn)) as AgendaVersion[]
	}

	/** @throws Problem 'agenda-not-found' */
	async inForce(code: string): Promise<AgendaVersion> {
		await this.#deps.projection.current()
		const newest = await this.#newest(code)
		if (newest?.active !== true) throw noAgenda()
		return newest
	}

	/** The newest statement, of a withdrawn agenda too. @throws Problem 'agenda-not-found' */
	async newest(code: string): Promise<AgendaVersion> {
		await this.#deps.projection.current()
		const newest = await this.#newest(code)
		if (newest === null) throw noAgenda()
		return newest
	}

	/** What an entry stated, whatever came after. @throws Problem 'agenda-not-found' */
	async version(entry: Cid | string): Promise<AgendaVersion> {
		const { projection } = this.#deps
		await projection.current()
		const position = await projection.chronicle.indexOf(typeof entry === 'string' ? entryId(entry) : entry)
		const version = position === undefined ? null : await this.#at(position)
		if (version === null) throw noAgenda()
		return version
	}

	/** All statements of an agenda, newest first. @throws Problem 'agenda-not-found' */
	async versions(code: string): Promise<AgendaVersion[]> {
		const { projection } = this.#deps
		await projection.current()
		const positions = await statementsOf(projection.store, code, MAX_VERSIONS)
		const found = await Promise.all(positions.map((position) => this.#at(position)))
		const versions = found.filter((one) => one !== null)
		if (versions.length === 0) throw noAgenda()
		return versions
	}

	/** What would be wrong with publishing the file. @param code under which; null: any */
	check(text: string, code: string | null): Parsed {
		const file = plain(text)
		const parsed = parseAgenda(file)
		if ('problems' in parsed) return parsed
		const problems = this.#unfit(parsed.agenda, new TomlLines(file), code)
		return problems.length === 0 ? parsed : { problems }
	}

	/**
	 * Publishes a file. The one before stays in force if anything is wrong.
	 * @throws Problem 'agenda-invalid' with `problems`, 'agenda-changed', 'agenda-elsewhere', 'idempotency-conflict'
	 */
	async publish(code: string, given: string, publishing: Publishing): Promise<Published> {
		const text = plain(given)
		return this.#state(code, publishing, ['agenda', code, text], async (before) => {
			const parsed = this.check(text, code)
			if ('problems' in parsed) {
				const { problems } = parsed
				throw new Problem('agenda-invalid', 'See problems; nothing was changed.', { extra: { problems } })
			}
			demandOwn(publishing.principal, parsed.agenda)
			const same = before?.active === true && before.text === text
			return same ? null : { code, text, active: true }
		})
	}

	/** Withdraws an agenda: it is offered no more. Filings under it go on. */
	async withdraw(code: string, publishing: Publishing): Promise<Published> {
		return this.#state(code, publishing, ['agenda-withdrawal', code], async (before) => {
			if (before === null) throw noAgenda()
			return before.active ? { code, text: before.text, active: false } : null
		})
	}

	/** @param next what to record; null when nothing changes */
	async #state(
		code: string,
		{ principal, key, ifMatch }: Publishing,
		request: string[],
		next: (before: AgendaVersion | null) => Promise<{ code: string; text: string; active: boolean } | null>,
	): Promise<Published> {
		const { projection, secret } = this.#deps
		return this.#turns.take(code, async () => {
			await projection.current()
			const idempotency = key === null ? null : { key, request: fingerprint(secret, request) }
			if (idempotency !== null) {
				const earlier = await earlierEntry(projection.chronicle, idempotency)
				if (earlier !== undefined) return { position: earlier, made: false, replayed: true }
			}
			const before = await this.#newest(code)
			if (before !== null) {
				demandOwn(principal, before.agenda)
				const id = cidText(before.cid)
				if (ifMatch === undefined || !matches(ifMatch, `"${id}"`)) {
					throw new Problem('agenda-changed', 'Send If-Match with the version that was edited.', {
						extra: { entry: id },
					})
				}
			} else if (ifMatch !== undefined && !ifMatch.includes('*')) {
				throw new Problem('agenda-changed', 'There is no version of this agenda.')
			}
			const data = await next(before)
			if (data === null && before !== null) {
				return { position: before.position, made: false, replayed: false }
			}
			const fields = { kind: AGENDA_KIND, metadata: { data } }
			const more = idempotency === null ? {} : { idempotency }
			const { index } = await appendSealed(this.#deps, principal, fields, more)
			return { position: projection.chronicle.base + index, made: true, replayed: false }
		})
	}

	/** What only this town, today, has against the file. */
	#unfit(agenda: Agenda, lines: TomlLines, code: string | null): FileProblem[] {
		const { projection, clock } = this.#deps
		const problems: FileProblem[] = []
		const add = (at: string, problem: FileProblemCode, value: string | null) =>
			problems.push(fileProblem(lines.of([at]), at, problem, value))
		if (code !== null && agenda.code !== code) add('code', 'other-code', code)
		if (projection.people.department(agenda.department)?.active !== true) {
			add('department', 'department-unknown', agenda.department)
		}
		const today = dayOf(clock.now())
		const inForce = agenda.clock.some(({ from, to }) => from <= today && (to === null || today <= to))
		if (!inForce) add('clock', 'clock-ended', null)
		return problems
	}

	/** The newest statement that can be read. */
	async #newest(code: string): Promise<AgendaVersion | null> {
		for (const position of await statementsOf(this.#deps.projection.store, code, MAX_VERSIONS)) {
			const version = await this.#at(position)
			if (version !== null) return version
		}
		return null
	}

	async #at(position: number): Promise<AgendaVersion | null> {
		const known = this.#kept.get(position)
		if (known !== undefined) return known
		const version = await this.#read(position)
		if (version === null) return null
		this.#kept.set(position, version)
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= MAX_KEPT) break
			this.#kept.delete(oldest)
		}
		return version
	}

	async #read(position: number): Promise<AgendaVersion | null> {
		const kept = await keptOf(this.#deps, position)
		if (typeof kept === 'string') return null
		const { opening } = kept
		const record = agendaIn(opening)
		const parsed = record === null ? null : parseAgenda(record.text)
		if (record === null || parsed === null || 'problems' in parsed) return null
		const bytes = await entryBytes(this.#deps, position)
		const { agenda } = parsed
		const { text, active } = record
		const at = decodeEntry(bytes).time * 60_000
		return { position, cid: entryCid(bytes), at, agenda, text, active, opening }
	}
}

/** Whoever belongs to a department publishes what that department settles. */
function demandOwn({ standing }: Principal, { department }: Agenda): void {
	if (standing === undefined || standing.department === null || standing.department === department) return
	throw new Problem('agenda-elsewhere', 'Its own department or an administrator changes it.')
}

/** As it is stored: one kind of line break, composed characters. */
function plain(text: string): string {
	return text
		.replace(/^\ufeff/, '')
		.replaceAll('\r\n', '\n')
		.normalize('NFC')
}

function noAgenda(): Problem {
	return new Problem('agenda-not-found', 'GET /api/v1/agendas lists them.')
}

function entryId(text: string): Cid {
	try {
		return parseCid(text)
	} catch (error) {
		if (error instanceof RefusalError) throw noAgenda()
		throw error
	}
}
