/**
 * The command line's arguments.
 * @module
 */
import { parseArgs } from 'node:util'
import type { PackageRequirement } from '../package/summary.ts'
import type { Requirement } from '../receipt/verdict.ts'
import type { Language } from '../report.ts'
import { UsageError } from './usage-error.ts'

interface Common {
	language: Language
	json: boolean
	trust: string | undefined
}

interface Printing {
	/** file for the printable page */
	report: string | undefined
}

export type Command =
	| { name: 'help'; language: Language }
	| (Common &
			Printing & { name: 'verify'; receipt: string; file: string | undefined; require: Requirement[] })
	| (Common &
			Printing & {
				name: 'package'
				file: string
				require: PackageRequirement[]
				/** ms since 1970; undefined: now */
				at: number | undefined
				algorithms: string | undefined
				/** for signatures of the document */
				roots: readonly string[]
			})
	| (Common &
			Printing & {
				name: 'evidence'
				records: string[]
				file: string | undefined
				/** ms since 1970; undefined: now */
				at: number | undefined
				algorithms: string | undefined
			})
	| (Common & {
			name: 'audit'
			log: string
			state: string | undefined
			earlier: readonly string[]
			/** file */
			accessKeys: string | undefined
	  })
	| (Pick<Common, 'language' | 'json'> & {
			name: 'signatures'
			file: string
			content: string | undefined
			roots: readonly string[]
			/** ms since 1970; undefined: now, and unproven */
			at: number | undefined
			existed: number | undefined
	  })

const OPTIONS = {
	trust: { type: 'string' },
	require: { type: 'string' },
	state: { type: 'string' },
	earlier: { type: 'string', multiple: true },
	'access-keys': { type: 'string' },
	at: { type: 'string' },
	algorithms: { type: 'string' },
	roots: { type: 'string', multiple: true },
	existed: { type: 'string' },
	report: { type: 'string' },
	lang: { type: 'string' },
	json: { type: 'boolean', default: false },
	help: { type: 'boolean', short: 'h', default: false },
} as const

/** The language asked for, or that of the environment as POSIX orders its variables. */
export function chooseLanguage(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
	if (asked === 'cs' || asked === 'en') return asked
	if (asked !== undefined) throw UsageError.syntax('cli-language', { word: asked })
	return languageOf(environment)
}

/** By the environment, as POSIX orders its variables. */
function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
	return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('cs') ? 'cs' : 'en'
}

/** The language of a complaint about arguments that could not be parsed: `--lang` counts, if it can be made out. */
export function guessLanguage(args: readonly string[], environment: NodeJS.ProcessEnv): Language {
	const end = args.indexOf('--')
	const options = end < 0 ? args : args.slice(0, end)
	const asked = options.flatMap((arg, i) =>
		arg === '--lang' ? (args[i + 1] ?? []) : (/^--lang=(.*)$/.exec(arg)?.[1] ?? []),
	)
	const last = asked.at(-1)
	return last === 'cs' || last === 'en' ? last : languageOf(environment)
}

/** Node's own complaints are English; what they are about stands in quotes, as `'-x, --xyz <value>'` at the most. */
function notUnderstood(cause: unknown): UsageError {
	const { code, message } = cause as NodeJS.ErrnoException
	const [, option] = /'(-[^\s',=]*)/.exec(message) ?? []
	if (option === undefined) return UsageError.syntax('cli-arguments', {}, { cause })
	const key = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? 'cli-unknown-option' : 'cli-option-value'
	return UsageError.syntax(key, { option }, { cause })
}

function readRequirements<Known extends PackageRequirement>(
	text: string | undefined,
	known: readonly Known[],
): Known[] {
	if (text === undefined) return []
	const found = text.split(',').map((word) => {
		const asked = known.find((one) => one === word)
		if (asked !== undefined) return asked
		throw UsageError.syntax(word === 'seal' ? 'cli-require-seal' : 'cli-requirement', { word })
	})
	return [...new Set(found)]
}

/** Names of evidence records; whatever else is given beside them is the document. */
const RECORD = /\.ers?$/i
/** Names of packages; nothing stands beside one. */
const PACKAGE = /\.(?:asice|sce)$/i

/** A day or an instant in UTC, as the reports write them. */
function readInstant(option: 'at' | 'existed', text: string | undefined): number | undefined {
	if (text === undefined) return undefined
	const isInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,3})?Z)?$/.test(text)
	const at = isInstant ? Date.parse(text) : Number.NaN
	if (Number.isNaN(at)) throw UsageError.syntax('cli-instant', { option, word: text })
	return at
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true })
	} catch (cause) {
		throw notUnderstood(cause)
	}
}

