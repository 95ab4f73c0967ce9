/** ZFO files that are made to harm their reader: each is refused with its code, and nothing is read on. */
import { beforeAll, describe, expect, test } from 'vitest'
import { readZfo, ZFO_MAX_BYTES } from '../../../api/dispatch/zfo.ts'
import { tlv } from '../../support/der-writer.ts'
import { type ZfoMaker, type ZfoOptions, zfoMaker } from '../../support/zfo-maker.ts'

let maker: ZfoMaker
beforeAll(() => {
	maker = zfoMaker()
})

const nested = (depth: number) =>
	Buffer.concat([Buffer.alloc(depth * 2, Buffer.from([0x30, 0x80])), Buffer.alloc(depth * 2)])
const halfOf = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)
const elements = (name: string, count: number) => `<p:${name}/>`.repeat(count)
const inEnvelope = (more: string): ZfoOptions => ({
	rewrite: (dmDm) => dmDm.replace('</p:dmDm>', `${more}</p:dmDm>`),
})
const around = (more: string): ZfoOptions => ({ rewrite: (dmDm) => `${dmDm}${more}` })
const ahead = (more: string): ZfoOptions => ({ xml: (text) => `${more}${text}` })
const BOMB = `<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}">]>`

describe('hostile bytes', () => {
	test.each<[string, () => Uint8Array, string]>([
		['nothing', () => new Uint8Array(0), 'malformed'],
		['one byte', () => Buffer.from([0x30]), 'malformed'],
		['a text', () => Buffer.from('<q:MessageDownloadResponse/>'), 'malformed'],
		['100 MB', () => new Uint8Array(100_000_000), 'too-large'],
		['one byte too many', () => new Uint8Array(ZFO_MAX_BYTES + 1), 'too-large'],
		['a length of four gigabytes', () => Buffer.from('3084ffffffff0609', 'hex'), 'malformed'],
		['a length of nine bytes', () => Buffer.from('308900000000000000000500', 'hex'), 'malformed'],
		['a length without bytes', () => Buffer.from('30ff', 'hex'), 'malformed'],
		['nested ten thousand times', () => nested(10_000), 'too-deep'],
		['130,000 elements', () => tlv(0x30, Buffer.alloc(260_000, Buffer.from([0x05, 0x00]))), 'too-large'],
		['a primitive element without end', () => Buffer.from('0480ff', 'hex'), 'malformed'],
		['a tag of many bytes', () => Buffer.from('3f810200', 'hex'), 'malformed'],
		['an end that never comes', () => Buffer.from('308006092a864886f70d010702', 'hex'), 'malformed'],
		['another content type', () => Buffer.from('300b06092a864886f70d010701', 'hex'), 'malformed'],
		['half of a message', () => halfOf(maker.make()), 'malformed'],
		['a byte after it', () => Buffer.concat([maker.make(), Buffer.from([1])]), 'malformed'],
		['a zero after it', () => Buffer.concat([maker.make(), Buffer.from([0])]), 'malformed'],
		[
			'seventeen zeros after the stamp',
			() => maker.make({ token: (token) => Buffer.concat([token, Buffer.alloc(17)]) }),
			'malformed',
		],
		[
			'something after the stamp',
			() => maker.make({ token: (token) => Buffer.concat([token, Buffer.from([0, 1])]) }),
			'malformed',
		],
		['half a stamp', () => maker.make({ token: (token) => token.subarray(0, 200) }), 'malformed'],
		['a stamp nested a thousand times', () => maker.make({ token: () => nested(1000) }), 'too-deep'],
		[
			'certificates of nobody, thirty',
			() => maker.make({ cms: { certificates: new Array(30).fill(maker.system.der) } }),
			'too-large',
		],
		[
			'a certificate that is none',
			() => maker.make({ cms: { certificates: [tlv(0x30, tlv(0x04))] } }),
			'malformed',
		],
	])('%s', async (_, bytes, code) => {
		await expect(readZfo(bytes())).rejects.toMatchObject({ name: 'RefusalError', code })
	})

	test('cut anywhere', async () => {
		const zfo = maker.make()
		for (let length = 0; length < zfo.length; length += 61) {
			await expect(readZfo(zfo.subarray(0, length))).rejects.toMatchObject({ name: 'RefusalError' })
		}
	})
})

