/**
 * Name of a document's file within a package: its own as far as it is safe in every file system and cannot be taken for
 * anything else in the package.
 * @module
 */

/** What a package holds beside the document, or stands for something in a shell. */
const RESERVED =
	/^(mimetype|receipt\.json|premis\.xml|protocol-(cs|en)\.pdf|readme\.txt|trust-of-the-town\.json|meta-inf|tokens|certificates|revocation|con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i
const MAX_BYTES = 180
const NAMELESS = 'document'

/** @param given as it was uploaded; null if it is not to be told */
export function fileNameIn(given: string | null): string {
	const kept = (given ?? '')
		.normalize('NFC')
		.replace(/[\p{C}\p{Z}\\/:*?"<>|'`$;&!%#]+/gu, '_')
		.replace(/^[._-]+|[._]+$/g, '')
	const name = shortened(kept)
	if (name === '') return NAMELESS
	return RESERVED.test(name) ? `${NAMELESS}-${name}` : name
}

/** Cut before its ending, between characters. */
function shortened(name: string): string {
	const bytes = (text: string) => Buffer.byteLength(text)
	if (bytes(name) <= MAX_BYTES) return name
	const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ''
	let kept = ''
	for (const character of name.slice(0, name.length - ending.length)) {
		if (bytes(kept + character + ending) > MAX_BYTES) break
		kept += character
	}
	return kept + ending
}
