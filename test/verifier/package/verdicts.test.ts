/** What is said of a package as a whole: of a sound one, and with any part of it changed, left out or added. */
import { formatReceipt, useVerifiers } from '@letopis/format'
import type { PackageReport } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useNativeHashing, useNativeVerifiers } from '../../../verifier/cli/native.ts'
import {
	judge,
	manifest,
	NAME,
	oldTrust,
	packageFiles,
	record,
	type Story,
	seal,
	town,
} from '../../support/package-story.ts'
import { beta, content, index, log, receipt } from '../../support/receipt-story.ts'
import { openOffice } from '../../support/signing.ts'
import { TestLog } from '../../support/test-log.ts'
import { createAuthority } from '../../support/timestamp-authority.ts'

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
})
afterAll(() => useVerifiers(null))

const stranger = openOffice('Cizí')
const forger = stranger.person({ subject: 'Ukázkov, elektronická pečeť' })
const annex = Buffer.from('%PDF-1.7 příloha, kterou nikdo neviděl')
const other = log.receipt(index + 1)
const flipped = Buffer.from(content.map((octet, i) => (i === 9 ? octet ^ 1 : octet)))
const otherTown = new TestLog({ origin: 'jinde.example/log/1' })

const checksOf = ({ packageChecks }: PackageReport, ok: 'yes' | 'no' | 'unknown') =>
	packageChecks.filter((check) => check.ok === ok).map(({ id }) => id)

interface Case {
	name: string
	story: Story
	changes?: Parameters<typeof judge>[1]
	expected: {
		exitCode: number
		content: [string, string | null]
		uncovered?: string[]
		unmet?: string[]
		no?: string[]
		unknown?: string[]
	}
}

