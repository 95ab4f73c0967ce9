/**
 * What was found in a package itself, in order.
 * @module
 */
import type { Language } from '../report.ts'
import type { MessageKey, Values } from '../words/message.ts'
import { say } from '../words/say.ts'
import type { PackageCheck } from './report.ts'

interface PackageFinding {
	message: MessageKey
	ok: PackageCheck['ok']
	values: Values
	/** Whether the package contradicts itself there, which anyone can see. */
	plain: boolean
}

export class PackageFindings {
	readonly all: PackageFinding[] = []

	private add(ok: PackageCheck['ok'], plain: boolean, message: MessageKey, values: Values): void {
		this.all.push({ message, ok, values, plain })
	}

	yes(message: MessageKey, values: Values = {}): void {
		this.add('yes', false, message, values)
	}

	/** Worth telling, and open. */
	unknown(message: MessageKey, values: Values = {}): void {
		this.add('unknown', false, message, values)
	}

	no(message: MessageKey, values: Values = {}): void {
		this.add('no', false, message, values)
	}

	contradiction(message: MessageKey, values: Values = {}): void {
		this.add('no', true, message, values)
	}

	get firstContradiction(): PackageFinding | null {
		return this.all.find(({ plain }) => plain) ?? null
	}

	said(language: Language): PackageCheck[] {
		return this.all.map(({ message, ok, values }) => ({
			id: message,
			ok,
			sentence: say(language, message, values),
		}))
	}
}
