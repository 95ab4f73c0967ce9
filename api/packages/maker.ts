/**
 * Makes an evidence package: an ASiC-E container (ETSI EN 319 162-1) with the document, the proof of its record, evidence
 * records, tokens, certificates, provenance and protocol, under the town's seal. Everything but the document is made in
 * memory; the document is read twice, once for its checksum and once to be sent, and never held.
 *
 * The same state of the log gives the same bytes, but for the seal, which says when it was made.
 * @module
 */
import { createHash, X509Certificate } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { blobCid, cidText, formatReceipt, hex, type Receipt, sha256, utf8 } from '@letopis/format'
import { tokenFacts } from '@letopis/ledger'
import type { PrintingPlace } from '../clause/printer.ts'
import type { Evidence, RevocationData, Seal } from '../deps.ts'
import { asicManifest, CONTAINER_TYPE, type Referenced } from './manifests.ts'
import { type PackageEvent, type PackageStamp, premis } from './premis.ts'
import type { ProtocolFacts } from './protocol.ts'
import { readme } from './readme.ts'
import { type Zip, type ZipFile, zip } from './zip.ts'

export interface PackageInputs {
	/** Facts of the protocol that are not derived here. */
	readonly facts: Omit<
		ProtocolFacts,
		'kind' | 'language' | 'events' | 'stamps' | 'records' | 'damaged' | 'seal' | 'size' | 'sha256' | 'file'
	>
	readonly version: string
	/** The document: its name in the package, what is known of it, and how it is read. */
	readonly file: {
		readonly name: string
		readonly type: string
		readonly size: number
		readonly sha256: Uint8Array
		readonly read: () => AsyncIterable<Uint8Array>
	}
	readonly receipt: Receipt
	readonly records: readonly Evidence[]
	/** Authorities whose record should be there and cannot be made. */
	readonly damaged: readonly string[]
	readonly events: readonly PackageEvent[]
	/** What says whether certificates were withdrawn, beside what renewals name. */
	readonly revocation: readonly Pick<RevocationData, 'kind' | 'der'>[]
	readonly trustFile: Uint8Array
	/** DER of roots that stamps and seal lead to. */
	readonly roots: readonly Uint8Array[]
	readonly seal: Seal
	/** Whether a time-stamp is asked for the seal. */
	readonly stamped: boolean
	/** A place for each page that is printed. */
	readonly printing: readonly [PrintingPlace, PrintingPlace]
}

/** @throws Error if the document is not what its record says */
export async function makePackage(inputs: PackageInputs): Promise<Zip> {
	const { file, receipt, records, seal, trustFile } = inputs
	const stamps = stampsOf(receipt)
	const provenance = { ...inputs.facts, ...inputs, stamps, file: { ...file, sha256: hex(file.sha256) } }
	const [crc, protocols] = await Promise.all([checksum(file), print(inputs, stamps)])
	const texts: [name: string, text: string][] = [
		['receipt.json', formatReceipt(receipt)],
		['premis.xml', premis(provenance)],
	]
	const [sealRoot = new Uint8Array()] = seal.signer.chain.slice(-1)
	const guide = readme({
		...{ ...inputs.facts, file: file.name, sha256: hex(file.sha256), stamps },
		sealRoot: hex(sha256(sealRoot)),
	})
	const beside: Small[] = [
		...texts.map(([name, text]) => small(name, utf8(text))),
		...protocols,
		small('README.txt', utf8(guide)),
		...receipt.anchors.map(({ token }, i) =>
			small(stamps[i]?.file ?? '', token, 'application/vnd.etsi.timestamp-token'),
		),
		...certificateFiles(inputs),
		small('trust-of-the-town.json', trustFile, 'application/json'),
	]
	const document: Referenced = { name: file.name, type: file.type, sha256: file.sha256 }
	const evidence = records.flatMap(({ record }, i) => {
		const number = String(i + 1).padStart(3, '0')
		const name = `META-INF/evidencerecord${number}.ers`
		const manifest = asicManifest({ name }, [document])
		return [small(`META-INF/ASiCEvidenceRecordManifest${number}.xml`, utf8(manifest)), small(name, record)]
	})
	const signature = 'META-INF/signature.p7s'
	const manifest = utf8(
		asicManifest({ name: signature, type: 'application/pkcs7-signature' }, [
			document,
			...[...beside, ...evidence].map(({ name, bytes, type }) => ({
				name,
				sha256: sha256(bytes),
				...(type === undefined ? {} : { type }),
			})),
		]),
	)
	const { cms } = await seal.sign(manifest, inputs.stamped)
	const content: ZipFile = { name: file.name, size: file.size, crc, read: file.read }
	return zip([
		small('mimetype', utf8(CONTAINER_TYPE)),
		content,
		...beside,
		...evidence,
		small('META-INF/ASiCManifest.xml', manifest),
		small(signature, cms),
	])
}

