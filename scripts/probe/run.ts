/**
 * A probe that goes on: looks, signs, delivers, until it is told to stop. A look that takes longer than the time between two
 * delays the next one; nothing runs twice at once.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MOST_SEEN, signStatement } from '../../api/board/statement.ts'
import { CommandError } from '../failure.ts'
import type { ProbeSigner } from './key.ts'
import { lookAtBoard } from './look.ts'
import type { Waiting } from './waiting.ts'

export interface ProbeOptions {
	/** of the town, without a slash at its end */
	readonly url: string
	/** seconds between looks */
	readonly every: number
	/** seconds after which what was seen is delivered at the latest; what is wrong is delivered at once */
	readonly deliver: number
	readonly signal: AbortSignal
	/** ms since 1970 */
	readonly now: () => number
	readonly tell: (line: string) => void
}

/** One look, signed and kept. @returns whether all was as it should be */
export async function lookOnce(
	signer: ProbeSigner,
	waiting: Waiting,
	options: ProbeOptions,
): Promise<boolean> {
	const { url, every, now } = options
	const time = Math.floor(now() / 1000)
	const { seen, known } = await lookAtBoard(url, waiting.known)
	const notes: string[] = []
	for (let from = 0; from < seen.length; from += MOST_SEEN) {
		// Times of one probe grow, also those of a board that needs several statements.
		const statement = { url, time: time + notes.length, every, seen: seen.slice(from, from + MOST_SEEN) }
		notes.push(signStatement(statement, (text) => signer.line(text)))
	}
	waiting.known = known
	waiting.add(notes)
	await waiting.save()
	const wrong = seen.filter(({ status }) => status !== 'ok')
	options.tell(
		`${new Date(time * 1000).toISOString()} ${seen.length} notices, ${wrong.length} not as they should be`,
	)
	for (const { posting, status } of wrong) options.tell(`  ${posting} ${status}`)
	return wrong.length === 0
}

/** Delivers what waits. @returns whether nothing waits any more */
export async function deliver(
	signer: ProbeSigner,
	waiting: Waiting,
	{ url, tell }: ProbeOptions,
): Promise<boolean> {
	while (waiting.size > 0) {
		const notes = waiting.batch()
		const refusal = await send(url, signer.name, notes)
		if (refusal !== null) {
			tell(`  not delivered (${waiting.size} wait): ${refusal}`)
			return false
		}
		waiting.delivered(notes.length)
		await waiting.save()
	}
	return true
}

export async function runProbe(signer: ProbeSigner, waiting: Waiting, options: ProbeOptions): Promise<void> {
	const { signal, every, now } = options
	let delivered = 0
	while (!signal.aborted) {
		const begun = now()
		const well = await lookOnce(signer, waiting, options)
		if (!well || now() - delivered >= options.deliver * 1000) {
			if (await deliver(signer, waiting, options)) delivered = now()
		}
		await sleep(Math.max(0, begun + every * 1000 - now()), undefined, { signal }).catch(() => {})
	}
	await deliver(signer, waiting, options)
}

/** @returns why it was not taken; null if it was */
async function send(url: string, probe: string, notes: readonly string[]): Promise<string | null> {
	try {
		const answer = await fetch(`${url}/api/v1/board/probes`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ probe, notes }),
			signal: AbortSignal.timeout(60_000),
			redirect: 'error',
		})
		const { code = '', detail = '' } = (await answer.json()) as { code?: string; detail?: string }
		if (answer.ok) return null
		if (code === 'probe-not-found')
			throw new CommandError(`the town does not know the probe ${probe}: register its key first`)
		return `${answer.status} ${code}: ${detail}`
	} catch (error) {
		if (error instanceof CommandError) throw error
		return error instanceof Error ? error.message : String(error)
	}
}
