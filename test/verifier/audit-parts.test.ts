import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { decodeBundle, encodeBundle } from '@letopis/format'
import { portableHasher, SourceError } from '@letopis/verifier'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DigestTable } from '../../verifier/audit/digest-table.ts'
import { TreeHashes } from '../../verifier/audit/tree-hashes.ts'
import { httpSource } from '../../verifier/cli/http-source.ts'
import { nativeHasher } from '../../verifier/cli/native.ts'
import { UsageError } from '../../verifier/cli/usage-error.ts'
import { AuditedLog, SIZE } from '../support/audited-log.ts'
import { treeHash } from '../support/test-log.ts'

const town = new AuditedLog()
const { log, whole } = town
const audit = town.audit.bind(town)
afterAll(() => town.remove())

describe('a log on the web', () => {
	let server: Server
	let address = ''
	let answer: RequestListener
	beforeAll(async () => {
		server = createServer((request, response) => answer(request, response))
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
		address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`
	})
	afterAll(() => new Promise((resolve) => server.close(resolve)))

	const serve =
		(folder: string): RequestListener =>
		(request, response) => {
			try {
				response.end(readFileSync(join(folder, (request.url ?? '').replace(/^\/log\//, ''))))
			} catch {
				response.writeHead(404).end()
			}
		}

	test('is audited as from a folder', async () => {
		answer = serve(whole)
		const overWeb = await audit('', { source: httpSource(address) })
		expect(overWeb).toEqual(await audit(whole))
	})

	const refused: [string, RequestListener, RegExp][] = [
		[
			'a redirect',
			(_, response) => response.writeHead(302, { location: 'http://example.invalid/' }).end(),
			/302/,
		],
		['an endless answer', (_, response) => void response.end(Buffer.alloc(70_000)), /more than 65536/],
		['an error', (_, response) => response.writeHead(500).end(), /500/],
	]
	for (const [name, listener, message] of refused) {
		test(`${name} is refused`, async () => {
			answer = listener
			await expect(audit('', { source: httpSource(address) })).rejects.toThrow(message)
		})
	}

	test('that is busy is asked again', async () => {
		let asked = 0
		const served = serve(whole)
		answer = (request, response) =>
			asked++ === 0 ? response.writeHead(503).end() : served(request, response)
		expect(await audit('', { source: httpSource(address) })).toMatchObject({ exitCode: 0 })
	})

	test('that is not there cannot be decided', async () => {
		answer = (_, response) => response.writeHead(404).end()
		await expect(audit('', { source: httpSource(address) })).rejects.toThrow(SourceError)
	})

	test('with a password in its address is refused', () => {
		expect(() => httpSource('http://user:secret@127.0.0.1/log')).toThrow(UsageError)
	})
})

describe('the rehashed tree', () => {
	test('has the roots of RFC 6962 at every size, by both hashers', () => {
		const leaves = log.leaves
		for (const hasher of [portableHasher, nativeHasher]) {
			const tree = new TreeHashes(hasher)
			for (let first = 0; first < SIZE; first += 256) {
				const width = Math.min(256, SIZE - first)
				const bundle = encodeBundle(log.entries.slice(first, first + width))
				const before = bundle.slice()
				const row = tree.hashLeaves(decodeBundle(bundle, width))
				expect(Buffer.compare(bundle, before)).toBe(0)
				if (width === 256) tree.push(row)
				for (const size of [first + 1, first + 100, first + 255, first + width].filter(
					(n) => n <= first + width,
				)) {
					expect(Buffer.compare(tree.rootAt(size, row), treeHash(leaves.slice(0, size)))).toBe(0)
				}
			}
		}
	})

	test('has full tiles of the second level at 65,536 entries', () => {
		const tree = new TreeHashes(nativeHasher)
		const hashes = Array.from({ length: 256 }, (_, i) => new Uint8Array(32).fill(i))
		const completed = hashes.map((hash) => tree.pushHash(hash)).findLast(() => true)
		expect(completed?.map(({ level, index }) => [level, index])).toEqual([[1, 0]])
		expect(Buffer.compare(tree.rootAt(65_536, undefined), treeHash(hashes))).toBe(0)
	})
})

describe('the table of entries', () => {
	test('finds every digest, the first of equal ones, and no other', () => {
		const table = new DigestTable()
		const digests = Array.from({ length: 5000 }, () => new Uint8Array(randomBytes(32)))
		for (const digest of digests) table.add(digest, 0)
		table.add(digests[7] as Uint8Array, 0)
		expect(digests.every((digest, i) => table.find(digest) === i)).toBe(true)
		expect(table.find(new Uint8Array(randomBytes(32)))).toBeUndefined()
	})

	test('finds what was added after something was sought', () => {
		const table = new DigestTable()
		const digests = Array.from({ length: 5000 }, () => new Uint8Array(randomBytes(32)))
		for (const [i, digest] of digests.entries()) {
			if (i % 7 === 0) expect(table.find(digest)).toBeUndefined()
			table.add(digest, 0)
			if (i % 5 === 0) expect(table.find(digest)).toBe(i)
		}
		expect(digests.every((digest, i) => table.find(digest) === i)).toBe(true)
	})
})
