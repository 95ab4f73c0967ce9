import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseManifest } from '../../../verifier/package/manifest.ts'
import { PackageRefusal } from '../../../verifier/package/refusal.ts'
import { parseXml } from '../../../verifier/package/xml.ts'
import { manifest } from '../../support/package-story.ts'
import { fc } from '../../support/properties.ts'

const xml = (text: string) => parseXml(Buffer.from(text))

/** The code of the refusal; null where there is none. */
function codeOf(read: () => unknown): string | null {
	try {
		read()
		return null
	} catch (error) {
		if (!(error instanceof PackageRefusal)) throw error
		return error.code
	}
}

describe('XML', () => {
	test('elements, attributes, namespaces, text', () => {
		const root = xml(
			`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- a --><a xmlns="urn:a" xmlns:b='urn:b' c="1" b:c="&lt;&#x41;&#66;&amp;">x<b:d/><e xmlns=""> y </e>z<!-- b --></a>\n<!-- c -->`,
		)
		expect(root.name).toBe('{urn:a}a')
		expect([...root.attributes]).toEqual([
			['{}c', '1'],
			['{urn:b}c', '<AB&'],
		])
		expect(root.children.map(({ name, text }) => [name, text])).toEqual([
			['{urn:b}d', ''],
			['{}e', ' y '],
		])
		expect(root.text).toBe('xz')
	})

	const refused: readonly [string, string][] = [
		['nothing', ''],
		['text alone', 'a'],
		['two elements', '<a/><b/>'],
		['text behind it', '<a/>b'],
		['an element that is not closed', '<a>'],
		['one that is closed as another', '<a></b>'],
		['crossed elements', '<a><b></a></b>'],
		['a document type', '<!DOCTYPE a><a/>'],
		['a document type with an entity', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
		['an entity of its own', '<a>&b;</a>'],
		['an entity without an end', '<a>&amp</a>'],
		['a character that is none', '<a>&#0;</a>'],
		['a character beyond all', '<a>&#x110000;</a>'],
		['a surrogate', '<a>&#xd800;</a>'],
		['a control character', '<a>\u0001</a>'],
		['a processing instruction', '<a><?b c?></a>'],
		['a declaration of another version', '<?xml version="1.1"?><a/>'],
		['another encoding', '<?xml version="1.0" encoding="windows-1250"?><a/>'],
		['a byte order mark', '\ufeff<a/>'],
		['a CDATA section', '<a><![CDATA[b]]></a>'],
		['its end in text', '<a>]]></a>'],
		['two hyphens in a comment', '<a><!-- -- --></a>'],
		['a comment without an end', '<a><!-- </a>'],
		['an attribute twice', '<a b="1" b="2"/>'],
		['an attribute twice by namespace', '<a xmlns:b="u" xmlns:c="u" b:d="1" c:d="2"/>'],
		['an attribute without quotes', '<a b=1/>'],
		['an attribute without value', '<a b/>'],
		['attributes without space', '<a b="1"c="2"/>'],
		['a tag in an attribute', '<a b="<"/>'],
		['a prefix that nobody gave', '<b:a/>'],
		['a prefix of an attribute that nobody gave', '<a b:c="1"/>'],
		['a prefix taken away', '<a xmlns:b=""/>'],
		['a prefix of XML itself', '<a xmlns:xmlns="u"/>'],
		['a name that is none', '<1a/>'],
		['depth without end', '<a>'.repeat(17) + '</a>'.repeat(17)],
		['more elements than allowed', `<a>${'<b/>'.repeat(40_000)}</a>`],
		['more attributes than allowed', `<a ${Array.from({ length: 33 }, (_, i) => `b${i}=""`).join(' ')}/>`],
		['more octets than allowed', `<a>${' '.repeat(4 * 1024 * 1024)}</a>`],
	]
	for (const [name, text] of refused) {
		test(`refuses ${name}`, () => expect(codeOf(() => xml(text))).toBe('xml'))
	}

	test('refuses what is no UTF-8', () => {
		expect(codeOf(() => parseXml(Buffer.from([0x3c, 0x61, 0x2f, 0x3e, 0xff])))).toBe('xml')
	})

	test('whatever else is read or refused, in time that its length bounds', () => {
		const piece = fc.constantFrom(
			'<',
			'>',
			'/',
			'a',
			' ',
			'="',
			'"',
			'&',
			';',
			'#',
			'x',
			'-',
			'!',
			'?',
			'xmlns',
			':',
			'<!--',
			'-->',
			'&amp;',
		)
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
				codeOf(() => xml(pieces.join('')))
			}),
			{ numRuns: 3000 },
		)
		for (const piece of ['<', '&', '<a ', '<!--', '<a b="', '&#', ':']) {
			codeOf(() => xml(`<a>${piece.repeat(500_000)}`))
		}
	})
})

