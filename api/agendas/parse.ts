/**
 * Reads an agenda's file. All bounds are checked here, each problem is told with its line, and whatever a file says:
 * either it is an agenda as a whole, or none.
 * @module
 */
import { parse, TomlError } from 'smol-toml'
import { checkRules, normalRules, type RuleProblem } from '../clock/rules.ts'
import {
	AGENDA_MAX_BYTES,
	type Agenda,
	type DigitalAct,
	type Fee,
	type Guide,
	LIMITS,
	PROCEDURES,
	type Registered,
	type Templates,
} from './agenda.ts'
import { readAttachments, readPages } from './parse-form.ts'
import { type FileProblem, type FileProblemCode, fileProblem, Member, Report } from './reader.ts'
import { TomlLines } from './toml-lines.ts'

export type Parsed = { readonly agenda: Agenda } | { readonly problems: readonly FileProblem[] }

export const AGENDA_CODE = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/
/** Addresses of the service and the portal that are no agenda's. */
const TAKEN_CODES = ['check', 'nova']
const DEPARTMENT_CODE = /^[a-z0-9][a-z0-9-]{0,31}$/
const LAW_MAX = 300
const MAX_DEPTH = 8

const MEMBERS = [
	...['code', 'title', 'summary', 'department', 'law', 'procedure', 'fee', 'retention', 'guide'],
	...['register', 'pages', 'attachments', 'templates', 'clock'],
] as const

/** @param text of the file; at most {@link AGENDA_MAX_BYTES} */
export function parseAgenda(text: string): Parsed {
	if (Buffer.byteLength(text) > AGENDA_MAX_BYTES) {
		return { problems: [fileProblem(1, '', 'too-large', String(AGENDA_MAX_BYTES))] }
	}
	let value: unknown
	try {
		value = parse(text, { maxDepth: MAX_DEPTH, unsafeKeyBehaviour: 'throw' })
	} catch (error) {
		if (!(error instanceof TomlError)) throw error
		return { problems: [syntaxProblem(error)] }
	}
	const report = new Report(new TomlLines(text))
	const agenda = readAgenda(new Member(value, [], report))
	return report.problems.length === 0 ? { agenda } : { problems: inOrder(report.problems) }
}

function syntaxProblem({ line, message }: TomlError): FileProblem {
	const reason = (message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '')
	return fileProblem(line, '', 'syntax', reason)
}

function inOrder(problems: readonly FileProblem[]): FileProblem[] {
	return problems.toSorted((a, b) => a.line - b.line)
}

function readAgenda(file: Member): Agenda {
	const of = file.table(MEMBERS, ['register', 'attachments', 'templates'])
	const pages = readPages(of.pages)
	const code = of.code.id(AGENDA_CODE, '1 to 40 of a-z, 0-9 and -')
	if (TAKEN_CODES.includes(code)) of.code.wrong('duplicate', code)
	return {
		code,
		title: of.title.text(LIMITS.title),
		summary: of.summary.text(LIMITS.summary),
		department: of.department.id(DEPARTMENT_CODE, 'the code of a department'),
		law: of.law.list(1, LIMITS.laws).map((law) => law.string(LAW_MAX)),
		procedure: of.procedure.oneOf(PROCEDURES),
		register: readRegister(of.register),
		fee: readFee(of.fee),
		retention: readRetention(of.retention),
		guide: readGuide(of.guide),
		pages,
		attachments: readAttachments(of.attachments, pages),
		templates: readTemplates(of.templates),
		clock: readClock(of.clock),
	}
}

function readRegister(member: Member): DigitalAct | null {
	if (!member.present) return null
	const { act, service, agenda } = member.table(['act', 'service', 'agenda'])
	return {
		act: readRegistered(act, /^U\d{1,8}$/, 'U and 1 to 8 digits'),
		service: readRegistered(service, /^S\d{1,6}$/, 'S and 1 to 6 digits'),
		agenda: readRegistered(agenda, /^A\d{1,6}$/, 'A and 1 to 6 digits'),
	}
}

