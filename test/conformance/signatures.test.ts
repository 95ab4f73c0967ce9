/**
 * Our verdicts on signed files of others against those of EU DSS, signature by signature, both without trusted roots and
 * without network. Where they differ, the table says why; how often they agree is printed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { verifySignatures } from '../../verifier/verify-signatures.ts'
import { askJava } from './java-judges.ts'
import { demandCorpus } from './judges.ts'

const folder = demandCorpus('signed')
const names = readdirSync(folder).sort()
const NO_CHAIN = 'INDETERMINATE NO_CERTIFICATE_CHAIN_FOUND'
const CONSTRAINTS = 'INDETERMINATE SIG_CONSTRAINTS_FAILURE'

/** Signatures on which we say something else, and why. */
const DIFFERENT: Readonly<Record<string, { ours: string[]; theirs: string[]; why: string }>> = {
	'CAdES-BpT_modified_ts_hash.p7m': {
		ours: [CONSTRAINTS],
		theirs: [NO_CHAIN],
		why: 'DSS passes over a time-stamp that is over something else; we name it before the missing root',
	},
	'cades-broken-sig-tst.p7m': {
		ours: ['TOTAL-FAILED SIG_CRYPTO_FAILURE'],
		theirs: [NO_CHAIN],
		why: 'DSS looks for the root first and ends there; the value does not verify whosever it is, as openssl finds too',
	},
	'cades-double-signing-certificate.p7m': {
		ours: [CONSTRAINTS],
		theirs: ['INDETERMINATE SIGNED_DATA_NOT_FOUND'],
		why: 'both hold: the content is not there, and an attribute stands twice, which no content would cure',
	},
	'pades-signed-annot-added.pdf': {
		ours: [CONSTRAINTS],
		theirs: [NO_CHAIN],
		why: 'DSS only warns of annotations added later; for us what one sees is not what was signed',
	},
	'pdf-signed-corrupted.pdf': {
		ours: [],
		theirs: ['TOTAL-FAILED FORMAT_FAILURE'],
		why: 'DSS repairs the cross-references and finds the signature; we read nothing that needs repair (INDETERMINATE)',
	},
	'pkcs7.pdf': {
		ours: [CONSTRAINTS],
		theirs: [NO_CHAIN],
		why: 'we ask for a signed identifier of the certificate, which signatures before PAdES lack, before the root',
	},
}

const ours = new Map<string, string[]>()
const theirs = new Map<string, string[]>()

beforeAll(async () => {
	const lines = await askJava(
		'DssSignatures',
		names.flatMap((name) => [join(folder, name), '-', '-']),
	)
	for (const [i, name] of names.entries()) {
		const text = (lines[i] ?? '').replaceAll('TOTAL_', 'TOTAL-')
		theirs.set(name, text === '' ? [] : text.split('; '))
		const report = await verifySignatures({ file: readFileSync(join(folder, name)), now: Date.now() })
		const said = report.signatures.map(
			({ indication, subIndication }) => `${indication} ${subIndication ?? ''}`,
		)
		ours.set(
			name,
			said.map((words) => words.trim()),
		)
	}
})

describe('EU DSS and we', () => {
	test.each(names)('%s', (name) => {
		const { [name]: different } = DIFFERENT
		const expected = different ?? { ours: theirs.get(name), theirs: theirs.get(name) }
		expect({ ours: ours.get(name), theirs: theirs.get(name) }).toEqual({
			ours: expected.ours,
			theirs: expected.theirs,
		})
	})

	test('nothing is explained that does not differ', () => {
		expect(Object.keys(DIFFERENT).filter((name) => !names.includes(name))).toEqual([])
	})

	test('agree on most', () => {
		const pairs = names.flatMap((name) => {
			const [own = [], other = []] = [ours.get(name), theirs.get(name)]
			return Array.from({ length: Math.max(own.length, other.length) }, (_, i) => [own[i], other[i]] as const)
		})
		const share = (same: (a?: string, b?: string) => boolean) =>
			Math.round((100 * pairs.filter(([a, b]) => same(a, b)).length) / pairs.length)
		const indication = share((a, b) => a?.split(' ')[0] === b?.split(' ')[0])
		const whole = share((a, b) => a === b)
		const rows = names.map(
			(name) => `${name}: ${ours.get(name)?.join('; ') || 'not read'} | ${theirs.get(name)?.join('; ')}`,
		)
		console.log(
			`${rows.join('\n')}\n${pairs.length} signatures: indication ${indication} %, with sub-indication ${whole} %`,
		)
		expect(indication).toBeGreaterThanOrEqual(80)
	})
})
