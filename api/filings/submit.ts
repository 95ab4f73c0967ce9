/**
 * Filing: a citizen's draft becomes documents, a case and the entry of the filing; a reply becomes documents and a step.
 *
 * Each entry is made once under a key that derives from the draft's key, so filing again, after a double click, a lost
 * answer or a crash between two entries, goes on where it stopped and gives the same filing. The draft goes last. A file or
 * an answer that was changed between a crash and the next try leaves a document behind that no filing names.
 * @module
 */
import { createHash } from 'node:crypto'
import { cidText, type DagMap, hex, parseCid, parseTrust } from '@letopis/format'
import type { Agenda } from '../agendas/agenda.ts'
import type { Agendas, AgendaVersion } from '../agendas/agendas.ts'
import {
	type AnswerProblem,
	type Answers,
	attachmentsShown,
	checkAnswers,
	settledAnswers,
} from '../agendas/answers.ts'
import { dayOf } from '../calendar/day.ts'
import { appendSealed, type Cases, cidAt } from '../cases/cases.ts'
import type { Printer } from '../clause/printer.ts'
import { compute } from '../clock/compute.ts'
import { fingerprint } from '../documents/idempotency.ts'
import type { Recorder } from '../documents/recording.ts'
import { isComplete } from '../drafts/draft.ts'
import type { Drafts } from '../drafts/drafts.ts'
import { Problem } from '../http/problems.ts'
import type { ApiDeps } from '../services.ts'
import type { FileLine } from './answers-copy.ts'
import { answeredParts, contactOf } from './answers-said.ts'
import { type Begun, entryKey, FILER_PRINCIPAL, type FilerDrafts } from './filer.ts'
import type { Filings } from './filings.ts'
import { FILING_KIND, type FiledDocument, filingData, NO_FACTS } from './records.ts'
import { type StoredFile, storeFile } from './store.ts'
import { eventsOf } from './timeline.ts'

export interface FilingProblems {
	readonly answers: readonly AnswerProblem[]
	/** attachments that are needed and not all there */
	readonly attachments: readonly string[]
}

/** Longest title of a case. */
const TITLE_MAX = 200

export interface FilingOptions {
	readonly agendas: Agendas
	readonly begun: FilerDrafts
	readonly drafts: Drafts
	readonly recorder: Recorder
	readonly cases: Cases
	readonly filings: Filings
	readonly printer: Printer
	/** @throws Problem where nothing can be recorded now */
	readonly demandReady: () => Promise<void>
}

export class Submission {
	readonly #deps: ApiDeps
	readonly #with: FilingOptions

	constructor(deps: ApiDeps, options: FilingOptions) {
		this.#deps = deps
		this.#with = options
	}

