/**
 * The search behind the one field of Verify: where what was typed leads.
 * @module
 */
import { recogniseText } from '../verify/recognise.ts'

type Ask = (path: string) => Promise<Response>

export interface FoundDocument {
	readonly id: string
	readonly index: number
	/** ms since 1970 */
	readonly time: number
	/** it was disposed of */
	readonly disposed: boolean
}

export type PublicSearch =
	/** another page knows more of it; path without language */
	| { is: 'elsewhere'; path: string }
	| { is: 'several'; documents: readonly FoundDocument[] }
	| { is: 'absent'; by: 'hash' | 'number' }

export async function findPublic(ask: Ask, asked: string): Promise<PublicSearch> {
	const query = recogniseText(asked)
	if (query.is === 'sha256') return leadTo(await find(ask, 'sha256', query.hash), 'hash')
	if (query.is === 'entry') {
		const isDocument = (await ask(`/api/v1/documents/${query.cid}/status`)).ok
		return { is: 'elsewhere', path: isDocument ? `/doklad/${query.cid}` : `/doklad?q=${query.cid}` }
	}
	const text = query.is === 'number' ? query.text : ''
	// The number of an entry has digits alone; a number of a document hardly ever.
	const found = text === '' ? [] : await find(ask, 'number', text)
	if (found.length === 0 && /^\d*$/.test(text)) return { is: 'elsewhere', path: `/doklad?q=${text}` }
	return leadTo(found, 'number')
}

function leadTo(documents: readonly FoundDocument[], by: 'hash' | 'number'): PublicSearch {
	const [only, ...more] = documents
	if (only === undefined) return { is: 'absent', by }
	return more.length > 0 ? { is: 'several', documents } : { is: 'elsewhere', path: `/doklad/${only.id}` }
}

async function find(ask: Ask, by: 'sha256' | 'number', value: string): Promise<FoundDocument[]> {
	const answer = await ask(`/api/v1/public-documents?${by}=${encodeURIComponent(value)}`)
	if (!answer.ok) throw new Error(`public documents: ${answer.status}`)
	const { documents } = (await answer.json()) as {
		documents: readonly { id: string; index: number; time: string; state: string }[]
	}
	return documents.map(({ id, index, time, state }) => ({
		...{ id, index, time: Date.parse(time) },
		disposed: state === 'disposed',
	}))
}
