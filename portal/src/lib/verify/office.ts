/**
 * Everything that the page asks of the office, and only when the reader chose so. What is sent stands in the address:
 * the identifier of an entry, a hash or a name that derives from a secret; never a file, a receipt or a secret.
 * @module
 */

/** `absent`: the office knows nothing of it; `lost`: it cannot read what it kept; `silent`: no usable answer. */
export type Answer<T> = { is: 'found'; value: T } | { is: 'absent' | 'lost' | 'silent' }

const TIMEOUT = 20_000
const TRUST_LIMIT = 1024 * 1024

async function ask<T>(path: string, read: (response: Response) => Promise<T>): Promise<Answer<T>> {
	try {
		const response = await fetch(path, { signal: AbortSignal.timeout(TIMEOUT), cache: 'no-store' })
		// Gone is what was disposed of: nothing is left to be fetched.
		if (response.status === 404 || response.status === 410) return { is: 'absent' }
		if (response.ok) return { is: 'found', value: await read(response) }
		return { is: (await codeOf(response)) === 'corrupt' ? 'lost' : 'silent' }
	} catch {
		return { is: 'silent' }
	}
}

/** Code of the problem that an answer tells of. */
async function codeOf(response: Response): Promise<unknown> {
	const problem: unknown = await response.json()
	return typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : null
}

const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

/** The newest signed statement about an entry. @param cid of the entry, as the receipt has it */
export function askStatus(cid: string): Promise<Answer<string>> {
	return ask(`/overit/stav?entry=${encodeURIComponent(cid)}`, (response) => response.text())
}

/** The trust file that the town offers of itself: unconfirmed until its fingerprint is compared elsewhere. */
export async function askTrust(): Promise<Answer<Uint8Array>> {
	const answer = await ask('/log/trust.json', bytesOf)
	return answer.is === 'found' && answer.value.length > TRUST_LIMIT ? { is: 'silent' } : answer
}

/** The sealed receipt of a clause sheet. @param name that derives from its secret. @returns base64 */
export function askClause(name: string): Promise<Answer<string>> {
	return ask(
		`/api/v1/clauses/${name}`,
		async (response) => ((await response.json()) as { sealed: string }).sealed,
	)
}

/** The receipt of a public document. @param id of the document */
export function askReceipt(id: string): Promise<Answer<Uint8Array>> {
	return ask(`/api/v1/documents/${encodeURIComponent(id)}/receipt`, bytesOf)
}

/** A public document by the hash of its content. @returns its id */
export async function askHash(sha256: string): Promise<Answer<string>> {
	const answer = await ask(`/api/v1/public-documents?sha256=${sha256}`, async (response) => {
		const { documents } = (await response.json()) as { documents: readonly { id: string }[] }
		return documents[0]?.id
	})
	if (answer.is !== 'found') return answer
	return answer.value === undefined ? { is: 'absent' } : { is: 'found', value: answer.value }
}
