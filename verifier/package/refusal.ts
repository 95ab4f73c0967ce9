/**
 * Why an evidence package is not taken. Codes are stable; what is said about them comes in the reader's language.
 * @module
 */
import type { MessageKey, Phrase, Values } from '../words/message.ts'
import { sayPhrase } from '../words/say.ts'

export type PackageFault =
	/** no ZIP archive, or cut off */
	| 'not-zip'
	/** in several parts, or with entries that are not where one part has them */
	| 'parts'
	/** octets before, between or behind the entries, or entries that share octets */
	| 'gap'
	/** what stands before an entry is not what the directory says of it */
	| 'disagree'
	/** a name that would lead out of the folder it is unpacked into, or fool whoever reads it */
	| 'name'
	/** two entries of one name, or of names that some systems take for one */
	| 'twice'
	| 'too-many'
	| 'too-large'
	/** grows too much when it is unpacked */
	| 'bomb'
	| 'encrypted'
	/** a way of compressing, or a feature, that packages do not need */
	| 'unsupported'
	/** compressed data that cannot be read, or another length or checksum than announced */
	| 'data'
	/** not what an associated signature container begins with */
	| 'no-container'
	/** a manifest that is no well-formed XML of the allowed kind */
	| 'xml'
	/** well-formed, and no manifest */
	| 'manifest'

export class PackageRefusal extends Error {
	override readonly name = 'PackageRefusal'
	readonly code: PackageFault
	/** why, to be said in the reader's language */
	readonly why: Phrase

	constructor(code: PackageFault, values: Values = {}, options?: ErrorOptions) {
		const key: MessageKey = `package-why-${code}`
		super(sayPhrase('en', { key, values }), options)
		this.code = code
		this.why = { key, values }
	}
}
