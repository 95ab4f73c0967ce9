/**
 * What a file is, by its structure and not by its name: looked at piece by piece in constant memory, never parsed as a
 * whole, never run. It says what is there, not whether it is sound: a claim of PDF/A is a claim, and signatures
 * are found, not checked.
 * @module
 */
import { createHash, type Hash } from 'node:crypto'

export const FORMATS = [
	'empty',
	'pdf',
	'zfo',
	'cms',
	'asic-e',
	'asic-s',
	'odf',
	'ooxml',
	'zip',
	'ole',
	'png',
	'jpeg',
	'tiff',
	'gif',
	'webp',
	'xml',
	'html',
	'text',
	'executable',
	'unknown',
] as const
export type Format = (typeof FORMATS)[number]

export interface Recognised {
	readonly sha256: Uint8Array
	readonly format: Format
	/** what a PDF says of itself, for example `2b`; null if it says nothing */
	readonly pdfa: string | null
	/** whether signatures are in it; `unknown` where we cannot tell */
	readonly signatures: 'contained-unchecked' | 'none-found' | 'unknown'
	/** whether the extension of the name fits the format; null without one that is known */
	readonly fitsName: boolean | null
}

/** Bytes kept from the beginning. */
const HEAD = 65_536
/** Bytes of a piece that are looked at again with the next one, so that nothing hides between two. */
const OVERLAP = 256
/** Bytes looked through for signatures and metadata. */
const LOOKED_THROUGH = 256 * 1024 * 1024

const EXTENSIONS: Record<string, readonly Format[]> = {
	pdf: ['pdf'],
	zfo: ['zfo'],
	p7m: ['cms', 'zfo'],
	p7s: ['cms'],
	asice: ['asic-e'],
	sce: ['asic-e'],
	asics: ['asic-s'],
	scs: ['asic-s'],
	odt: ['odf'],
	ods: ['odf'],
	odp: ['odf'],
	docx: ['ooxml'],
	xlsx: ['ooxml'],
	pptx: ['ooxml'],
	doc: ['ole'],
	xls: ['ole'],
	zip: ['zip', 'asic-e', 'asic-s', 'odf', 'ooxml'],
	png: ['png'],
	jpg: ['jpeg'],
	jpeg: ['jpeg'],
	tif: ['tiff'],
	tiff: ['tiff'],
	gif: ['gif'],
	webp: ['webp'],
	xml: ['xml'],
	html: ['html'],
	htm: ['html'],
	txt: ['text'],
	csv: ['text'],
	json: ['text'],
}

export class Recogniser {
	readonly #name: string
	readonly #size: number
	readonly #hash: Hash = createHash('sha256')
	#head = Buffer.alloc(0)
	#rest = Buffer.alloc(0)
	#seen = 0
	#byteRange = false
	#signatureFile = false
	#part: string | null = null
	#level: string | null = null

	/** @param size bytes of the whole file */
	constructor(name: string, size: number) {
		this.#name = name
		this.#size = size
	}

