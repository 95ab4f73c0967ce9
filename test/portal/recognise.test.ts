/** What a file or a typed text is taken for; the proof in steps; the hash of files in one piece and in many. */
import { createHash, randomBytes } from 'node:crypto'
import {
	formatReceipt,
	formatReceiptAsTlogProof,
	hex,
	leafHash,
	parseCheckpoint,
	parseNote,
} from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { hashFile } from '../../portal/src/lib/verify/hash-file.ts'
import { wholeLimit } from '../../portal/src/lib/verify/limits.ts'
import { proofSteps } from '../../portal/src/lib/verify/proof-steps.ts'
import {
	fileRole,
	HEAD_BYTES,
	looksLikeClause,
	recogniseText,
} from '../../portal/src/lib/verify/recognise.ts'
import { record } from '../support/package-story.ts'
import { receipt, trust } from '../support/receipt-story.ts'
import { TestLog } from '../support/test-log.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const CID = `bafy${'a'.repeat(55)}`
const SECRET = Buffer.alloc(16, 7).toString('base64url')

describe('files, by their beginning', () => {
	test.each([
		['a receipt', bytes(formatReceipt(receipt())), 'receipt'],
		['a receipt on one line', bytes(JSON.stringify(JSON.parse(formatReceipt(receipt())))), 'receipt'],
		['a receipt of a later version', bytes('{"type":"letopis-receipt/v9"}'), 'receipt'],
		['a tlog-proof', bytes(formatReceiptAsTlogProof(receipt())), 'receipt'],
		['a trust file', trust, 'trust'],
		['nothing', bytes(''), 'document'],
		['a PDF', bytes('%PDF-1.7\n'), 'document'],
		['other JSON', bytes('{"type":"letopis-report/v1"}'), 'document'],
		['a text about receipts', bytes('Nalezl jsem "type": "letopis-receipt/v1" v souboru'), 'document'],
		['a receipt inside something else', bytes('{"a":1,"type":"letopis-receipt/v1"}'), 'document'],
		['a ZIP', bytes('PK\u0003\u0004'.padEnd(80, ' ')), 'document'],
		[
			'an evidence package',
			bytes(`${'PK\u0003\u0004'.padEnd(30, '\0')}mimetypeapplication/vnd.etsi.asic-e+zip`),
			'package',
		],
		['an evidence record', record(), 'record'],
		['a signature', bytes('0\x82\x01\x00\x06\x09'), 'document'],
		['a private key', bytes('0\x77\x02\x01\x01\x04\x20'), 'document'],
	] as const)('%s', (_, file, role) => {
		expect(fileRole(file.subarray(0, HEAD_BYTES))).toBe(role)
	})
})

describe('typed texts', () => {
	const hash = 'AB'.repeat(32)
	test.each([
		['', { is: 'nothing' }],
		['   ', { is: 'nothing' }],
		[hash, { is: 'sha256', hash: hash.toLowerCase() }],
		[`SHA-256: ${hash.replace(/.{4}/g, '$& ')}`, { is: 'sha256', hash: hash.toLowerCase() }],
		[hash.slice(1), { is: 'number', text: hash.slice(1) }],
		[` ${CID} `, { is: 'entry', cid: CID }],
		[`https://ukazkov.example/en/doklad/${CID}`, { is: 'entry', cid: CID }],
		[`https://ukazkov.example/overit#s=${SECRET}`, { is: 'clause', secret: SECRET }],
		[`#h=${Buffer.from(hash, 'hex').toString('base64url')}`, { is: 'sha256', hash: hash.toLowerCase() }],
		['1024', { is: 'number', text: '1024' }],
		['MUUK 12/2026', { is: 'number', text: 'MUUK 12/2026' }],
		['x'.repeat(5000), { is: 'number', text: 'x'.repeat(100) }],
	])('%j', (text, query) => {
		expect(recogniseText(text)).toEqual(query)
	})

	test('the secret of a clause sheet is sixteen bytes, whole', () => {
		for (const broken of [
			SECRET.slice(1),
			`${SECRET}A`,
			`${SECRET.slice(0, -1)}B`,
			`${SECRET.slice(0, -1)}+`,
		]) {
			const link = `https://ukazkov.example/overit#s=${broken}`
			expect(looksLikeClause(link)).toBe(true)
			expect(recogniseText(link).is).toBe('number')
		}
	})
})

test('the steps of a proof lead to the root, at every place of every small tree', () => {
	const log = new TestLog()
	while (log.size < 21) log.appendDocument(randomBytes(4))
	for (let size = 1; size <= 21; size++) {
		for (let index = 0; index < size; index++) {
			const { entry, proof } = log.receipt(index, { size })
			const { root } = parseCheckpoint(parseNote(proof.checkpoint).text)
			const steps = proofSteps(index, size, leafHash(entry), proof.proof)
			expect(steps.length).toBe(proof.proof.length)
			expect(steps.at(-1)?.result ?? hex(leafHash(entry))).toBe(hex(root))
			expect(proofSteps(index, size, leafHash(entry), [...proof.proof, root])).toEqual([])
		}
	}
})

describe('the hash of a file', () => {
	const content = new Uint8Array(randomBytes(20_000_000))
	const expected = createHash('sha256').update(content).digest('hex')
	const watch = (cancelAt = 2) => {
		const shares: number[] = []
		return {
			shares,
			onProgress: (share: number) => void shares.push(share),
			isCancelled: () => (shares.at(-1) ?? 0) >= cancelAt,
		}
	}

	test.each([
		['in one piece', Number.MAX_SAFE_INTEGER],
		['in many', 0],
	])('%s', async (_, whole) => {
		const watched = watch()
		const hash = await hashFile(new Blob([content]), watched, whole)
		expect(Buffer.from(hash ?? []).toString('hex')).toBe(expected)
		expect(watched.shares).toEqual(watched.shares.toSorted((a, b) => a - b))
		expect(watched.shares.at(-1)).toBe(1)
	})

	test.each([
		['in one piece', Number.MAX_SAFE_INTEGER],
		['in many', 0],
	])('%s, where the browser reads only into places of its own', async (_, whole) => {
		const file = new Blob([content])
		const plain = { size: file.size, stream: () => file.stream().pipeThrough(new TransformStream()) }
		const hash = await hashFile(plain as unknown as Blob, watch(), whole)
		expect(Buffer.from(hash ?? []).toString('hex')).toBe(expected)
	})

	test('of a file that becomes shorter is none', async () => {
		const file = new Blob([content.subarray(0, 1000)])
		const shorter = { size: 2000, stream: () => file.stream() }
		await expect(hashFile(shorter as unknown as Blob, watch(), 1e9)).rejects.toThrow(DOMException)
	})

	test.each([Number.MAX_SAFE_INTEGER, 0])('ends when it is cancelled (%d)', async (whole) => {
		expect(await hashFile(new Blob([content]), watch(0.2), whole)).toBeNull()
	})

	test('of nothing', async () => {
		const hash = await hashFile(new Blob([]), watch(), 100)
		expect(Buffer.from(hash ?? []).toString('hex')).toBe(createHash('sha256').digest('hex'))
	})

	test('holds no more than an eighth of the device’s memory, and a gibibyte', () => {
		expect([0.25, 2, 8, 32, undefined].map((memory) => wholeLimit(memory) / 1024 ** 3)).toEqual([
			0.031_25, 0.25, 1, 1, 0.5,
		])
	})
})