const AGREES: [string, null] = ['agrees', null]
const INVALID: [string, string] = ['cannot-be-decided', 'package-invalid']
const cases: Case[] = [
	{
		name: 'a sound package',
		story: {},
		expected: { exitCode: 0, content: AGREES, uncovered: [], unmet: [] },
	},
	{
		name: 'everything deflated',
		story: { file: { deflated: true } },
		expected: { exitCode: 0, content: AGREES, uncovered: [] },
	},
	{
		name: 'a manifest by SHA-512',
		story: { algorithm: 'sha512' },
		expected: { exitCode: 0, content: AGREES, uncovered: [] },
	},
	{
		name: 'every requirement met',
		story: {},
		changes: { require: ['time', 'seal'] },
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'no witness, where one is asked for',
		story: {},
		changes: { require: ['witness'] },
		expected: { exitCode: 2, content: AGREES, unmet: ['witness'] },
	},
	{
		name: 'no trust file: the one inside is not used',
		story: {},
		changes: { trust: undefined },
		expected: {
			exitCode: 2,
			content: ['cannot-be-decided', 'no-trust'],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'the trust file of another town, while the right one lies inside',
		story: {},
		changes: { trust: otherTown.trust() },
		expected: { exitCode: 4, content: ['cannot-be-decided', 'untrusted-log'] },
	},
	{
		name: 'a trust file that knows no seals',
		story: {},
		changes: { trust: oldTrust },
		expected: {
			exitCode: 0,
			content: AGREES,
			uncovered: [],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'a trust file that knows no seals, where one is asked for',
		story: {},
		changes: { trust: oldTrust, require: ['seal'] },
		expected: { exitCode: 2, content: AGREES, unmet: ['seal'] },
	},
	{
		name: 'another document under the same name',
		story: { files: { [NAME]: flipped } },
		expected: { exitCode: 1, content: ['differs', 'other-content'] },
	},
	{
		name: 'the document changed after sealing',
		story: { after: { [NAME]: flipped } },
		expected: { exitCode: 1, content: ['differs', 'other-content'], no: ['package-file-changed'] },
	},
	{
		name: 'a protocol changed after sealing',
		story: { after: { 'protocol-cs.pdf': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-file-changed'] },
	},
	{
		name: 'a file taken out after sealing',
		story: { after: { 'premis.xml': null } },
		expected: { exitCode: 1, content: INVALID, no: ['package-file-missing'] },
	},
	{
		name: 'the seal taken out',
		story: { after: { 'META-INF/signature.p7s': null } },
		expected: { exitCode: 1, content: INVALID, no: ['package-no-signature'] },
	},
	{
		name: 'no seal at all',
		story: { seal: null },
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: ['premis.xml', 'protocol-cs.pdf', 'README.txt', 'trust-of-the-town.json'],
			unmet: ['uncovered'],
		},
	},
	{
		name: 'a file added after sealing',
		story: { after: { 'příloha.pdf': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['příloha.pdf'], unmet: ['uncovered'] },
	},
	{
		name: 'a file added beside the seal itself',
		story: { after: { 'META-INF/signature2.p7s': annex, 'META-INF/x.xml': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['META-INF/signature2.p7s', 'META-INF/x.xml'] },
	},
	{
		name: 'a file that the seal does not name',
		story: { unsealed: ['protocol-cs.pdf'] },
		expected: { exitCode: 2, content: AGREES, uncovered: ['protocol-cs.pdf'] },
	},
	{
		name: 'a file added with an evidence record of its own',
		story: {
			after: {
				'příloha.pdf': annex,
				'META-INF/evidencerecord009.ers': record(annex),
				'META-INF/ASiCEvidenceRecordManifest009.xml': manifest('META-INF/evidencerecord009.ers', [
					['příloha.pdf', annex],
				]),
			},
		},
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: [
				'příloha.pdf',
				'META-INF/evidencerecord009.ers',
				'META-INF/ASiCEvidenceRecordManifest009.xml',
			],
		},
	},
	{
		name: 'another file put before the document',
		story: { after: { 'AAA.pdf': annex } },
		expected: { exitCode: 2, content: AGREES, uncovered: ['AAA.pdf'] },
	},
	{
		name: 'the seal of a stranger by the town’s name',
		story: { seal: { person: forger, office: stranger } },
		expected: {
			exitCode: 2,
			content: AGREES,
			uncovered: [
				...['premis.xml', 'protocol-cs.pdf', 'README.txt', 'trust-of-the-town.json'],
				...['META-INF/ASiCManifest.xml', 'META-INF/signature.p7s'],
			],
			unknown: ['package-seal-open', 'package-trust-ignored'],
		},
	},
	{
		name: 'a time-stamp authority’s signer as the seal',
		story: { seal: { person: { ...beta.issuer, serial: 1, scheme: 'ecdsa' } as never, office: town } },
		expected: { exitCode: 2, content: AGREES },
	},
	{
		name: 'a seal over another manifest',
		story: {
			seal: {
				person: seal,
				office: town,
				options: { value: (value) => Buffer.from(value.map((octet, i) => (i === 20 ? octet ^ 1 : octet))) },
			},
		},
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a manifest changed after it was sealed',
		story: {
			after: {
				'META-INF/ASiCManifest.xml': Buffer.concat([
					packageFiles().get('META-INF/ASiCManifest.xml') ?? annex,
					Buffer.from('<!-- -->'),
				]),
			},
		},
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a seal that brings along what it is over',
		story: { seal: { person: seal, office: town, options: { isDetached: false } } },
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a seal that cannot be read',
		story: { after: { 'META-INF/signature.p7s': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-seal-broken'] },
	},
	{
		name: 'a manifest that cannot be read',
		story: { after: { 'META-INF/ASiCManifest.xml': annex } },
		expected: { exitCode: 1, content: INVALID, no: ['package-manifest-unreadable', 'package-uncovered'] },
	},
	{
		name: 'no receipt',
		story: { files: { 'receipt.json': null } },
		expected: { exitCode: 2, content: ['cannot-be-decided', 'no-receipt'] },
	},
	{
		name: 'no document',
		story: {
			files: {
				[NAME]: null,
				'META-INF/ASiCEvidenceRecordManifest001.xml': null,
				'META-INF/ASiCEvidenceRecordManifest002.xml': null,
			},
		},
		expected: { exitCode: 2, content: ['cannot-be-decided', 'no-document'] },
	},
	{
		name: 'a receipt that is none',
		story: { files: { 'receipt.json': annex } },
		expected: { exitCode: 1, content: ['cannot-be-decided', 'malformed'] },
	},
	{
		name: 'the receipt of another document',
		story: { files: { 'receipt.json': Buffer.from(formatReceipt(other)) } },
		expected: { exitCode: 1, content: ['differs', 'other-content'] },
	},
	{
		name: 'the receipt of another entry’s fields',
		story: { files: { 'receipt.json': Buffer.from(formatReceipt({ ...receipt(), fields: other.fields })) } },
		expected: { exitCode: 1, content: ['cannot-be-decided', 'invalid'] },
	},
	{
		name: 'an evidence record of another document',
		story: { files: { 'META-INF/evidencerecord001.ers': record(annex) } },
		expected: { exitCode: 1, content: INVALID },
	},
	{
		name: 'an evidence record that cannot be read',
		story: { files: { 'META-INF/evidencerecord001.ers': annex } },
		expected: { exitCode: 1, content: INVALID },
	},
	{
		name: 'no evidence records',
		story: {
			files: {
				'META-INF/ASiCEvidenceRecordManifest001.xml': null,
				'META-INF/evidencerecord001.ers': null,
				'META-INF/ASiCEvidenceRecordManifest002.xml': null,
				'META-INF/evidencerecord002.ers': null,
			},
		},
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'an evidence record by nobody who is trusted',
		story: { files: { 'META-INF/evidencerecord001.ers': record(content, createAuthority('Kdosi')) } },
		expected: { exitCode: 0, content: AGREES },
	},
	{
		name: 'a superseded document',
		story: {
			files: {
				'receipt.json': Buffer.from(
					formatReceipt({ ...receipt(), status: log.status(index, [['supersedes', index + 1]]) }),
				),
			},
		},
		expected: { exitCode: 3, content: AGREES },
	},
	{
		name: 'a superseded document, and a file added',
		story: {
			files: {
				'receipt.json': Buffer.from(
					formatReceipt({ ...receipt(), status: log.status(index, [['supersedes', index + 1]]) }),
				),
			},
			after: { 'příloha.pdf': annex },
		},
		expected: { exitCode: 2, content: AGREES, unmet: ['uncovered'] },
	},
]

describe('verdicts', () => {
	for (const { name, story, changes, expected } of cases) {
		test(name, async () => {
			const report = await judge(story, changes)
			const { exitCode, content: is, uncovered, unmet, no, unknown } = expected
			const { verdict, packageChecks } = report
			expect({ exitCode: report.exitCode, content: [verdict.content.is, verdict.content.reason] }).toEqual({
				exitCode,
				content: is,
			})
			if (uncovered !== undefined) expect(report.uncovered).toEqual(uncovered)
			if (unmet !== undefined) expect(report.unmet).toEqual(unmet)
			if (no !== undefined) expect(checksOf(report, 'no')).toEqual(expect.arrayContaining(no))
			if (unknown !== undefined) expect(checksOf(report, 'unknown')).toEqual(unknown)
			expect(packageChecks.length).toBeGreaterThan(0)
			expect(JSON.stringify([report.headline, report.sentence, report.notes])).not.toMatch(/\{[a-z]+\}/i)
		})
	}
})
