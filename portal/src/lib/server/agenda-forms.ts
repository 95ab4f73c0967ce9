/**
 * The forms in which agendas are edited: a text is checked and shown, then published as it was shown.
 * @module
 */
import { createHash } from 'node:crypto'
import { type ActionFailure, fail, type RequestEvent, redirect } from '@sveltejs/kit'
import { type DiffLine, diffLines } from '../agendas/diff.ts'
import type { components } from '../api/schema.d.ts'
import type { Agenda } from '../filing/agenda.ts'
import { inLocale } from '../locale/locale.ts'
import { act, doneAddress } from './administrator.ts'
import { departments } from './departments.ts'
import { codeOf, giveUp, sentenceFor } from './failure.ts'
import { needScope, type needSession } from './guard.ts'
import type { Session } from './session.ts'

type Asking = Parameters<typeof needSession>[0]
type Schemas = components['schemas']
export type Version = Schemas['AgendaVersion']

const SCOPE = 'agendas:write'
export const AGENDAS = '/sprava/agendy'

/** What the editor shows. */
export interface EditState {
	readonly text: string
	/** entry of the version that is edited; absent for a new agenda */
	readonly version?: string | null
	readonly problems?: readonly Schemas['AgendaFileProblem'][]
	readonly preview?: { readonly agenda: Agenda; readonly department: string }
	/** hash of the text that is previewed */
	readonly previewed?: string
	/** the text was changed since the preview that was to be published */
	readonly stale?: boolean
	/** against the version in force */
	readonly changes?: readonly DiffLine[] | null
	/** what somebody else published meanwhile */
	readonly meanwhile?: readonly DiffLine[]
	/** why it could not be published, in words */
	readonly refused?: string
	/** the session ended while the text was edited */
	readonly ended?: boolean
}

/** The session of whoever may publish; null only after a form of a session that is over, so that its text is kept. */
export function editing(event: Asking): Session | null {
	if (event.request.method === 'POST' && event.locals.session === null) return null
	return needScope(event, SCOPE)
}

/** Versions of an agenda, newest first; none where there is no such agenda. */
export async function versionsOf({ locals }: Pick<RequestEvent, 'locals'>, code: string): Promise<Version[]> {
	const path = { code }
	const { data, error, response } = await locals.api.GET('/api/v1/agendas/{code}/versions', {
		params: { path },
	})
	if (data !== undefined) return data.versions
	if (response.status === 404 || response.status === 400) return []
	return giveUp(response, error)
}

/** The version that a form edited, and that which is the newest now. */
interface Versions {
	readonly edited: Version | undefined
	readonly newest: Version | undefined
}

type Outcome = ActionFailure<EditState> | EditState

/** Checks the text of a form. @param code of the agenda; null for a new one, which names its own */
export async function checkText(event: RequestEvent, code: string | null): Promise<Outcome> {
	const form = await event.request.formData()
	return check(event, form, code)
}

/** Publishes the text of a form, if it is the one that was previewed. @throws the way to the list when it is done */
export async function publishText(event: RequestEvent, code: string | null): Promise<Outcome> {
	const form = await event.request.formData()
	const text = fileIn(form)
	const shown = await check(event, form, code)
	if (!('preview' in shown) || shown.preview === undefined) return shown
	if (form.get('nahled') !== hashOf(text)) return fail(409, { ...shown, stale: true })
	return publish(event, form, shown, shown.preview.agenda.code)
}

/** Withdraws an agenda. */
export async function withdraw(event: RequestEvent, code: string): Promise<ActionFailure<EditState>> {
	const form = await event.request.formData()
	const version = String(form.get('verze') ?? '')
	const newest = (await versionsOf(event, code))[0]
	const kept = { text: newest?.text ?? '', version: newest?.entry ?? null }
	if (editing(event) === null) return fail(401, { ...kept, ended: true })
	const { api, locale } = event.locals
	const done = await act(event, form, () =>
		api.DELETE('/api/v1/agendas/{code}', { params: { path: { code } }, headers: onto(version) }),
	)
	if ('data' in done) redirect(303, doneAddress(inLocale(locale, AGENDAS), 'stazeno', done.entries))
	const refused =
		'error' in done ? sentenceFor(locale, done.error) : sentenceFor(locale, { code: 'agenda-changed' })
	return fail(409, { ...kept, refused })
}

async function check(event: RequestEvent, form: FormData, code: string | null): Promise<Outcome> {
	const text = fileIn(form)
	const version = String(form.get('verze') ?? '') || null
	const kept = { text, version }
	if (editing(event) === null) return fail(401, { ...kept, ended: true })
	const { data, error, response } = await event.locals.api.POST('/api/v1/agendas/check', {
		params: { query: code === null ? {} : { code } },
		...asFile(text),
	})
	if (response.status === 413) {
		const line = { line: 1, at: '', code: 'too-large' as const, value: '49152', message: '' }
		return fail(400, { ...kept, problems: [line] })
	}
	if (data === undefined) return giveUp(response, error)
	const { agenda, problems } = data
	if (agenda === null) return fail(400, { ...kept, problems })
	const known = await departments(event.locals.api)
	const department = known.find((one) => one.code === agenda.department)?.name ?? agenda.department
	const { edited } = await versionsFor(event, agenda.code, version)
	return {
		...kept,
		preview: { agenda, department },
		previewed: hashOf(text),
		changes: edited?.text === undefined ? null : diffLines(edited.text, plain(text)),
	}
}

async function publish(
	event: RequestEvent,
	form: FormData,
	shown: EditState,
	code: string,
): Promise<Outcome> {
	const { api, locale } = event.locals
	const { text, version = null } = shown
	const done = await act(event, form, () =>
		api.PUT('/api/v1/agendas/{code}', {
			params: { path: { code } },
			headers: { ...(version === null ? {} : onto(version)), 'Content-Type': FILE_TYPE },
			body: text,
			bodySerializer: asIs,
		}),
	)
	if ('data' in done) {
		const what = done.entries.length === 0 ? 'beze_zmeny' : 'zverejneno'
		const address = doneAddress(inLocale(locale, AGENDAS), what, done.entries)
		redirect(303, `${address}&agenda=${code}`)
	}
	if ('hindered' in done) return fail(409, { ...shown, stale: true })
	if (codeOf(done.error) !== 'agenda-changed') {
		return fail(400, { ...shown, refused: sentenceFor(locale, done.error) })
	}
	// The text stays; it is now held against what is in force, which was not seen before.
	const { edited, newest } = await versionsFor(event, code, version)
	return fail(409, {
		...shown,
		version: newest?.entry ?? null,
		meanwhile: diffLines(edited?.text ?? '', newest?.text ?? ''),
		changes: diffLines(newest?.text ?? '', plain(text)),
	})
}

async function versionsFor(event: RequestEvent, code: string, version: string | null): Promise<Versions> {
	const all = await versionsOf(event, code)
	return { edited: all.find(({ entry }) => entry === version), newest: all[0] }
}

const FILE_TYPE = 'application/toml'
const asIs = (body: string) => body
const asFile = (text: string) => ({
	body: text,
	bodySerializer: asIs,
	headers: { 'Content-Type': FILE_TYPE },
})
const onto = (version: string) => ({ 'If-Match': `"${version}"` })

/** As the service keeps it. */
const plain = (text: string) => text.replaceAll('\r\n', '\n').normalize('NFC')

function fileIn(form: FormData): string {
	const value = form.get('soubor')
	return typeof value === 'string' ? plain(value) : ''
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url')
}
