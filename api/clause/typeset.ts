/**
 * Printed pages by Typst: a template of ours and values that reach it as data, never as markup. PDF/A-3a; the same
 * values give the same bytes.
 * @module
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

let compiler: NodeCompiler | undefined

/**
 * @param template in Typst's language; the values are its `sys.inputs`
 * @param values as {@link printable} leaves them, where they are of people
 * @param time that the document says it was made, ms since 1970
 * @returns a PDF. The first call loads the compiler (a quarter of a second), others take milliseconds.
 */
export function typeset(template: string, values: Record<string, string>, time: number): Uint8Array {
	compiler ??= NodeCompiler.create()
	const pdf = compiler.pdf(
		{ mainFileContent: template, inputs: values },
		{ pdfStandard: 'a-3a' as never, creationTimestamp: Math.floor(time / 1000) },
	)
	// Memoised pages of others must not stay in memory.
	compiler.evictCache(10)
	return new Uint8Array(pdf)
}

/**
 * What the pages' fonts do not have: PDF/A refuses it, and a font of the machine would change the bytes. Kept are
 * Latin with all diacritics, Vietnamese ones too, Greek and Cyrillic letters, the usual signs, and white space.
 */
const UNKNOWN =
	/[^\s -~\u00a1-\u00ac\u00ae-\u01c3\u01cd-\u01e3\u01e6-\u01f0\u01f4\u01f5\u01f8-\u0221\u1e00-\u1e99\u1ea0-\u1ef9\u0391-\u03a1\u03a3-\u03ce\u0400-\u045f\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u20ac]/gu

/** The text with a question mark for each character that cannot be printed. */
export function printable(text: string): string {
	return text.normalize('NFC').replace(UNKNOWN, '?')
}
