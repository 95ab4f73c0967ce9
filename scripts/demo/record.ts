/**
 * How a made-up clerk records a document of the demo: the file, its place in a case, the decision, later acts. Each is
 * recorded under a key of its own, so doing it again does nothing.
 * @module
 */
import { ACTING, type Actor, DEPARTMENTS } from './cast.ts'
import { DRAFTS, type Paper } from './papers.ts'
import type { Person } from './person.ts'
import { fileName, printPaper } from './print.ts'

/**
 * @param into the case; null for none
 * @returns the document's id
 */
export async function recordPaper(
	by: Person,
	actor: Actor,
	paper: Paper,
	into: string | null,
): Promise<string> {
	const { number, title, kind, decision, changes = [] } = paper
	const facts = { title, number, kind }
	const metadata = JSON.stringify(paper.public ? { ...facts, public: facts } : facts)
	const fields = { metadata, visibility: paper.public ? 'public' : 'private' }
	const key = `demo/${number}`
	const first = { path: '/api/v1/documents', fields, key }
	const id = await upload(by, actor, first, paper)
	const at = `/api/v1/documents/${id}`
	// A case that an earlier run has closed holds all that it is to hold.
	const before = 'case-closed'
	if (into !== null) await by.ask(`/api/v1/cases/${into}/documents/${id}`, { method: 'PUT', before })
	if (decision !== undefined) {
		const body = into === null ? decision : { ...decision, case: into }
		await by.ask(`${at}/decisions`, { method: 'POST', body, key: `${key}/decision`, before })
	}
	for (const [i, { relation, reason, text }] of changes.entries()) {
		const change = { relation, reason }
		const again = `${key}/${i}`
		if (text === undefined) {
			await by.ask(`${at}/acts`, { method: 'POST', body: change, key: again })
			continue
		}
		const version = { path: `${at}/versions`, fields: { ...fields, ...change }, key: again }
		await upload(by, actor, version, { title, number, text })
	}
	return id
}

/** What somebody has begun and not finished; those with the same title are there already. */
export async function beginDrafts(by: Person, actor: Actor): Promise<void> {
	const path = '/api/v1/drafts'
	const { drafts } = await by.json<{ drafts: { answers: { metadata?: { title?: string } } }[] }>(path)
	for (const { title, number, file } of DRAFTS) {
		if (drafts.some(({ answers }) => answers.metadata?.title === title)) continue
		const body = { answers: { metadata: { title, number, kind: 'decision' } } }
		const { id } = await by.json<{ id: string }>(path, { method: 'POST', body })
		const paper = { title, number, text: ['Koncept.'] }
		if (file) await upload(by, actor, { path: `${path}/${id}/file`, fields: {} }, paper)
	}
}

interface Form {
	readonly path: string
	readonly fields: Readonly<Record<string, string>>
	readonly key?: string
}

/** @returns the id of the document that it made or belongs to; empty for a draft */
async function upload(
	by: Person,
	actor: Actor,
	{ path, fields, key }: Form,
	{ title, number, text, decision }: Pick<Paper, 'title' | 'number' | 'text' | 'decision'>,
): Promise<string> {
	const { name, department } = ACTING[actor]
	const office = DEPARTMENTS.find(({ code }) => code === department)?.name ?? ''
	const pdf = printPaper({ department: office, by: name, title, number, text, decision })
	const body = new FormData()
	for (const [field, value] of Object.entries(fields)) body.append(field, value)
	body.append('file', new File([pdf], fileName(title), { type: 'application/pdf' }))
	const answer = await by.ask(path, { method: 'POST', body, ...(key === undefined ? {} : { key }) })
	await answer.body?.cancel()
	return answer.headers.get('location')?.split('/').at(-1) ?? ''
}
