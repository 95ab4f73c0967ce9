/**
 * A PDF that is truly signed (ISO 32000-1 §12.8, PAdES baseline B of ETSI EN 319 142-1): one of the demo's, and an
 * incremental update with a signature field whose CMS is made by Debian's openssl over the byte range.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makePdf } from '../../scripts/demo-pdf.ts'
import { openssl } from './openssl.ts'

/** Bytes kept for the CMS; one with one certificate has about 1,500. */
const ROOM = 8192
const GAP = '0'.repeat(ROOM * 2)
/** As wide as any range will be once it is known. */
const RANGE = '[0 0000000000 0000000000 0000000000]'

export interface Signer extends Disposable {
	/** @param lines of the page @returns the signed file */
	sign(lines: readonly string[]): Buffer
}

/** Somebody with a P-256 key and a certificate of their own making. @throws Error without openssl */
export function createSigner(name: string): Signer {
	const folder = mkdtempSync(join(tmpdir(), 'letopis-signer-'))
	const run = (...args: string[]) => {
		const { ok, output } = openssl(folder, ...args)
		if (!ok) throw new Error(`openssl ${args.join(' ')}: ${output}`)
	}
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem']
	run('req', '-x509', ...key, '-out', 'own.pem', '-days', '30', '-utf8', '-subj', `/O=Ukazkov/CN=${name}`)
	return {
		sign(lines) {
			const file = withField(makePdf(lines), name)
			const hole = file.indexOf(`<${GAP}>`)
			const after = hole + GAP.length + 2
			const range = `[0 ${hole} ${after} ${file.length - after}]`.padEnd(RANGE.length)
			file.write(range, file.indexOf(RANGE), 'latin1')
			writeFileSync(join(folder, 'signed'), Buffer.concat([file.subarray(0, hole), file.subarray(after)]))
			const made = ['-in', 'signed', '-binary', '-md', 'sha256', '-cades', '-nosmimecap']
			run(
				'cms',
				'-sign',
				...made,
				'-signer',
				'own.pem',
				'-inkey',
				'key.pem',
				'-outform',
				'DER',
				'-out',
				'cms',
			)
			file.write(readFileSync(join(folder, 'cms')).toString('hex'), hole + 1, 'latin1')
			return file
		},
		[Symbol.dispose]: () => rmSync(folder, { recursive: true }),
	}
}

/** The file with an update that adds a field and a signature whose range and content are still to be written. */
function withField(pdf: Buffer, name: string): Buffer {
	const text = pdf.toString('latin1')
	const size = Number(/\/Size (\d+)/.exec(text)?.[1])
	const before = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1])
	const changed = (number: number, added: string): [number, string] => {
		const [, object = ''] = new RegExp(`\\n${number} 0 obj\\n<< (.*) >>\\nendobj`).exec(text) ?? []
		return [number, `<< ${object} ${added} >>`]
	}
	const [field, signature] = [size, size + 1]
	const now = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14)
	const objects: [number, string][] = [
		changed(1, `/AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>`),
		changed(3, `/Annots [${field} 0 R]`),
		[
			field,
			`<< /Type /Annot /Subtype /Widget /FT /Sig /T (Podpis) /F 132 /Rect [0 0 0 0] /P 3 0 R /V ${signature} 0 R >>`,
		],
		[
			signature,
			'<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached ' +
				`/Name (${name}) /M (D:${now}Z) /ByteRange ${RANGE} /Contents <${GAP}> >>`,
		],
	]
	let update = ''
	let table = 'xref\n0 1\n0000000000 65535 f \n'
	for (const [number, object] of objects) {
		table += `${number} 1\n${String(pdf.length + update.length).padStart(10, '0')} 00000 n \n`
		update += `${number} 0 obj\n${object}\nendobj\n`
	}
	const at = pdf.length + update.length
	const trailer = `trailer\n<< /Size ${size + 2} /Root 1 0 R /Prev ${before} >>\nstartxref\n${at}\n%%EOF\n`
	return Buffer.concat([pdf, Buffer.from(update + table + trailer, 'latin1')])
}
