/**
 * A small, real PDF (ISO 32000-1) with a decision of the fictional town Ukázkov: one page, one standard font,
 * Czech letters through an encoding with differences. Written by hand so that the demo needs no PDF library.
 * @module
 */

const CZECH: [letter: string, glyph: string][] = [
	['ě', 'ecaron'],
	['š', 'scaron'],
	['č', 'ccaron'],
	['ř', 'rcaron'],
	['ž', 'zcaron'],
	['ů', 'uring'],
	['ť', 'tcaron'],
	['ď', 'dcaron'],
	['ň', 'ncaron'],
	['Č', 'Ccaron'],
	['Ř', 'Rcaron'],
	['Š', 'Scaron'],
	['Ž', 'Zcaron'],
	['Ú', 'Uacute'],
	['–', 'endash'],
]
const FIRST_CODE = 128

/** @returns the bytes of a PDF 1.4 file showing the lines, the first as a heading */
export function makePdf(lines: readonly string[]): Buffer {
	const [heading = '', ...rest] = lines
	const content = [
		'BT /F1 18 Tf 72 760 Td',
		`(${encode(heading)}) Tj`,
		'/F1 11 Tf 0 -34 Td 16 TL',
		...rest.map((line) => `(${encode(line)}) Tj T*`),
		'ET',
	].join('\n')
	const differences = CZECH.map(([, glyph]) => `/${glyph}`).join(' ')
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R /Lang (cs-CZ) >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
		`<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding 6 0 R >>',
		`<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [${FIRST_CODE} ${differences}] >>`,
	]
	let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
	const offsets: number[] = []
	objects.forEach((object, index) => {
		offsets.push(file.length)
		file += `${index + 1} 0 obj\n${object}\nendobj\n`
	})
	const table = file.length
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
	for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`
	file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
	return Buffer.from(file, 'latin1')
}

function encode(text: string): string {
	let out = ''
	for (const char of text.normalize('NFC')) {
		const special = CZECH.findIndex(([letter]) => letter === char)
		const code = special >= 0 ? FIRST_CODE + special : char.charCodeAt(0)
		if (code > 255) throw new RangeError(`no code for the letter ${JSON.stringify(char)}`)
		out += code > 126 || '()\\'.includes(char) ? `\\${code.toString(8).padStart(3, '0')}` : char
	}
	return out
}