type Parsed = ReturnType<typeof parse>

function parseSignatures({ values, positionals }: Parsed, language: Language): Command {
	for (const option of ['trust', 'require', 'state', 'earlier', 'algorithms', 'report'] as const) {
		if (values[option] !== undefined) throw UsageError.syntax('cli-not-for-signatures', { option })
	}
	const [, file, content, ...rest] = positionals
	if (file === undefined) throw UsageError.syntax('cli-no-signed')
	if (rest.length > 0) throw UsageError.syntax('cli-too-many', { words: rest.join(' ') })
	return {
		name: 'signatures',
		language,
		json: values.json,
		file,
		content,
		roots: values.roots ?? [],
		at: readInstant('at', values.at),
		existed: readInstant('existed', values.existed),
	}
}

function parsePackage({ values, positionals }: Parsed, language: Language): Command {
	for (const option of ['state', 'earlier', 'existed'] as const) {
		if (values[option] !== undefined) throw UsageError.syntax('cli-not-for-package', { option })
	}
	const [file = '', ...rest] = positionals
	if (rest.length > 0) throw UsageError.syntax('cli-package-alone', { words: rest.join(' ') })
	return {
		name: 'package',
		language,
		json: values.json,
		trust: values.trust,
		report: values.report,
		file,
		require: readRequirements(values.require, ['time', 'witness', 'seal']),
		at: readInstant('at', values.at),
		algorithms: values.algorithms,
		roots: values.roots ?? [],
	}
}

/**
 * @param args without program names
 * @throws UsageError
 */
export function parseCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
	const parsed = parse(args)
	const { values, positionals } = parsed
	const language = chooseLanguage(values.lang, environment)
	if (values.help) return { name: 'help', language }
	const common = { language, json: values.json, trust: values.trust }
	const [first, second, ...rest] = positionals
	if (values['access-keys'] !== undefined && first !== 'audit')
		throw UsageError.syntax('cli-access-keys-in-audit')
	if (first === undefined) throw UsageError.syntax('cli-no-receipt')
	if (first === 'signatures') return parseSignatures(parsed, language)
	// A container may also be a document that a receipt or a record is about.
	const isPackage = PACKAGE.test(first) && !positionals.some((name) => RECORD.test(name))
	if (isPackage) return parsePackage(parsed, language)
	for (const option of ['roots', 'existed'] as const) {
		if (values[option] !== undefined) throw UsageError.syntax('cli-for-signatures', { option })
	}
	const { at, algorithms, report } = values
	if (first !== 'audit' && positionals.some((name) => RECORD.test(name))) {
		for (const option of ['require', 'state', 'earlier'] as const) {
			if (values[option] !== undefined) throw UsageError.syntax('cli-not-for-evidence', { option })
		}
		const records = positionals.filter((name) => RECORD.test(name))
		const [file, ...more] = positionals.filter((name) => !RECORD.test(name))
		if (more.length > 0) throw UsageError.syntax('cli-too-many', { words: more.join(' ') })
		return { name: 'evidence', ...common, report, records, file, at: readInstant('at', at), algorithms }
	}
	for (const [option, value] of Object.entries({ at, algorithms })) {
		if (value !== undefined) throw UsageError.syntax('cli-for-evidence', { option })
	}
	if (rest.length > 0) throw UsageError.syntax('cli-too-many', { words: rest.join(' ') })
	if (first === 'audit') {
		if (second === undefined) throw UsageError.syntax('cli-no-log')
		if (values.require !== undefined) throw UsageError.syntax('cli-require-in-audit')
		if (report !== undefined) throw UsageError.syntax('cli-report-in-audit')
		const accessKeys = values['access-keys']
		if (accessKeys !== undefined && values.state !== undefined)
			throw UsageError.syntax('cli-access-keys-state')
		const { state, earlier = [] } = values
		return { name: 'audit', ...common, log: second, state, earlier, accessKeys }
	}
	if (values.state !== undefined) throw UsageError.syntax('cli-state-in-verify')
	if (values.earlier !== undefined) throw UsageError.syntax('cli-earlier-in-verify')
	return {
		name: 'verify',
		...common,
		report,
		receipt: first,
		file: second,
		require: readRequirements(values.require, ['time', 'witness']),
	}
}
