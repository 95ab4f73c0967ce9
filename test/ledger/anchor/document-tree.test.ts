import { createHash, createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
	blobCid,
	documentNode,
	documentsPath,
	documentsRoot,
	documentsRootFromPath,
	type Hash,
	sha256,
	sortedPair,
	utf8,
} from '@letopis/format'
import { MerkleTree } from 'merkletreejs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NodeList, treeRoot } from '../../../ledger/anchor/document-tree.ts'
import { growLevels, hashAt, siblingPlaces, treeLength } from '../../../ledger/anchor/flat-tree.ts'
import { readPath, readTree, writeTree } from '../../../ledger/anchor/tree-file.ts'
import { writeSortedPairs } from '../../../ledger/tree/sorted-pairs.ts'

const blinding = { authority: 'alpha', note: blobCid(utf8('a note')) }
const documentsOf = (count: number) =>
	Array.from({ length: count }, (_, i) => ({
		digest: sha256(utf8(`d ${i}`)),
		secret: sha256(utf8(`s ${i}`)),
	}))
/** r by Node's own HMAC. */
const blinderOf = (secret: Uint8Array) => {
	const message = `letopis/anchor\0${blinding.authority}\0${blinding.note}`
	return new Uint8Array(createHmac('sha256', secret).update(message).digest())
}
const nodesOf = (count: number): Hash[] =>
	documentsOf(count).map(({ digest, secret }) => documentNode(digest, blinderOf(secret)))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

async function treeOf({ length }: readonly Hash[]) {
	const documents = documentsOf(length)
	const list = new NodeList(blinding)
	for (const [i, document] of documents.entries()) list.add(3 * i, document)
	return list.tree()
}

let dir = ''
beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'letopis-trees-'))
})
afterAll(() => rmSync(dir, { recursive: true }))
const file = (size: number) => join(dir, `${size}.nodes`)

test('pairs are hashed as the format does it, any number of them, in any order', () => {
	const values = [...nodesOf(20), new Uint8Array(32), new Uint8Array(32).fill(0xff)]
	for (let count = 0; count <= 11; count++) {
		const pairs = Array.from({ length: count }, (_, i) => [values[2 * i], values[2 * i + 1]] as [Hash, Hash])
		const target = new Uint8Array(count * 32)
		writeSortedPairs(target, 0, Buffer.concat(pairs.flat()), 0, count)
		expect(hex(target)).toBe(hex(Buffer.concat(pairs.map(([a, b]) => sortedPair(a, b)))))
	}
	const equal = new Uint8Array(32)
	writeSortedPairs(equal, 0, new Uint8Array(64), 0, 1)
	expect(equal).toEqual(sortedPair(new Uint8Array(32), new Uint8Array(32)))
})

describe('the flat tree', () => {
	test('is that of the format and of merkletreejs, for every count to 40 and every document', async () => {
		for (let count = 1; count <= 40; count++) {
			const nodes = nodesOf(count)
			const { hashes } = await treeOf(nodes)
			const theirs = new MerkleTree(
				nodes.map((node) => Buffer.from(node)),
				sha,
				{ sortPairs: true },
			)
			expect(hex(treeRoot(await treeOf(nodes)) ?? utf8(''))).toBe(theirs.getRoot().toString('hex'))
			for (let i = 0; i < count; i++) {
				const path = siblingPlaces(count, i).map((place) => hashAt(hashes, place))
				expect(path.map(hex)).toEqual(documentsPath(nodes, i).map(hex))
				const proof = theirs.getProof(Buffer.from(nodes[i] as Hash), i)
				expect(path.map(hex)).toEqual(proof.map(({ data }) => data.toString('hex')))
			}
		}
	})

	test('with more documents than are hashed at a time', async () => {
		const nodes = nodesOf(40_001)
		const { hashes } = await treeOf(nodes)
		expect(hashes.length / 32).toBe(treeLength(40_001))
		expect(hashAt(hashes, treeLength(40_001) - 1)).toEqual(documentsRoot(nodes))
	})

	test('of nothing has no root', async () => {
		expect(treeRoot(await treeOf([]))).toBeNull()
		expect(treeLength(0)).toBe(0)
		await growLevels(new Uint8Array(), 0)
	})
})

