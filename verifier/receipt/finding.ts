/**
 * Checks while they are being made: message keys instead of sentences, and whether a failure is plain to everybody.
 * @module
 */
import type { Question } from '../report.ts'
import type { InputKey, MessageKey, Phrase, Values } from '../words/message.ts'

export interface Finding {
	id: string
	question: Question
	ok: 'yes' | 'no' | 'unknown'
	/**
	 * Of a `no`: the receipt contradicts itself, whomever one trusts. Other failures rest on the trust file.
	 */
	plain: boolean
	message: MessageKey
	values: Values
	inputs: readonly (readonly [InputKey, string | Phrase])[]
}

/** Collects the findings of one verification in order. */
export class Findings {
	readonly all: Finding[] = []

	private add(
		ok: Finding['ok'],
		plain: boolean,
		[question, id]: readonly [Question, string],
		message: MessageKey,
		values: Values,
		inputs: Finding['inputs'],
	): void {
		this.all.push({ id, question, ok, plain, message, values, inputs })
	}

	yes(at: readonly [Question, string], message: MessageKey, values: Values, inputs: Finding['inputs']): void {
		this.add('yes', false, at, message, values, inputs)
	}

	/** A contradiction that needs no trust to be seen. */
	contradiction(
		at: readonly [Question, string],
		message: MessageKey,
		values: Values,
		inputs: Finding['inputs'],
	): void {
		this.add('no', true, at, message, values, inputs)
	}

	/** A failure under the reader's trust file. */
	no(at: readonly [Question, string], message: MessageKey, values: Values, inputs: Finding['inputs']): void {
		this.add('no', false, at, message, values, inputs)
	}

	unknown(
		at: readonly [Question, string],
		message: MessageKey,
		values: Values,
		inputs: Finding['inputs'],
	): void {
		this.add('unknown', false, at, message, values, inputs)
	}

	get contradicted(): boolean {
		return this.all.some(({ plain }) => plain)
	}
}
