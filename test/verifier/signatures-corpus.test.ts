/** Signed files of other projects: what each one is named for shows, none crashes, and none passes without roots. */
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { verifySignatures } from '../../verifier/verify-signatures.ts'
import { foreignVectors } from '../support/vectors.ts'

const { folder, absent } = foreignVectors('signed')
const zfo = foreignVectors('zfo')
const now = Date.UTC(2026, 10, 22)
const judge = (path: string) => verifySignatures({ file: readFileSync(path), now })

interface Expected {
	/** of each signature */
	verdicts: readonly (string | null)[]
	/** checks that must be among those of the first signature */
	checks?: readonly string[]
	stamps?: readonly string[]
	lastChanges?: readonly string[]
}

const SOUND = ['sig-digest', 'sig-certificate', 'sig-value', 'sig-no-roots']
const files: Readonly<Record<string, Expected>> = {
	'CAdES-BpT_modified_ts_hash.p7m': {
		verdicts: ['SIG_CONSTRAINTS_FAILURE'],
		checks: ['sig-value', 'sig-stamp-broken'],
		stamps: ['broken'],
	},
	'Signature-C-B-LTA-10.p7m': {
		verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'],
		checks: SOUND,
		stamps: ['open', 'open'],
	},
	'Signature-C-CZ_SIX-1.p7m': {
		verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'],
		checks: [...SOUND, 'sig-policy'],
		stamps: ['open', 'open'],
	},
	'Signature-P-HU_MIC-1.pdf': {
		verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'],
		checks: [...SOUND, 'sig-pdf-covers'],
		stamps: ['open'],
	},
	'cades-bes-signeddata-enveloping.p7m': { verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'], checks: SOUND },
	'cades-broken-sig-tst.p7m': {
		verdicts: ['SIG_CRYPTO_FAILURE'],
		checks: ['sig-bad-value'],
		stamps: ['open'],
	},
	'cades-double-signing-certificate.p7m': {
		verdicts: ['SIG_CONSTRAINTS_FAILURE'],
		checks: ['sig-attribute-twice'],
	},
	'doc-firmado-LT.pdf': {
		verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'],
		checks: [...SOUND, 'sig-pdf-later'],
		stamps: ['open'],
		lastChanges: ['evidence-added'],
	},
	'doc-firmado-T.pdf': { verdicts: ['NO_CERTIFICATE_CHAIN_FOUND'], checks: SOUND, stamps: ['open'] },
	'pades-signed-annot-added.pdf': {
		verdicts: ['SIG_CONSTRAINTS_FAILURE'],
		checks: ['sig-pdf-changed'],
		lastChanges: ['annotation-added', 'metadata-changed', 'other-changed'],
	},
	// The second signature's range leaves out more than its own place; the first one's is sound.
	'pdf-byterange-overlap.pdf': {
		verdicts: ['NO_CERTIFICATE_CHAIN_FOUND', 'FORMAT_FAILURE'],
		checks: [...SOUND, 'sig-pdf-later'],
		lastChanges: ['signature-added'],
	},
	// Ten octets are missing, so the cross-reference section is not where the file says, and nothing is repaired.
	'pdf-signed-corrupted.pdf': { verdicts: [] },
	'pkcs7.pdf': {
		verdicts: ['SIG_CONSTRAINTS_FAILURE'],
		checks: ['sig-value', 'sig-no-identifier'],
		stamps: ['open'],
	},
}

describe.skipIf(absent)(`files of esig/dss in ${folder} (skipped where it is absent)`, () => {
	for (const [name, { verdicts, checks = [], stamps = [], lastChanges }] of Object.entries(files)) {
		test(name, async () => {
			const report = await judge(join(folder, name))
			expect(report.signatures.map(({ subIndication }) => subIndication)).toEqual(verdicts)
			const [first] = report.signatures
			expect(first?.checks.map(({ id }) => id) ?? []).toEqual(expect.arrayContaining([...checks]))
			expect(first?.stamps.map(({ verdict }) => verdict) ?? []).toEqual(stamps)
			if (lastChanges !== undefined) {
				expect(report.revisions.at(-1)?.changes?.map(({ is }) => is)).toEqual(lastChanges)
			}
			expect(report.exitCode).not.toBe(0)
		})
	}

	test('every file of the folder is named here', () => {
		expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort())
	})

	test('the certificates in a file, taken for roots, lead to it, at the time of its stamp', async () => {
		const file = readFileSync(join(folder, 'Signature-C-B-LTA-10.p7m'))
		// Only what issued itself, and the stamps' signers: the signature names its issuers, so a path must hold them all.
		const roots = certificatesIn(file).filter((der) => {
			const { issuer, subject, keyUsage = [] } = new X509Certificate(der)
			return issuer === subject || keyUsage.includes('1.3.6.1.5.5.7.3.8')
		})
		expect(roots.length).toBeGreaterThan(2)
		const report = await verifySignatures({ file, roots, now, existedBy: Date.UTC(2015, 6, 2) })
		expect(report.signatures[0]?.stamps.map(({ verdict }) => verdict)).toEqual(['holds', 'holds'])
		expect(report.signatures[0]?.checks.map(({ id }) => id)).toContain('sig-path')
		// Its older archive time-stamp is of a form that is not examined here.
		expect(report.signatures[0]).toMatchObject({ subIndication: 'GENERIC' })
	})
})

/** Whole certificates by their beginning: SEQUENCE, SEQUENCE, version 3. */
function certificatesIn(file: Buffer): Buffer[] {
	const found: Buffer[] = []
	for (let at = file.indexOf('3082', 0, 'hex'); at >= 0; at = file.indexOf('3082', at + 1, 'hex')) {
		const isCertificate =
			file.readUInt16BE(at + 4) === 0x3082 && file.subarray(at + 8, at + 13).toString('hex') === 'a003020102'
		if (isCertificate) found.push(file.subarray(at, at + 4 + file.readUInt16BE(at + 2)))
	}
	return found
}

describe.skipIf(zfo.absent)(`data-box messages in ${zfo.folder} (skipped where it is absent)`, () => {
	const messages = zfo.absent ? [] : readdirSync(zfo.folder).filter((name) => /\.zfo$/i.test(name))
	test.each(messages)('%s: the signature is sound, and whose it is stays open', async (name) => {
		const report = await judge(join(zfo.folder, name))
		expect(report.indication).toBe('INDETERMINATE')
		expect(report.signatures[0]?.checks.map(({ id }) => id)).toEqual(expect.arrayContaining(['sig-digest']))
	})
})
