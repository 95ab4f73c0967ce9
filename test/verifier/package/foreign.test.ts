/** Packages around the signed files and evidence records of others: told as by themselves, and never a crash. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
	evidenceDigests,
	memorySource,
	verifyEvidence,
	verifyPackage,
	verifySignatures,
} from '@letopis/verifier'
import { describe, expect, test } from 'vitest'
import { manifest } from '../../support/package-story.ts'
import { foreignVectors } from '../../support/vectors.ts'
import { zip } from '../../support/zip.ts'

const NOW = Date.UTC(2026, 10, 22)
const KIND = { name: 'mimetype', data: Buffer.from('application/vnd.etsi.asic-e+zip') }
const judge = (...files: { name: string; data: Uint8Array }[]) =>
	verifyPackage({ source: memorySource(zip([KIND, ...files])), now: NOW })

const signed = foreignVectors('signed')
describe.skipIf(signed.absent)('signed files (skipped without ../shared/vectors/signed)', () => {
	const names = signed.absent ? [] : readdirSync(signed.folder)
	test.each(names)('%s', async (name) => {
		const data = readFileSync(join(signed.folder, name))
		const report = await judge({ name, data })
		const alone = await verifySignatures({ file: new Uint8Array(data), now: NOW })
		expect(report).toMatchObject({
			exitCode: 2,
			verdict: { content: { reason: 'no-receipt' } },
			uncovered: [name],
		})
		// A file without any signature is nothing to tell of.
		expect(report.signatures?.indication ?? null).toBe(alone.indication)
		expect(report.signatures?.signatures.map(({ subIndication }) => subIndication) ?? []).toEqual(
			alone.signatures.map(({ subIndication }) => subIndication),
		)
	})
})

const records = foreignVectors('ers')
describe.skipIf(records.absent)('evidence records (skipped without ../shared/vectors/ers)', () => {
	test.each([
		['1Chain1ATS', 'BIN_ER.ers'],
		['1Chain2ATS', 'BIN_ER.ers'],
		['c2', 'ER_OK_INIT.ers'],
		['c2', 'ER_NOK_INIT.ers'],
	])('%s/%s', async (folder, name) => {
		const data = readFileSync(join(records.folder, folder, 'BIN.bin'))
		const record = readFileSync(join(records.folder, folder, name))
		const place = 'META-INF/evidencerecord001.ers'
		const report = await judge(
			{ name: 'BIN.bin', data },
			{ name: place, data: record },
			{ name: 'META-INF/ASiCEvidenceRecordManifest001.xml', data: manifest(place, [['BIN.bin', data]]) },
		)
		const digests = Object.fromEntries(
			await Promise.all(
				evidenceDigests([record]).map(async (digest) => [
					digest,
					new Uint8Array(await crypto.subtle.digest(digest, data)),
				]),
			),
		)
		const alone = await verifyEvidence({ records: [record], file: { digests }, at: NOW })
		expect(report.evidence?.verdict).toEqual(alone.verdict)
		const isWrong = alone.exitCode === 1
		expect(report.exitCode).toBe(isWrong ? 1 : 2)
	})
})
