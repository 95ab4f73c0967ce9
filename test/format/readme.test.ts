import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { blobCid, encodeBundle, hex, utf8 } from '@letopis/format'
import { describe, expect, test } from 'vitest'
import { ownVectors } from '../support/vectors.ts'

const text = readFileSync(join(import.meta.dirname, '../../ledger/format/README.md'), 'utf8')

/** Byte examples as hex: comments and white space dropped, `00*n` written out. */
const examples = [...text.matchAll(/^```hex\n(.*?)^```$/gms)].map(([, block]) =>
	(block as string)
		.replace(/#.*$/gm, '')
		.replace(/([0-9a-f]{2})\*([0-9]+)/g, (_, byte: string, n: string) => byte.repeat(Number(n)))
		.replace(/\s+/g, ''),
)

describe('examples of the specification', () => {
	const [entry] = ownVectors<{ good: { hex: string; cid: string; leafHash: string }[] }>('entries').good
	const commitments = ownVectors<{
		good: { comment: string; commitment: string; disclosures: { leaf: string; path: string[] }[] }[]
		tags: { key: string; tag: string }[]
		successors: { origin: string; later: string; tag: string }[]
	}>('commitments')
	const time = commitments.good.find(({ comment }) => comment === 'time alone')
	const anchors = ownVectors<{ comment: string; root: string; imprint: string }[]>('anchors')
	const three = anchors.find(({ comment }) => comment === '3 documents')

	test.each([
		['a CID', hex(blobCid(utf8('hello world')).bytes)],
		['an entry', entry?.hex],
		['a field', time?.disclosures[0]?.leaf],
		['a bundle', hex(encodeBundle([utf8('a'), utf8('bc')]))],
	])('%s has these bytes', (_, bytes) => {
		expect(examples).toContain(bytes)
	})

	type Named = [name: string, value: string | undefined]
	test.each<Named>([
		['CID', blobCid(utf8('hello world')).toString()],
		['CID of the entry', entry?.cid],
		['leaf hash of the entry', entry?.leafHash],
		...(time?.disclosures[0]?.path ?? []).map((hash): Named => ['sibling', hash]),
		['commitment', time?.commitment],
		['access key', commitments.tags[0]?.key],
		['tag', commitments.tags[0]?.tag],
		['later log', commitments.successors[0]?.origin],
		['access key in a later log', commitments.successors[0]?.later],
		['tag in a later log', commitments.successors[0]?.tag],
		['D', three?.root],
		['imprint', three?.imprint],
	])('%s is the computed one', (_, value) => {
		expect(value).toBeTruthy()
		expect(text).toContain(`\`${value}\``)
	})
})
