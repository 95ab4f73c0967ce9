/**
 * Reading what an official wrote, member by member: what is wrong is gathered with its line, and reading goes on, so
 * that one look tells all there is to mend.
 * @module
 */
import { TomlDate } from 'smol-toml'
import type { Text } from './agenda.ts'
import type { Path, TomlLines } from './toml-lines.ts'

/** Code → what is wrong, in English; `#` stands for the value. The codes are stable; the portal has its own words. */
export const FILE_PROBLEMS = {
	'too-large': 'The file is larger than # bytes.',
	'not-text': 'The file is not UTF-8 text.',
	syntax: 'This is no TOML: #.',
	missing: 'The member # is missing.',
	'unknown-member': 'There is no member #.',
	'not-a-table': 'Expected a table with members.',
	'not-a-list': 'Expected a list.',
	'not-a-text': 'Expected a text.',
	'not-a-number': 'Expected a whole number.',
	'not-a-flag': 'Expected true or false.',
	'not-one-of': 'Expected one of: #.',
	empty: 'It is empty.',
	'too-long': 'It is longer than # characters.',
	'too-many': 'There are more than #.',
	'too-few': 'There are fewer than #.',
	'out-of-range': 'Expected a number in #.',
	'hidden-character': 'It holds a line break or a character that does not show.',
	'not-an-id': 'Expected #.',
	duplicate: 'The id # is taken.',
	'not-for-kind': 'A field of this kind has no member #.',
	'not-a-bound': 'Expected a day, or today, today+14, today-3.',
	'when-not-earlier': 'No earlier field has the id #.',
	'when-not-a-choice': 'The field # is no choice.',
	'when-not-an-option': 'That field has no option #.',
	'clock-malformed': 'The rules of the clock: #.',
	'clock-gap': 'The rules of the clock: #.',
	'clock-overlap': 'The rules of the clock: #.',
	'clock-order': 'The rules of the clock: #.',
	'clock-ended': 'No rules of the clock are in force today.',
	'department-unknown': 'There is no active department #.',
	'other-code': 'This file is about another agenda than #.',
} as const
export type FileProblemCode = keyof typeof FILE_PROBLEMS

export interface FileProblem {
	/** from 1 on */
	readonly line: number
	/** the member, as `pages[0].fields[2].label`; empty for the whole file */
	readonly at: string
	readonly code: FileProblemCode
	/** what the code is about: a name, a bound, a list */
	readonly value: string | null
	/** English */
	readonly message: string
}

/** Told at most: a file of another kind would fill the page. */
const MAX_PROBLEMS = 100

export function fileProblem(
	line: number,
	at: string,
	code: FileProblemCode,
	value: string | null = null,
): FileProblem {
	return { line, at, code, value, message: FILE_PROBLEMS[code].replace('#', value ?? '') }
}

export class Report {
	readonly problems: FileProblem[] = []
	readonly lines: TomlLines

	constructor(lines: TomlLines) {
		this.lines = lines
	}

	add(path: Path, code: FileProblemCode, value: string | null): void {
		if (this.problems.length >= MAX_PROBLEMS) return
		this.problems.push(fileProblem(this.lines.of(path), nameOf(path), code, value))
	}
}

/** As it is written in a program: `pages[0].title`. */
function nameOf(path: Path): string {
	const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')
	return name.replace(/^\./, '')
}

/** A value of the file with its place. What is wrong is reported; what is returned then only lets reading go on. */
export class Member {
	readonly value: unknown
	readonly path: Path
	readonly report: Report

	constructor(value: unknown, path: Path, report: Report) {
		this.value = value
		this.path = path
		this.report = report
	}

	get present(): boolean {
		return this.value !== undefined
	}

	wrong(code: FileProblemCode, value: string | number | null = null): void {
		this.report.add(this.path, code, value === null ? null : String(value))
	}

	/** Members of a table, of which there are no others. @param optional names that may be absent */
	table<const N extends string>(
		names: readonly N[],
		optional: readonly NoInfer<N>[] = [],
	): Record<N, Member> {
		const table = isTable(this.value) ? this.value : {}
		if (!isTable(this.value)) this.wrong('not-a-table')
		else {
			for (const name of Object.keys(table)) {
				if (!names.some((one) => one === name)) this.#at(name, table[name]).wrong('unknown-member', name)
			}
			for (const name of names) {
				if (!Object.hasOwn(table, name) && !optional.includes(name)) this.wrong('missing', name)
			}
		}
		const members = names.map((name) => {
			return [name, this.#at(name, Object.hasOwn(table, name) ? table[name] : undefined)] as const
		})
		return Object.fromEntries(members) as Record<N, Member>
	}

	/** Items of a list; an absent one has none. */
	list(min: number, max: number): Member[] {
		if (!this.present) return []
		if (!Array.isArray(this.value)) {
			this.wrong('not-a-list')
			return []
		}
		if (this.value.length > max) this.wrong('too-many', max)
		if (this.value.length < min) this.wrong('too-few', min)
		return this.value.slice(0, max).map((item, i) => this.#at(i, item))
	}

	/** @param lines whether it may have more than one */
	string(max: number, lines = false): string {
		if (!this.present) return ''
		if (typeof this.value !== 'string') {
			this.wrong('not-a-text')
			return ''
		}
		const text = this.value.trim()
		if (text === '') this.wrong('empty')
		else if ([...text].length > max) this.wrong('too-long', max)
		else if (HIDDEN.test(text) || (!lines && text.includes('\n'))) this.wrong('hidden-character')
		return text
	}

	/** A text for the public: Czech alone, or a table of `cs` and `en`. */
	text(max: number, lines = false): Text {
		if (!this.present || typeof this.value === 'string') return { cs: this.string(max, lines), en: null }
		if (!isTable(this.value)) {
			this.wrong('not-a-text')
			return { cs: '', en: null }
		}
		const { cs, en } = this.table(['cs', 'en'], ['en'])
		return { cs: cs.string(max, lines), en: en.present ? en.string(max, lines) : null }
	}

	oneOf<const V extends string>(values: readonly V[]): V {
		const found = values.find((value) => value === this.value)
		if (found === undefined && this.present) this.wrong('not-one-of', values.join(', '))
		return found ?? (values[0] as V)
	}

	number(min: number, max: number): number {
		if (!this.present) return min
		if (typeof this.value !== 'number' || !Number.isSafeInteger(this.value)) {
			this.wrong('not-a-number')
			return min
		}
		if (this.value < min || this.value > max) this.wrong('out-of-range', `${min}–${max}`)
		return this.value
	}

	flag(otherwise: boolean): boolean {
		if (!this.present) return otherwise
		if (typeof this.value !== 'boolean') this.wrong('not-a-flag')
		return this.value === true
	}

	/** A day as the text that it is written as; anything else as it is. */
	get plain(): unknown {
		return this.value instanceof TomlDate ? this.report.lines.written(this.path) : this.value
	}

	id(pattern: RegExp, expected: string): string {
		if (!this.present) return ''
		if (typeof this.value === 'string' && pattern.test(this.value)) return this.value
		this.wrong('not-an-id', expected)
		return typeof this.value === 'string' ? this.value : ''
	}

	#at(step: string | number, value: unknown): Member {
		return new Member(value, [...this.path, step], this.report)
	}
}

/** Control characters but tab and line feed, direction marks, separators, halves of characters. */
const HIDDEN = /[^\P{Cc}\n\t]|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u

function isTable(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
