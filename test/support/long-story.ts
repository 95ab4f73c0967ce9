/**
 * The life of one document over four years, in a whole town: signed by a person, received and examined, stamped by two
 * authorities (openssl's `ts`, and one of our own), renewed before the certificate of the first runs out, hashed anew before
 * SHA-256 ends, and exported with all that speaks for it.
 * @module
 */
import { type AlgorithmPolicy, openHttpAuthority } from '@letopis/ledger'
import { DEFAULT_ALGORITHMS } from '../../ledger/anchor/algorithm-policy.ts'
import { Checker } from '../../scripts/signatures/checker.ts'
import { startOpensslAuthority } from './openssl-authority.ts'
import { appendRevision, PAGE, signPdf } from './pdf-writer.ts'
import { type RenewingAuthority, renewingAuthority, YEAR } from './renewing-authority.ts'
import { DAY, makeList, openOffice, signCms } from './signing.ts'
import { Town } from './town.ts'

export const NAME = 'rozhodnutí č. 1.pdf'
/** Days until openssl's certificate ends; its own clock cannot be moved, so the story begins today. */
const CERTIFICATE_DAYS = 400

export interface LongStory extends AsyncDisposable {
	readonly town: Town
	/** of the document */
	readonly id: string
	readonly document: Buffer
	/** DER: what the person's signature leads to */
	readonly personRoot: Buffer
	/** what openssl's and the other authority's stamps lead to */
	readonly opensslRoot: Uint8Array
	readonly other: RenewingAuthority
	/** as both town and reader have it: SHA-256 ends on a day */
	readonly policy: AlgorithmPolicy
	/** ms since 1970 */
	readonly times: {
		readonly received: number
		/** openssl's certificate has run out */
		readonly certificateEnded: number
		/** SHA-256 has ended */
		readonly digestEnded: number
	}
	/** The document's evidence records at each stage, by the authority that stamped first. */
	readonly records: Readonly<Record<'fresh' | 'renewed' | 'rehashed', Readonly<Record<string, Uint8Array>>>>
	/** What was found of its signatures at reception. */
	readonly findings: {
		readonly indication: string
		readonly signatures: readonly { sentence: { en: string } }[]
	}
	/** exported at the end */
	readonly evidence: Uint8Array
}

function signedPdf(at: number): { document: Buffer; root: Buffer } {
	const office = openOffice('Autorita osob')
	const person = office.person({ subject: 'Jana Nováková' })
	const fresh = { thisUpdate: at - DAY, nextUpdate: at + 30 * DAY }
	const lists = [makeList(office.authority, fresh), makeList(office.root, fresh)]
	const options = { issuer: office.authority, isDetached: true, signedAt: at - 3_600_000, lists }
	const page = appendRevision(Buffer.alloc(0), PAGE, {})
	return { document: signPdf(page, (covered) => signCms(person, covered, options)), root: office.root.der }
}

/** SHA-256 ends on the first day of the month three years from then. */
function endingPolicy(from: number): { policy: AlgorithmPolicy; end: number } {
	const end = Date.UTC(new Date(from).getUTCFullYear() + 3, new Date(from).getUTCMonth(), 1)
	const until = new Date(end).toISOString().slice(0, 10)
	const rows = DEFAULT_ALGORITHMS.algorithms
		// Of RSA the table knows an end before the story's; here SHA-256 alone is about to end.
		.map((row) => (row.algorithm === 'SHA-256' ? { ...row, until } : { ...row, until: null }))
	return { policy: { issued: '2026-11-22', source: 'a test', algorithms: rows }, end }
}

/** Waits for the examination of the document. */
async function examined(town: Town, id: string): Promise<LongStory['findings']> {
	interface Answer {
		state: string
		check: { findings: LongStory['findings'] } | null
	}
	for (;;) {
		const { check } = await town.json<Answer>(`/api/v1/documents/${id}/signatures`)
		if (check !== null) return check.findings
		await new Promise((resolve) => setTimeout(resolve, 50))
	}
}

async function recordsOf(town: Town, id: string): Promise<Record<string, Uint8Array>> {
	const answer = await town.json<{ records: { authority: string; record: string }[] }>(
		`/api/v1/documents/${id}/evidence-records`,
	)
	return Object.fromEntries(
		answer.records.map(({ authority, record }) => [authority, new Uint8Array(Buffer.from(record, 'base64'))]),
	)
}

async function demandRenewals(town: Town): Promise<string[]> {
	const outcomes = await town.anchorer.renewer.renewDue()
	for (const { of, error } of outcomes) if (error !== undefined) throw new Error(`${of}: ${error.message}`)
	return outcomes.map(({ of, renewal }) => `${of} by ${renewal?.authority} under ${renewal?.digest}`)
}

export async function tellLongStory(): Promise<LongStory> {
	await using opened = new AsyncDisposableStack()
	const begun = Math.floor(Date.now() / 1000) * 1000
	const { document, root: personRoot } = signedPdf(begun)
	const { policy, end } = endingPolicy(begun)
	const server = await startOpensslAuthority('p256', { root: 7300, signer: CERTIFICATE_DAYS })
	let isServing = true
	const silence = async () => {
		if (isServing) await server.close()
		isServing = false
	}
	opened.defer(silence)
	const checker = opened.use(new Checker({ roots: [personRoot], by: 'letopis test' }))
	const clock = { now: () => begun }
	const other = renewingAuthority('other', clock, begun + 8 * YEAR)
	const openssl = openHttpAuthority({ name: 'openssl', url: server.url, roots: server.roots })
	const town = await Town.open({
		...{ authorities: [openssl, other], renewal: { algorithms: policy }, signatures: checker, demo: false },
	})
	opened.defer(() => town.close())
	clock.now = () => town.deps.clock.now()
	const set = (ms: number) => {
		town.time.offset += ms - clock.now()
	}

	const { id, response } = await town.upload(document, {}, { name: NAME })
	if (response.status !== 201) throw new Error(`received with ${response.status}`)
	const findings = await examined(town, id)
	// openssl's clock has gone on meanwhile.
	set(Date.now())
	await town.anchorer.anchorNow()
	const received = clock.now()
	const fresh = await recordsOf(town, id)

	await silence()
	const ends = begun + CERTIFICATE_DAYS * DAY
	set(ends - 60 * DAY)
	const first = await demandRenewals(town)
	const renewed = await recordsOf(town, id)

	set(end - 60 * DAY)
	other.certify(end + 12 * YEAR, 'sha512')
	await town.upload('další podání')
	await town.anchorer.anchorNow()
	const second = await demandRenewals(town)
	const rehashed = await recordsOf(town, id)

	set(end + 100 * DAY)
	await town.log.publish()
	const exported = await town.fetch(`/api/v1/documents/${id}/evidence-package`)
	const evidence = new Uint8Array(await exported.arrayBuffer())
	if (exported.status !== 200) throw new Error(`exported with ${exported.status}`)
	if (first.join() !== 'openssl by other under sha2-256') throw new Error(`first renewed: ${first.join()}`)
	for (const of of ['openssl', 'other'])
		if (!second.includes(`${of} by other under sha2-512`)) throw new Error(`then renewed: ${second.join()}`)

	const ending = opened.move()
	return {
		...{ town, id, document, personRoot, other, policy, findings, evidence },
		opensslRoot: server.roots[0] as Uint8Array,
		times: { received, certificateEnded: ends + 10 * DAY, digestEnded: clock.now() },
		records: { fresh, renewed, rehashed },
		[Symbol.asyncDispose]: () => ending.disposeAsync(),
	}
}