describe('hostile XML', () => {
	test.each<[string, ZfoOptions, string]>([
		['a document type', ahead('<!DOCTYPE x>'), 'malformed'],
		[
			'an entity from outside',
			ahead('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
			'malformed',
		],
		['a bomb of entities', ahead(BOMB), 'malformed'],
		['an unknown entity', { envelope: { dmAnnotation: '&bomba;' } }, 'malformed'],
		['an instruction', around('<?php ?>'), 'malformed'],
		['a comment', around('<!-- -->'), 'malformed'],
		['a comment in the middle of a text', { envelope: { dmID: '1234<!-- -->567' } }, 'malformed'],
		['CDATA', { envelope: { dmID: '<![CDATA[1234567]]>' } }, 'malformed'],
		['UTF-16', { xml: (text) => Buffer.from(`\ufeff${text}`, 'utf16le') }, 'malformed'],
		['Latin-2', { xml: (text) => Buffer.from(text, 'latin1') }, 'malformed'],
		['nothing', { xml: () => '' }, 'malformed'],
		['half of it', { xml: (text) => text.slice(0, 900) }, 'malformed'],
		['two roots', { xml: (text) => `${text}${text}` }, 'malformed'],
		['a control character', { envelope: { dmAnnotation: '\u0001' } }, 'malformed'],
		['an unbound prefix', around('<x:y/>'), 'malformed'],
		['an attribute twice', around('<p:y xmlns:p="a" a="1" a="2"/>'), 'malformed'],
		['twenty levels', inEnvelope(`${'<p:a>'.repeat(20)}${'</p:a>'.repeat(20)}`), 'too-deep'],
		['21,000 elements', inEnvelope(elements('a', 21_000)), 'too-large'],
		[
			'40 attributes',
			inEnvelope(`<p:a ${Array.from({ length: 40 }, (_, i) => `a${i}=""`).join(' ')}/>`),
			'too-large',
		],
		['a subject of 10,000 characters', { envelope: { dmAnnotation: 'x'.repeat(10_000) } }, 'too-large'],
		[
			'a name of 600 characters',
			{ files: [{ name: 'x'.repeat(600), bytes: Buffer.from('x') }] },
			'too-large',
		],
		['1,001 files', { files: new Array(1001).fill({ name: 'x', bytes: Buffer.from('x') }) }, 'too-large'],
		['1,001 events', { events: new Array(1001).fill(['2026-03-24T00:00:02+01:00', 'EV0:']) }, 'too-large'],
		['two messages', { rewrite: (dmDm) => `${dmDm}${dmDm}` }, 'duplicate'],
		['two hashes', around('<q:dmHash algorithm="SHA-256">AAAA</q:dmHash>'), 'duplicate'],
		['two recipients', inEnvelope('<p:dbIDRecipient>aaa1111</p:dbIDRecipient>'), 'duplicate'],
		['two states', around('<q:dmMessageStatus>6</q:dmMessageStatus>'), 'duplicate'],
		[
			'two contents of a file',
			{
				rewrite: (dmDm) =>
					dmDm.replace(
						'<p:dmEncodedContent>',
						'<p:dmEncodedContent>AAAA</p:dmEncodedContent><p:dmEncodedContent>',
					),
			},
			'duplicate',
		],
		[
			'another root',
			{ xml: (text) => text.replaceAll('MessageDownloadResponse', 'CreateMessage') },
			'unsupported-version',
		],
		[
			'another namespace',
			{ xml: (text) => text.replaceAll('isds.czechpoint.cz/v20', 'isds.example/v20') },
			'unsupported-version',
		],
		[
			'the message in another namespace',
			{ rewrite: (dmDm) => dmDm.replace('isds.czechpoint.cz/v20', 'isds.example/v20') },
			'malformed',
		],
		['the message one level too deep', { rewrite: (dmDm) => `<q:dmDm2>${dmDm}</q:dmDm2>` }, 'malformed'],
		['no message', { rewrite: () => '' }, 'malformed'],
		['no number', { envelope: { dmID: null } }, 'malformed'],
		['no recipient', { envelope: { dbIDRecipient: '' } }, 'malformed'],
		['no hash', { around: { dmHash: null } }, 'malformed'],
		['no stamp', { around: { dmQTimestamp: null } }, 'malformed'],
		['a hash that is not base64', { around: { dmHash: 'A*==' } }, 'malformed'],
		['a hash by MD5', { xml: (text) => text.replace('"SHA-256"', '"MD5"') }, 'malformed'],
		['no state', { around: { dmMessageStatus: null } }, 'malformed'],
		['state 11', { around: { dmMessageStatus: '11' } }, 'malformed'],
		['state 0', { around: { dmMessageStatus: '0' } }, 'malformed'],
		['state 6e0', { around: { dmMessageStatus: '6e0' } }, 'malformed'],
		['a day instead of a moment', { around: { dmDeliveryTime: '2026-03-12' } }, 'malformed'],
		['a moment without its zone', { around: { dmDeliveryTime: '2026-03-12T10:00:00' } }, 'malformed'],
		['a thirteenth month', { around: { dmDeliveryTime: '2026-13-12T10:00:00Z' } }, 'malformed'],
		['an event at no moment', { events: [['yesterday', 'EV0:']] }, 'malformed'],
		[
			'a file that is not base64',
			{ rewrite: (dmDm) => dmDm.replace('</p:dmEncodedContent>', '!</p:dmEncodedContent>') },
			'malformed',
		],
		[
			'a file without content',
			{ rewrite: (dmDm) => dmDm.replace('<p:dmFiles>', '<p:dmFiles><p:dmFile/>') },
			'malformed',
		],
	])('%s', async (_, options, code) => {
		await expect(readZfo(maker.make(options))).rejects.toMatchObject({ name: 'RefusalError', code })
	})
})