interface Small {
	readonly name: string
	readonly bytes: Uint8Array
	readonly type?: string
}

function small(name: string, bytes: Uint8Array, type?: string): Small {
	return { name, bytes, ...(type === undefined ? {} : { type }) }
}

/** What is true of the tokens of a receipt, in its order. */
function stampsOf({ anchors }: Receipt): PackageStamp[] {
	const counts = new Map<string, number>()
	return anchors.map(({ authority, token }) => {
		const count = (counts.get(authority) ?? 0) + 1
		counts.set(authority, count)
		const { time, imprint } = tokenFacts(token)
		return {
			authority,
			time,
			imprint,
			token: cidText(blobCid(token)),
			file: `tokens/${authority}-${count}.tst`,
		}
	})
}

async function print(
	{ facts, file, records, damaged, events, seal, printing }: PackageInputs,
	stamps: PackageStamp[],
) {
	const pages = (['cs', 'en'] as const).map(async (language, i) => {
		const pdf = await printing[i as 0 | 1].print({
			...{ ...facts, kind: 'protocol', language, events, stamps, records: records.length, damaged },
			...{ file: file.name, size: file.size, sha256: hex(file.sha256), seal: seal.signer.name },
		})
		return small(`protocol-${language}.pdf`, pdf, 'application/pdf')
	})
	return Promise.all(pages)
}

/** Certificates of tokens and seal, what says whether they were withdrawn, and statements of renewals, each once. */
function certificateFiles({ receipt, records, roots, seal, revocation }: PackageInputs): Small[] {
	const tokens = [...receipt.anchors.map(({ token }) => token), ...records.flatMap((one) => one.tokens)]
	const facts = tokens.map(tokenFacts)
	const found = new Map<string, Small>()
	const add = (folder: string, ending: string, type: string, der: Uint8Array) => {
		const name = `${folder}/${hex(sha256(der)).slice(0, 16)}.${ending}`
		found.set(name, small(name, der, type))
	}
	for (const der of [...seal.signer.chain, ...facts.flatMap(({ certificates }) => certificates), ...roots])
		if (isCertificate(der)) add('certificates', 'cer', 'application/pkix-cert', der)
	for (const der of facts.flatMap(({ lists }) => lists)) add('revocation', 'crl', 'application/pkix-crl', der)
	for (const { kind, der } of [...revocation, ...records.flatMap((one) => one.revocation)]) {
		if (kind === 'list') add('revocation', 'crl', 'application/pkix-crl', der)
		else add('revocation', 'ocsp', 'application/ocsp-response', der)
	}
	for (const statement of records.flatMap(({ statements }) => statements))
		add('statements', 'cbor', 'application/cbor', statement)
	return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** What openssl could not read would make its commands in the README fail. */
function isCertificate(der: Uint8Array): boolean {
	try {
		return new X509Certificate(der).raw.length > 0
	} catch {
		return false
	}
}

/** CRC-32 of the document, which is read once to be sure of it before anything is promised. */
async function checksum({ size, sha256: wanted, read }: PackageInputs['file']): Promise<number> {
	const digest = createHash('sha256')
	let [crc, seen] = [0, 0]
	for await (const piece of read()) {
		digest.update(piece)
		crc = crc32(piece, crc)
		seen += piece.length
	}
	if (seen !== size || digest.digest('hex') !== hex(wanted)) {
		throw new Error('the content of a document is not what its record says')
	}
	return crc
}
