/**
 * No mutation of a package yields "agrees" for a different claim, and none throws.
 */
import { createHash } from 'node:crypto'
import { useVerifiers } from '@letopis/format'
import type { PackageReport } from '@letopis/verifier'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useNativeHashing, useNativeVerifiers } from '../../../verifier/cli/native.ts'
import { parseManifest } from '../../../verifier/package/manifest.ts'
import { PackageRefusal } from '../../../verifier/package/refusal.ts'
import { memorySource } from '../../../verifier/package/source.ts'
import { readEntry } from '../../../verifier/package/unpack.ts'
import { readZip } from '../../../verifier/package/zip.ts'
import { cases, mutated, mutations, timeFor, words } from '../../support/mutations.ts'
import { judge, manifest, packageFiles } from '../../support/package-story.ts'
import { content } from '../../support/receipt-story.ts'
import { type ZipFile, zip } from '../../support/zip.ts'

/** Whole packages are changed in three ways. */
const WHOLE = cases(70, 1 / 30)
const PART = cases(500, 1 / 10)

beforeAll(() => {
	useNativeHashing()
	useNativeVerifiers()
})
afterAll(() => useVerifiers(null))

const files = [...packageFiles()]
const entryOf = ([name, data]: readonly [string, Uint8Array]): ZipFile => ({
	name,
	data,
	deflated: name !== 'mimetype',
})
const sound = zip(files.map(entryOf))
const recorded = createHash('sha256').update(content).digest('hex')
const claimOf = ({ claim, verdict }: PackageReport) => ({
	...{ origin: claim?.origin, index: claim?.index, cid: claim?.cid, content: claim?.content },
	minute: verdict.time.declared?.minute,
})
let truth: unknown
let upper = 0
beforeAll(async () => {
	const report = await judge(sound)
	expect(report.exitCode).toBe(0)
	truth = claimOf(report)
	upper = report.verdict.time.upper?.at ?? 0
})

/** Whatever agrees speaks of the same entry and the same document; whatever counts as covered is as it was sealed. */
function expectHonest(report: PackageReport): void {
	if (report.verdict.content.is !== 'agrees') return
	expect(claimOf(report)).toEqual(truth)
	expect(report.file?.sha256).toBe(recorded)
	expect(report.files.find(({ role }) => role === 'document')?.sha256).toBe(recorded)
	if (report.verdict.time.upper !== null) expect(report.verdict.time.upper.at).toBeGreaterThanOrEqual(upper)
	const known = new Set(files.map(([, data]) => createHash('sha256').update(data).digest('hex')))
	for (const { covered, sha256 } of report.files) if (covered === 'yes') expect(known.has(sha256)).toBe(true)
	if (report.exitCode === 0) expect(report.uncovered).toEqual([])
}

const known = words(
	...['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', '\xff\xff\xff\xff', '\0\0\0\0'],
	...['../', '<!--', '&#0;'],
)
const changes = mutations(known)

/** Where the directory and the headers are: there mutations reach the reader. */
const structure = zip(files.map(([name, data]) => entryOf([name, data.subarray(0, 20)])))

describe('mutations', () => {
	test('of the archive', { timeout: timeFor(WHOLE) }, async () => {
		await fc.assert(
			fc.asyncProperty(changes, async (all) => expectHonest(await judge(mutated(sound, all)))),
			WHOLE,
		)
	})

	test('of one file, packed anew', { timeout: timeFor(WHOLE) }, async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(files.length - 1), changes, async (which, all) => {
				const changed = files.map(([name, data], i): readonly [string, Uint8Array] =>
					i === which ? [name, mutated(data, all)] : [name, data],
				)
				expectHonest(await judge(zip(changed.map(entryOf))))
			}),
			WHOLE,
		)
	})

	test('of which files there are: left out, doubled under another name, exchanged', {
		timeout: timeFor(WHOLE),
	}, async () => {
		const index = fc.nat(files.length - 1)
		const act = fc.record({
			kind: fc.constantFrom('drop', 'double', 'swap'),
			a: index,
			b: index,
			name: fc.constantFrom('x.pdf', 'META-INF/ASiCManifest2.xml', 'META-INF/x.p7s', 'A/b', 'receipt.json2'),
		})
		await fc.assert(
			fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 3 }), async (acts) => {
				let changed = files
				for (const { kind, a, b, name } of acts) {
					const [one, other] = [changed[a], changed[b]]
					if (one === undefined || other === undefined) continue
					if (kind === 'drop') changed = changed.filter((file) => file !== one)
					else if (kind === 'double') changed = [...changed, [name, one[1]]]
					else
						changed = changed.map((file) =>
							file === one ? [one[0], other[1]] : file === other ? [other[0], one[1]] : file,
						)
				}
				expectHonest(await judge(zip(changed.map(entryOf))))
			}),
			WHOLE,
		)
	})

	test('of a directory: the same files or a refusal', { timeout: timeFor(WHOLE) }, async () => {
		await fc.assert(
			fc.asyncProperty(changes, async (all) => {
				const source = memorySource(mutated(structure, all))
				try {
					for (const entry of await readZip(source)) await readEntry(source, entry, 1_000_000)
				} catch (error) {
					expect(error).toBeInstanceOf(PackageRefusal)
				}
			}),
			PART,
		)
	})

	test('of a manifest: names and hashes or a refusal', { timeout: timeFor(WHOLE) }, () => {
		const bytes = manifest('META-INF/signature.p7s', files.slice(0, 4))
		fc.assert(
			fc.property(changes, (all) => {
				try {
					for (const { value } of parseManifest(mutated(bytes, all)).references) {
						expect(value).toBeInstanceOf(Uint8Array)
					}
				} catch (error) {
					expect(error).toBeInstanceOf(PackageRefusal)
				}
			}),
			PART,
		)
	})
})
