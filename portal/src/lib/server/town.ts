/**
 * What every page says of the town: its name, whether it is a demonstration, and the fingerprint of the trust file.
 * @module
 */
import { parseCheckpoint, parseNote, parseTrust, trustFingerprint } from '@letopis/format'

export interface TownFacts {
	readonly name: string
	readonly demo: boolean
	/** of the log, for example `letopis.ukazkov.example/log/1` */
	readonly origin: string
	/** of the trust file, in groups of four hex digits */
	readonly fingerprint: string
	/** Nothing is signed now; reading and verifying go on. */
	readonly frozen: boolean
}

/** ms for which an answer is used again: what it says changes rarely, and every page asks. */
const KEEP = 3000

/** Asks the service by path. */
export type Ask = (
	path: string,
	headers?: Record<string, string>,
	method?: 'GET' | 'HEAD',
) => Promise<Response>

let kept: { at: number; facts: TownFacts } | null = null
let offered: { at: number; there: boolean } | null = null

/** @returns null when the service does not answer: pages that need nothing else of it are still shown */
export async function townFacts(ask: Ask): Promise<TownFacts | null> {
	if (kept !== null && Date.now() - kept.at < KEEP) return kept.facts
	try {
		kept = { at: Date.now(), facts: await askTown(ask) }
	} catch {
		// Said on the page; the failure itself is in the journal of the service.
		return null
	}
	return kept.facts
}

async function askTown(ask: Ask): Promise<TownFacts> {
	const [trust, ready] = await Promise.all([ask('/log/trust.json'), ask('/readyz')])
	if (!trust.ok) throw new Error(`trust file: ${trust.status}`)
	const bytes = new Uint8Array(await trust.arrayBuffer())
	const { town, demo, origin } = parseTrust(bytes)
	const { reasons = [] } = (await ready.json()) as { reasons?: readonly { code: string }[] }
	return {
		name: town,
		demo,
		origin,
		fingerprint: trustFingerprint(bytes),
		frozen: reasons.some(({ code }) => code === 'frozen'),
	}
}

/** Whether the verifier can be downloaded here. */
export async function verifierOffered(ask: Ask): Promise<boolean> {
	if (offered === null || Date.now() - offered.at >= KEEP)
		offered = { at: Date.now(), there: (await ask('/verifier', {}, 'HEAD')).ok }
	return offered.there
}

/** Entries under the newest head. @returns null when the service does not answer */
export async function logSize(ask: Ask): Promise<number | null> {
	const answer = await ask('/log/checkpoint')
	return answer.ok ? parseCheckpoint(parseNote(await answer.text()).text).size : null
}