describe('the kept file', () => {
	const nodes = nodesOf(1500)
	const root = documentsRoot(nodes)
	beforeAll(async () => writeTree(dir, 1500, await treeOf(nodes)))

	test('is read back whole', async () => {
		expect(await readTree(dir, 1500, root)).toEqual(await treeOf(nodes))
		expect(await readTree(dir, 1500, new Uint8Array(32))).toBeNull()
	})

	test('gives the path of each document that it names, and of no other', async () => {
		for (const i of [0, 1, 511, 512, 513, 1023, 1498, 1499]) {
			const { node, siblings } = (await readPath(dir, 1500, 3 * i)) ?? expect.fail(`no path of ${i}`)
			expect(node).toEqual(nodes[i])
			expect(documentsRootFromPath(node, siblings)).toEqual(root)
		}
		for (const index of [1, 2, 1534, 4500, 2 ** 52]) expect(await readPath(dir, 1500, index)).toBeNull()
		expect(await readPath(dir, 7, 0)).toBeNull()
	})

	test('of version 1, which keeps the nodes alone, is read too', async () => {
		const u64 = (value: number) => {
			const bytes = Buffer.alloc(8)
			bytes.writeBigUInt64BE(BigInt(value))
			return bytes
		}
		const few = nodes.slice(0, 5)
		const body = Buffer.concat([
			Buffer.from('letopis-anchor-tree/v1\n'),
			u64(5),
			...few.map((_, i) => u64(3 * i)),
			...few,
		])
		writeFileSync(file(5), Buffer.concat([body, sha(body)]))
		expect(await readTree(dir, 5, documentsRoot(few))).toEqual(await treeOf(few))
		expect(await readPath(dir, 5, 13)).toBeNull()
		expect(readFileSync(file(5)).toString('latin1', 0, 22)).toBe('letopis-anchor-tree/v1')
		const [path, again] = await Promise.all([readPath(dir, 5, 12), readPath(dir, 5, 12)])
		expect(path?.node).toEqual(few[4])
		expect(path?.siblings).toEqual(documentsPath(few, 4))
		expect(again).toEqual(path)
		// Made once: from then on all levels are kept.
		expect(readFileSync(file(5)).toString('latin1', 0, 22)).toBe('letopis-anchor-tree/v2')
		expect(await readPath(dir, 5, 12)).toEqual(path)
		expect(await readTree(dir, 5, documentsRoot(few))).toEqual(await treeOf(few))
	})

	const damages: Record<string, (bytes: Buffer) => Buffer> = {
		'another version': (bytes) =>
			Buffer.concat([Buffer.from('letopis-anchor-tree/v9\n'), bytes.subarray(23)]),
		'a count of 2^64 − 1': (bytes) =>
			Buffer.concat([bytes.subarray(0, 23), Buffer.alloc(8, 0xff), bytes.subarray(31)]),
		'a count that is too large': (bytes) => {
			const changed = Buffer.from(bytes)
			changed.writeBigUInt64BE(100_000n, 23)
			return changed
		},
		'only its beginning': (bytes) => bytes.subarray(0, 20),
		'half of it': (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2)),
		'nothing in it': () => Buffer.alloc(0),
	}
	for (const [comment, damage] of Object.entries(damages)) {
		test(`with ${comment} gives neither tree nor path`, async () => {
			writeFileSync(file(9), damage(readFileSync(file(1500))))
			expect(await readTree(dir, 9, root)).toBeNull()
			expect(await readPath(dir, 9, 3 * 1499)).toBeNull()
		})
	}

	test('with levels that do not belong to its nodes is not whole, whatever its checksum says', async () => {
		const bytes = readFileSync(file(1500)).subarray(0, -32)
		bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1
		writeFileSync(file(9), Buffer.concat([bytes, sha(bytes)]))
		expect(await readTree(dir, 9, root)).toBeNull()
	})
})
