/** Asking a DSS service: what it is sent, what is taken from its answer, and that nothing it does harms or decides. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { askDss, LARGEST_SENT } from '../../../scripts/signatures/dss.ts'

type Answer = (request: IncomingMessage, body: Buffer, response: ServerResponse) => void

let answer: Answer
let asked: { path: string | undefined; body: Buffer }[]
let url = ''
const server = createServer((request, response) => {
	const pieces: Buffer[] = []
	request.on('data', (piece: Buffer) => pieces.push(piece))
	request.on('end', () => {
		const body = Buffer.concat(pieces)
		asked.push({ path: request.url, body })
		answer(request, body, response)
	})
})
beforeEach(async () => {
	asked = []
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
	server.closeAllConnections()
	await new Promise((resolve) => server.close(resolve))
})

const json = (value: unknown): Answer => {
	return (_, __, response) =>
		response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value))
}
const ask = (options: { timeout?: number; pauses?: number[] } = {}) =>
	askDss({ url: `${url}/`, pauses: [], ...options })(Buffer.from('soubor'))

test('the service gets the file and nothing else; its simple report is told with the hash of the whole', async () => {
	answer = json({
		DiagnosticData: {},
		SimpleReport: {
			ValidationTime: '2026-11-22T10:00:00Z',
			ValidationPolicy: { PolicyName: 'QES AdESQC TL based' },
			SignaturesCount: 2,
			signatureOrTimestampOrEvidenceRecord: [
				{
					Signature: {
						Indication: 'INDETERMINATE',
						SubIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
						SignedBy: 'Jana',
						SignatureFormat: 'PAdES-BASELINE-T',
					},
				},
				{ Timestamp: { Indication: 'PASSED' } },
				{ signature: { indication: 'TOTAL-PASSED' } },
			],
		},
	})
	const opinion = await ask()
	expect(opinion).toMatchObject({
		...{ failure: null, at: Date.UTC(2026, 10, 22, 10), policy: 'QES AdESQC TL based' },
		signatures: [
			{
				...{ indication: 'INDETERMINATE', sub: 'NO_CERTIFICATE_CHAIN_FOUND' },
				...{ signer: 'Jana', format: 'PAdES-BASELINE-T' },
			},
			{ indication: 'TOTAL-PASSED', sub: null, signer: null, format: null },
		],
	})
	expect(opinion.answer).toMatch(/^[0-9a-f]{64}$/)
	expect(opinion.service).toBe(`DSS ${new URL(url).host}`)
	expect(asked[0]?.path).toBe('/services/rest/validation/validateSignature')
	const sent = JSON.parse(asked[0]?.body.toString() ?? '')
	expect(Buffer.from(sent.signedDocument.bytes, 'base64').toString()).toBe('soubor')
	expect(sent.signedDocument.name).toBeNull()
})

const HOSTILE: Record<string, [Answer, string]> = {
	'an error': [(_, __, response) => response.writeHead(500).end('no'), 'refused'],
	'a redirect': [(_, __, response) => response.writeHead(302, { Location: '/' }).end(), 'unreachable'],
	'no JSON': [(_, __, response) => response.writeHead(200).end('{'), 'not-understood'],
	'bytes that are no text': [
		(_, __, response) => response.writeHead(200).end(Buffer.from([0xff])),
		'not-understood',
	],
	'another shape': [json({ SimpleReport: { signatureOrTimestamp: 1 } }), 'not-understood'],
	'no report': [json([1]), 'not-understood'],
	'a cut answer': [
		(_, __, response) => {
			response.writeHead(200, { 'Content-Length': '100' }).write('{')
			response.destroy()
		},
		'unreachable',
	],
}
test.each(Object.entries(HOSTILE))(
	'a service that gives %s gives no opinion',
	async (_, [given, failure]) => {
		answer = given
		expect(await ask()).toMatchObject({ failure, signatures: [], answer: null })
	},
)

test('an answer without end is given up, as is none at all', async () => {
	answer = (_, __, response) => {
		response.writeHead(200)
		const more = () => {
			if (!response.destroyed) response.write(Buffer.alloc(1024 * 1024, 0x20), () => setImmediate(more))
		}
		more()
	}
	expect((await ask()).failure).toBe('too-large')
	answer = () => {}
	expect((await ask({ timeout: 300 })).failure).toBe('too-long')
})

test('one that cannot be reached is asked again, a refusal is not', async () => {
	answer = (request) => request.socket.destroy()
	expect((await ask({ pauses: [1, 1] })).failure).toBe('unreachable')
	expect(asked).toHaveLength(3)
	answer = (_, __, response) => response.writeHead(403).end()
	expect((await ask({ pauses: [1, 1] })).failure).toBe('refused')
	expect(asked).toHaveLength(4)
})

test('a file beyond the limit is not sent', async () => {
	const opinion = await askDss({ url })(new Uint8Array(LARGEST_SENT + 1))
	expect([opinion.failure, asked]).toEqual(['too-large', []])
})