	/** Position of what a key led to before: the filing, or the step of a reply; undefined if it was not filed. */
	async done(key: string): Promise<number | undefined> {
		return (await this.#deps.projection.chronicle.idempotent(entryKey(key, 'done')))?.index
	}

	/** What a draft still lacks. */
	problems(agenda: Agenda, begun: Begun): FilingProblems {
		const answers = begun.answers as Answers
		const today = dayOf(this.#deps.clock.now())
		const there = (id: string) => begun.files.some((file) => file.attachment === id && isComplete(file.file))
		const needed = attachmentsShown(agenda, answers).filter(({ required }) => required)
		const cutOff = begun.files.filter(({ file }) => !isComplete(file)).map(({ attachment }) => attachment)
		const missing = needed.map(({ id }) => id).filter((id) => !there(id))
		return {
			answers: checkAnswers(agenda, 'all', answers, today),
			attachments: [...new Set([...missing, ...cutOff])],
		}
	}

	/**
	 * @param agenda CID of the text that whoever files has seen
	 * @returns position of the filing, or of the step of a reply
	 * @throws Problem 'filing-form-changed', 'filing-incomplete', 'draft-not-found'
	 */
	async submit(key: string, agenda: string | null): Promise<{ position: number; replayed: boolean }> {
		const { begun } = this.#with
		const earlier = await this.done(key)
		if (earlier !== undefined) return this.#again(key, earlier)
		return begun
			.settle(key, async (found) => {
				const meanwhile = await this.done(key)
				if (meanwhile !== undefined) return this.#again(key, meanwhile)
				await this.#with.demandReady()
				const position =
					found.purpose.kind === 'filing'
						? await this.#file(key, found, agenda)
						: await this.#reply(key, found)
				await begun.remove(key)
				return { position, replayed: false }
			})
			.catch(async (error) => {
				// The second of two clicks: the first has taken the draft away meanwhile.
				const filed =
					error instanceof Problem && error.code === 'draft-not-found' ? await this.done(key) : undefined
				if (filed === undefined) throw error
				return { position: filed, replayed: true }
			})
	}

	/** What a crash left of a draft that was filed goes now. */
	async #again(key: string, position: number): Promise<{ position: number; replayed: boolean }> {
		await this.#with.begun.remove(key)
		await this.#deps.projection.current()
		return { position, replayed: true }
	}

	async #file(key: string, begun: Begun, seen: string | null): Promise<number> {
		const { cases, printer } = this.#with
		const version = await this.#inForce(begun, seen)
		const { agenda } = version
		const problems = this.problems(agenda, begun)
		if (problems.answers.length > 0 || problems.attachments.length > 0) {
			throw new Problem('filing-incomplete', 'GET the draft to see what is missing.', {
				extra: { ...problems },
			})
		}
		const answers = settledAnswers(agenda, begun.answers as Answers)
		// Before anything is recorded: what would not be printed is not half filed.
		const place = printer.reserve()
		try {
			const asked = new Map(attachmentsShown(agenda, answers).map((one) => [one.id, one.title.cs]))
			const files: { attachment: string; title: string; stored: StoredFile }[] = []
			for (const file of begun.files) {
				const title = asked.get(file.attachment)
				// Of a question that is not asked any more.
				if (title === undefined) continue
				files.push({
					attachment: file.attachment,
					title,
					stored: await this.#store(key, begun, file, title, agenda.department),
				})
			}
			const lines = files.map(({ title, stored }) => lineOf(title, stored))
			const pdf = await place.print(this.#copy(version, begun, answers, lines))
			const copy = await storeFile(
				this.#deps,
				this.#with.recorder,
				{
					...{ pieces: [pdf], name: 'podani.pdf', type: 'application/pdf' },
					...{ title: `Podání: ${agenda.title.cs}`, department: agenda.department },
				},
				entryKey(key, `answers ${createHash('sha256').update(pdf).digest('hex')}`),
			)
			const contact = contactOf(agenda, answers)
			const title = [agenda.title.cs, contact.name]
				.filter((part) => part !== '')
				.join(': ')
				.slice(0, TITLE_MAX)
			const opened = await cases.open(
				{ number: null, title, department: agenda.department },
				{
					principal: FILER_PRINCIPAL,
					purpose: null,
					key: entryKey(key, `case ${agenda.department} ${title}`),
				},
			)
			const id = await cidAt(this.#deps, opened.position)
			const documents: FiledDocument[] = [
				{ document: parseCid(copy.document), role: 'answers', name: '' },
				...files.map(({ attachment, stored }) => ({
					...{ document: parseCid(stored.document), role: 'attachment' as const, name: attachment },
				})),
			]
			for (const { document } of documents) await this.#into(id, cidText(document))
			// Fixed by its entry's time; a midnight between them moves the deadline that is told by a day at most once.
			const now = this.#deps.clock.now()
			const clock = compute(agenda.clock, eventsOf(now, 'awaiting', []), dayOf(now))
			const data = filingData({
				...{ case: parseCid(id), agenda: version.cid, code: agenda.code, department: agenda.department },
				...{ documents, answers: answers as DagMap, contact, state: 'awaiting', deadline: clock.deadline },
			})
			return await this.#append(key, { kind: FILING_KIND, object: parseCid(id), metadata: { data } })
		} finally {
			place.giveBack()
		}
	}

	async #reply(key: string, begun: Begun): Promise<number> {
		if (begun.purpose.kind !== 'reply') throw new Error('a filing is no reply')
		const { filings } = this.#with
		const found = await filings.locate(begun.purpose.filing)
		if (begun.text.trim() === '' && begun.files.length === 0) {
			throw new Problem('filing-incomplete', 'A reply has words or a file.', {
				extra: { answers: [], attachments: [] },
			})
		}
		if (begun.files.some(({ file }) => !isComplete(file))) {
			throw new Problem('filing-incomplete', 'A file is not all there.', {
				extra: { answers: [], attachments: [''] },
			})
		}
		const { step } = begun.purpose
		if (!filings.open(found, 'filer').includes(step)) {
			throw new Problem('filing-step-refused', `Not in the state ${found.row.state}.`, {
				extra: { state: found.row.state, possible: filings.open(found, 'filer') },
			})
		}
		const department = await filings.departmentOf(found)
		const documents: string[] = []
		for (const file of begun.files) {
			const title = step === 'corrected' ? 'Doplnění podání' : 'Zpráva k podání'
			documents.push((await this.#store(key, begun, file, title, department)).document)
		}
		for (const document of documents) await this.#into(cidText(found.filing.case), document)
		const facts = {
			...NO_FACTS,
			text: begun.text.trim() === '' ? null : begun.text.trim(),
			documents: documents.map((document) => parseCid(document)),
		}
		const acting = { principal: FILER_PRINCIPAL, purpose: null, key: entryKey(key, 'done') }
		return (await filings.take(begun.purpose.filing, 'filer', step, facts, null, acting)).position
	}

	/** @throws Problem 'filing-form-changed' */
	async #inForce(begun: Begun, seen: string | null): Promise<AgendaVersion> {
		if (begun.purpose.kind !== 'filing') throw new Error('a reply has no form')
		const { agendas } = this.#with
		const { agenda } = await agendas.version(begun.purpose.agenda)
		const current = await agendas.inForce(agenda.code)
		const entry = cidText(current.cid)
		if (begun.purpose.agenda !== entry || (seen !== null && seen !== entry)) {
			throw new Problem(
				'filing-form-changed',
				'Look at the answers again, under the form that is in force.',
				{
					extra: { agenda: entry },
				},
			)
		}
		return current
	}

	#store(
		key: string,
		begun: Begun,
		file: Begun['files'][number],
		title: string,
		department: string,
	): Promise<StoredFile> {
		const { name, type, parts } = file.file
		const digest = createHash('sha256')
		for (const part of parts) if (part !== null) digest.update(part)
		const pieces = this.#with.drafts.content(begun.owner, file.id)
		return storeFile(
			this.#deps,
			this.#with.recorder,
			{ pieces, name, type, title, department },
			entryKey(key, `file ${file.id} ${digest.digest('hex')}`),
		)
	}

	async #into(case_: string, document: string): Promise<void> {
		const { cases } = this.#with
		await cases.addDocument(await cases.locate(case_), document, {
			principal: FILER_PRINCIPAL,
			purpose: null,
			key: null,
		})
	}

	async #append(key: string, own: Parameters<typeof appendSealed>[2]): Promise<number> {
		const request = fingerprint(this.#deps.secret, ['filing'])
		const idempotency = { key: entryKey(key, 'done'), request }
		const appended = await appendSealed(this.#deps, FILER_PRINCIPAL, own, { idempotency })
		return this.#deps.projection.chronicle.base + appended.index
	}

	#copy({ agenda, cid }: AgendaVersion, begun: Begun, answers: Answers, files: readonly FileLine[]) {
		const { town, demo } = parseTrust(this.#deps.ledger.trustFile())
		return {
			...{
				kind: 'answers' as const,
				town,
				demo: demo === true,
				title: agenda.title.cs,
				agenda: cidText(cid),
			},
			...{ time: begun.draft.updated, files, parts: answeredParts(agenda, answers, (text) => text.cs) },
		}
	}
}

function lineOf(title: string, { name, size, sha256 }: StoredFile): FileLine {
	return { title, name, size, sha256: hex(sha256) }
}