function readRegistered(member: Member, pattern: RegExp, expected: string): Registered {
	if (!member.present) return { code: '', title: '' }
	const { code, title } = member.table(['code', 'title'])
	return { code: code.id(pattern, expected), title: title.string(LAW_MAX) }
}

function readFee(member: Member): Fee {
	if (!member.present) return { amount: 0, text: null, law: null, example: false }
	const { amount, text, law, example } = member.table(
		['amount', 'text', 'law', 'example'],
		['text', 'law', 'example'],
	)
	return {
		amount: amount.number(0, 10_000_000),
		text: text.present ? text.text(LIMITS.guide, true) : null,
		law: law.present ? law.string(LAW_MAX) : null,
		example: example.flag(false),
	}
}

function readRetention(member: Member): Agenda['retention'] {
	if (!member.present) return { class: 'A', years: 1, code: '' }
	const of = member.table(['class', 'years', 'code'])
	return { class: of.class.oneOf(['A', 'S']), years: of.years.number(1, 100), code: of.code.string(40) }
}

function readGuide(member: Member): Guide {
	const empty = { cs: '', en: null }
	if (!member.present) return { who: empty, where: empty, time: empty, bring: [], steps: [] }
	const of = member.table(['who', 'where', 'time', 'bring', 'steps'], ['bring'])
	return {
		who: of.who.text(LIMITS.guide, true),
		where: of.where.text(LIMITS.guide, true),
		time: of.time.text(LIMITS.guide, true),
		bring: of.bring.list(0, LIMITS.bring).map((item) => item.text(LIMITS.hint)),
		steps: of.steps.list(1, LIMITS.steps).map((item) => {
			const { title, text } = item.table(['title', 'text'])
			return { title: title.text(LIMITS.title), text: text.text(LIMITS.guide, true) }
		}),
	}
}

function readTemplates(member: Member): Templates {
	if (!member.present) return { correction: null, message: null, decision: null }
	const names = ['correction', 'message', 'decision'] as const
	const { correction, message, decision } = member.table(names, names)
	return {
		correction: correction.present ? correction.string(LIMITS.template, true) : null,
		message: message.present ? message.text(LIMITS.template, true) : null,
		decision: decision.present ? readDecision(decision) : null,
	}
}

function readDecision(member: Member): NonNullable<Templates['decision']> {
	const { ruling, reasoning, instruction } = member.table(['ruling', 'reasoning', 'instruction'])
	const max = LIMITS.template
	return {
		ruling: ruling.string(max, true),
		reasoning: reasoning.string(max, true),
		instruction: instruction.string(max, true),
	}
}

/** The rules are judged where they are defined; days of TOML are texts there. */
function readClock(member: Member): Agenda['clock'] {
	if (!member.present) return []
	const rules = plainDays(member)
	const problems = checkRules(rules)
	for (const { at, code, message } of problems) {
		member.report.add([...member.path, ...at], CLOCK_CODES[code], message)
	}
	return problems.length === 0 ? normalRules(rules) : []
}

const CLOCK_CODES: Record<RuleProblem['code'], FileProblemCode> = {
	'not-rules': 'clock-malformed',
	'wrong-member': 'clock-malformed',
	'unknown-member': 'clock-malformed',
	repeated: 'clock-malformed',
	gap: 'clock-gap',
	overlap: 'clock-overlap',
	order: 'clock-order',
}

function plainDays({ value, path, report }: Member): unknown {
	if (!Array.isArray(value)) return value
	return value.map((set: unknown, i) => {
		if (typeof set !== 'object' || set === null || Array.isArray(set)) return set
		return Object.fromEntries(
			Object.entries(set).map(([name, one]) => [name, new Member(one, [...path, i, name], report).plain]),
		)
	})
}