const files = [
	['rozhodnutí č. 1 & <2>.pdf', Buffer.from('a')],
	['META-INF/evidencerecord001.ers', Buffer.from('b')],
] as const
const sound = manifest('META-INF/signature.p7s', files).toString()
const read = (text: string) => parseManifest(Buffer.from(text))

describe('manifests', () => {
	test('names, hashes and what they are signed with', () => {
		expect(read(sound)).toEqual({
			signature: 'META-INF/signature.p7s',
			references: files.map(([name, data]) => ({
				name,
				digest: 'SHA-256',
				value: new Uint8Array(createHash('sha256').update(data).digest()),
			})),
		})
	})

	test('names as some makers write them', () => {
		const plain = sound.replace('rozhodnut%C3%AD%20%C4%8D.%201', 'rozhodnutí%20č. 1')
		expect(plain).not.toBe(sound)
		expect(read(plain).references[0]?.name).toBe(files[0][0])
	})

	test('a hash of a kind that counts for nothing', () => {
		const weak = sound.replace(
			'http://www.w3.org/2001/04/xmlenc#sha256',
			'http://www.w3.org/2000/09/xmldsig#sha1',
		)
		expect(read(weak).references.map(({ digest }) => digest)).toEqual([null, 'SHA-256'])
	})

	const changes: readonly [string, (text: string) => string][] = [
		['another namespace', (text) => text.replace('v1.2.1', 'v1.2.2')],
		[
			'another element',
			(text) => text.replaceAll('ASiCManifest>', 'Manifest>').replace('asic:ASiCManifest ', 'asic:Manifest '),
		],
		['no signature', (text) => text.replace(/<asic:SigReference[^>]*>/, '')],
		['two signatures', (text) => text.replace(/(<asic:SigReference[^>]*>)/, '$1$1')],
		['no files', (text) => text.replace(/<asic:DataObjectReference.*<\/asic:DataObjectReference>/, '')],
		[
			'a file twice',
			(text) => text.replace(/(<asic:DataObjectReference.*?<\/asic:DataObjectReference>)/, '$1$1'),
		],
		['no name', (text) => text.replace(/DataObjectReference URI="[^"]*"/, 'DataObjectReference')],
		['no hash', (text) => text.replace(/<ds:DigestValue>.*?<\/ds:DigestValue>/, '')],
		['two hashes', (text) => text.replace(/(<ds:DigestValue>.*?<\/ds:DigestValue>)/, '$1$1')],
		['a hash that is no base64', (text) => text.replace(/<ds:DigestValue>./, '<ds:DigestValue>!')],
		['no kind of hash', (text) => text.replace(/<ds:DigestMethod[^>]*>/, '')],
		['an address', (text) => text.replace('URI="rozhod', 'URI="file:rozhod')],
		['a query', (text) => text.replace('URI="rozhod', 'URI="?rozhod')],
		['a fragment', (text) => text.replace('URI="rozhod', 'URI="#rozhod')],
		['a percent sign that encodes nothing', (text) => text.replace('%20', '%2')],
		['a name that is no UTF-8', (text) => text.replace('%C3%AD', '%C3')],
	]
	for (const [name, change] of changes) {
		test(`refuses ${name}`, () => {
			const changed = change(sound)
			expect(changed).not.toBe(sound)
			expect(codeOf(() => read(changed))).toBe('manifest')
		})
	}
})