	/** The next bytes. They are not kept. */
	take(piece: Uint8Array): void {
		this.#hash.update(piece)
		if (this.#head.length < HEAD) {
			this.#head = Buffer.concat([this.#head, piece.subarray(0, HEAD - this.#head.length)])
		}
		if (this.#seen < LOOKED_THROUGH) this.#look(Buffer.concat([this.#rest, piece]))
		// Pieces may be shorter than what is kept of them.
		const end = Buffer.concat([this.#rest, piece.subarray(-OVERLAP)])
		this.#rest = Buffer.from(end.subarray(-OVERLAP))
		this.#seen += piece.length
	}

	result(): Recognised {
		const format = this.#size === 0 ? 'empty' : formatOf(this.#head)
		return {
			sha256: new Uint8Array(this.#hash.digest()),
			format,
			pdfa: format === 'pdf' && this.#part !== null ? `${this.#part}${this.#level ?? ''}` : null,
			signatures: this.#signatures(format),
			fitsName: fits(this.#name, format),
		}
	}

	#look(bytes: Buffer): void {
		// The dictionary of a PDF signature is never compressed: its byte range could not be filled in otherwise.
		this.#byteRange ||= bytes.includes('/ByteRange')
		if (this.#head.subarray(0, 2).toString('latin1') === 'PK') {
			this.#signatureFile ||= SIGNATURE_FILE.test(bytes.toString('latin1'))
		}
		this.#part ??= memberOf(bytes, 'pdfaid:part', /^\s*(?:>|=\s*["'])\s*([1-4])/)
		this.#level ??= memberOf(bytes, 'pdfaid:conformance', /^\s*(?:>|=\s*["'])\s*([ABUEF])/i)
	}

	#signatures(format: Format): Recognised['signatures'] {
		switch (format) {
			case 'pdf':
				if (this.#byteRange) return 'contained-unchecked'
				return this.#seen > LOOKED_THROUGH ? 'unknown' : 'none-found'
			case 'zfo':
			case 'cms':
				return 'contained-unchecked'
			case 'asic-e':
			case 'asic-s':
				return this.#signatureFile ? 'contained-unchecked' : 'unknown'
			case 'empty':
			case 'png':
			case 'jpeg':
			case 'gif':
			case 'text':
				return 'none-found'
			default:
				return 'unknown'
		}
	}
}

const SIGNATURE_FILE = /META-INF\/[^/]{0,64}signature[^/]{0,64}\.(?:p7s|xml)/

/** Value of a member of XMP metadata, as an element or an attribute. */
function memberOf(bytes: Buffer, name: string, value: RegExp): string | null {
	const at = bytes.indexOf(name)
	if (at < 0) return null
	const text = bytes.subarray(at + name.length, at + name.length + 32).toString('latin1')
	return value.exec(text)?.[1]?.toLowerCase() ?? null
}

function fits(name: string, format: Format): boolean | null {
	const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
	return Object.hasOwn(EXTENSIONS, extension) ? (EXTENSIONS[extension]?.includes(format) ?? null) : null
}

const MAGIC: readonly [Format, string][] = [
	['png', '89504e470d0a1a0a'],
	['jpeg', 'ffd8ff'],
	['tiff', '49492a00'],
	['tiff', '4d4d002a'],
	['gif', '474946383961'],
	['gif', '474946383761'],
	['ole', 'd0cf11e0a1b11ae1'],
	['executable', '4d5a'],
	['executable', '7f454c46'],
]
/** OID 1.2.840.113549.1.7.2, signedData, in DER. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex')
const ZFO_MARK = 'isds.czechpoint.cz'

function formatOf(head: Buffer): Format {
	// Readers accept what comes before within the first kilobyte.
	if (head.subarray(0, 1024).includes('%PDF-')) return 'pdf'
	const hex = head.subarray(0, 8).toString('hex')
	const known = MAGIC.find(([, magic]) => hex.startsWith(magic))
	if (known !== undefined) return known[0]
	if (hex.startsWith('52494646') && head.subarray(8, 12).toString('latin1') === 'WEBP') return 'webp'
	if (hex.startsWith('504b0304')) return containerOf(head)
	if (head[0] === 0x30 && head.subarray(0, 24).includes(SIGNED_DATA))
		return head.includes(ZFO_MARK) ? 'zfo' : 'cms'
	return textOf(head)
}

/** By the first member of the archive, as ASiC (EN 319 162-1 §A.1), ODF and OPC have it. */
function containerOf(head: Buffer): Format {
	const length = head.length >= 30 ? head.readUInt16LE(26) : 0
	const name = head.subarray(30, 30 + length).toString('latin1')
	const extra = head.length >= 30 ? head.readUInt16LE(28) : 0
	const content = head.subarray(30 + length + extra, 30 + length + extra + 80).toString('latin1')
	if (name === 'mimetype') {
		if (content.startsWith('application/vnd.etsi.asic-e+zip')) return 'asic-e'
		if (content.startsWith('application/vnd.etsi.asic-s+zip')) return 'asic-s'
		if (content.startsWith('application/vnd.oasis.opendocument')) return 'odf'
	}
	if (name === '[Content_Types].xml' || head.includes('[Content_Types].xml')) return 'ooxml'
	return head.includes('META-INF/') && head.includes('signature') ? 'asic-e' : 'zip'
}

function textOf(head: Buffer): Format {
	// A character cut in the middle at the end of what we look at is no mistake.
	const whole = head.length < HEAD
	let text: string
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: !whole })
	} catch {
		return 'unknown'
	}
	// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary files
	if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text)) return 'unknown'
	const begin = text.trimStart().slice(0, 256).toLowerCase()
	if (begin.startsWith('<?xml')) return 'xml'
	return /^<!doctype html|^<html\b/.test(begin) ? 'html' : 'text'
}
