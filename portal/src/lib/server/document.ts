/**
 * One document as the clerk's page shows it. A look leaves one entry in the log, however often it is reloaded.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import { codeOf, giveUp } from './failure.ts'
import { purposeHeader } from './purpose.ts'

export type Event = components['schemas']['HistoryEvent']

/** Events of one page of the history. */
const EVENTS = 200
/** ms within which looks of one person are shown as one. */
const ONE_LOOK = 10 * 60_000

/** @returns null where a reason is needed first */
export async function lookAtDocument(
	api: Client<paths>,
	id: string,
	purpose: string | null,
	cursor: string | null,
) {
	const { data, error, response } = await api.GET('/api/v1/documents/{id}/look', {
		params: {
			path: { id },
			query: { limit: EVENTS, ...(cursor === null ? {} : { cursor }) },
			header: purposeHeader(purpose),
		},
	})
	if (data === undefined) return codeOf(error) === 'reason-needed' ? null : giveUp(response, error)
	const { history, ...shown } = data
	return { ...shown, events: together(history.events), next: history.next }
}

export type Look = NonNullable<Awaited<ReturnType<typeof lookAtDocument>>>

/** What it is called now; empty if nobody said. */
export function titleOf({ document: { version, private: own } }: Pick<Look, 'document'>): string {
	const title = own?.metadata.title ?? version.public.title
	return typeof title === 'string' ? title : ''
}

/** Looks of one person for one reason within a few minutes are one line, with all that was seen. */
function together(events: readonly Event[]): (Event & { actions: string[] })[] {
	const shown: (Event & { actions: string[]; last: number })[] = []
	for (const event of events) {
		const before = shown.at(-1)
		const at = Date.parse(event.time)
		const same =
			event.type === 'access' &&
			before?.type === 'access' &&
			before.by === event.by &&
			before.purpose === event.purpose &&
			at - before.last <= ONE_LOOK
		const action = event.action ?? 'metadata'
		if (same) {
			if (!before.actions.includes(action)) before.actions.push(action)
			before.last = at
		} else shown.push({ ...event, actions: [action], last: at })
	}
	return shown.map(({ last: _, ...event }) => event)
}
