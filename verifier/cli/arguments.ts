/**
 * The command line's arguments.
 * @module
 */
import { parseArgs } from 'node:util'
import type { Requirement } from '../receipt/verdict.ts'
import type { Language } from '../report.ts'
import { UsageError } from './usage-error.ts'

interface Common {
	language: Language
	json: boolean
	trust: string | undefined
}

export type Command =
	| { name: 'help'; language: Language }
	| (Common & { name: 'verify'; receipt: string; file: string | undefined; require: Requirement[] })
	| (Common & { name: 'audit'; log: string; state: string | undefined })

const OPTIONS = {
	trust: { type: 'string' },
	require: { type: 'string' },
	state: { type: 'string' },
	lang: { type: 'string' },
	json: { type: 'boolean', default: false },
	help: { type: 'boolean', short: 'h', default: false },
} as const

/** The language asked for, or that of the environment as POSIX orders its variables. */
export function chooseLanguage(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
	if (asked === 'cs' || asked === 'en') return asked
	if (asked !== undefined) throw new UsageError(`--lang is cs or en, not “${asked}”`)
	const { LC_ALL, LC_MESSAGES, LANG } = environment
	return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('cs') ? 'cs' : 'en'
}

function readRequirements(text: string | undefined): Requirement[] {
	if (text === undefined) return []
	const found = text.split(',').map((word) => {
		if (word === 'time' || word === 'witness') return word
		throw new UsageError(`--require knows time and witness, not “${word}”`)
	})
	return [...new Set(found)]
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true })
	} catch (cause) {
		throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause })
	}
}

/**
 * @param args without program names
 * @throws UsageError
 */
export function parseCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
	const { values, positionals } = parse(args)
	const language = chooseLanguage(values.lang, environment)
	if (values.help) return { name: 'help', language }
	const common = { language, json: values.json, trust: values.trust }
	const [first, second, ...rest] = positionals
	if (first === undefined) throw new UsageError('no receipt was given')
	if (rest.length > 0) throw new UsageError(`too many arguments: ${rest.join(' ')}`)
	if (first === 'audit') {
		if (second === undefined) throw new UsageError('audit needs the address or folder of a log')
		if (values.require !== undefined) throw new UsageError('--require is not for audit')
		return { name: 'audit', ...common, log: second, state: values.state }
	}
	if (values.state !== undefined) throw new UsageError('--state is for audit only')
	return {
		name: 'verify',
		...common,
		receipt: first,
		file: second,
		require: readRequirements(values.require),
	}
}
