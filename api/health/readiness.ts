/**
 * Whether the town can do its work, and if not, why and what to do. Blocking reasons mean that documents cannot be
 * recorded now; the others are debts: the service works, but a promise is weaker than it should be.
 * @module
 */
import { DOUBT_REMEDY } from '../documents/doubts.ts'
import { Problem } from '../http/problems.ts'
import type { Post } from '../mail/post.ts'
import type { ApiDeps } from '../services.ts'

/** Every reason: whether it blocks, and what to do. Blocking ones first. */
const KINDS = {
	'shutting-down': [true, 'Start the service again.'],
	frozen: [true, 'Follow the README, "When signing is frozen".'],
	storage: [true, 'See the journal, mend the disk, then start the service again.'],
	clock: [true, 'Set the clock right (timedatectl, chrony); appends resume by themselves.'],
	disk: [true, 'Free space on the disk of the data folder.'],
	projection: [true, 'See the journal, then run "letopis reindex".'],
	damage: [false, 'Run "letopis fsck".'],
	'closed-log': [false, 'Check its disk, then run "letopis fsck"; it is tried again at most once a minute.'],
	'rights-in-doubt': [false, DOUBT_REMEDY],
	'anchor-lag': [false, 'Check the way to the authority.'],
	'anchor-quota': [false, 'Buy more stamps, or let them be asked for less often.'],
	renewal: [
		false,
		'Run "letopis evidence forecast": it says what failed, until when there is time, and what to do.',
	],
	'witness-lag': [false, 'Check the way to the witness.'],
	seal: [false, 'Start the service again, or install the new certificate (letopis.toml, [seal]).'],
	mail: [
		false,
		'Check the way to the mail server, and the settings in letopis.toml, [mail]; what waits is sent by itself.',
	],
	'keys-never-drilled': [false, 'Run "letopis keys drill".'],
} as const satisfies Record<string, readonly [blocking: boolean, remedy: string]>

/** ms before its end at which a certificate is asked to be changed. */
const SEAL_SOON = 30 * 86_400_000

/** Why signing is frozen. */
const FROZEN: Readonly<Record<string, string>> = {
	seen: 'someone showed a head of this log that it does not contain',
	restored: 'the data came out of a backup, and nothing proves that no entry is missing',
	witness: 'a witness says that it has cosigned more than this log contains',
}

type ReasonCode = keyof typeof KINDS
export const REASONS = Object.keys(KINDS) as [ReasonCode, ...ReasonCode[]]

export interface Reason {
	readonly code: ReasonCode
	readonly blocking: boolean
	readonly detail: string
	readonly remedy: string
}

/** All reasons, blocking ones first. @param post null where the town sends no mail */
export async function readiness(deps: ApiDeps, post: Post | null): Promise<Reason[]> {
	const reasons: Reason[] = []
	const add = (code: ReasonCode, detail: string) => {
		const [blocking, remedy] = KINDS[code]
		reasons.push({ code, blocking, detail, remedy })
	}
	await judgeTown(deps, add)
	judgeOthers(deps, add)
	if (post !== null) judgePost(post, add)
	return reasons.toSorted((a, b) => REASONS.indexOf(a.code) - REASONS.indexOf(b.code))
}

async function judgeTown(
	{ ledger, projection, settings, stopping, clock }: ApiDeps,
	add: (code: ReasonCode, detail: string) => void,
): Promise<void> {
	const { clockFault, diskFree, damage, unopened, keysDrilled, demo } = await ledger.status()
	const { frozen, failure } = ledger.log
	if (stopping?.aborted === true) add('shutting-down', 'The service is stopping.')
	if (frozen !== null) add('frozen', `Signing is frozen: ${FROZEN[frozen.reason] ?? frozen.reason}.`)
	// Words of the failure may name places on the disk: they are for the journal.
	else if (failure !== null) add('storage', `Appends have stopped: ${failure.code}.`)
	if (clockFault !== null) add('clock', clockFault)
	if (diskFree !== null && diskFree < settings.diskReserve) add('disk', `${diskFree} bytes are free.`)
	if (projection.failure !== null) add('projection', 'The projection cannot follow the log.')
	if (damage > 0) add('damage', `${damage} places of one vault copy are damaged.`)
	for (const { origin, code } of unopened)
		add('closed-log', `${origin} cannot be opened (${code}): its documents are not served.`)
	const rights = projection.voidRights(clock.now())
	if (rights > 0) add('rights-in-doubt', inDoubt(projection, rights))
	const { until } = ledger.seal.signer
	if (until - clock.now() < SEAL_SOON)
		add('seal', `The certificate of the seal ends on ${new Date(until).toISOString()}.`)
	if (keysDrilled === null && !demo) add('keys-never-drilled', 'No one has tried to restore the keys.')
}

/** The newest doubt voids all that the others void. */
function inDoubt({ doubts, chronicle }: ApiDeps['projection'], rights: number): string {
	const newest = doubts.at(-1)
	const { origin, index } = chronicle.place(newest?.index ?? 0)
	const others = doubts.length > 1 ? `, and ${doubts.length - 1} before it,` : ''
	return `Entry ${index} of ${origin} (${newest?.why})${others} may have revoked something: ${rights} older rights are void.`
}

function judgeOthers({ ledger, settings }: ApiDeps, add: (code: ReasonCode, detail: string) => void): void {
	for (const { name, lag, remaining, quotaWarning } of ledger.anchorer.status()) {
		if (lag > settings.anchorLagLimit) add('anchor-lag', `${name} is ${Math.round(lag)} s late.`)
		if (quotaWarning !== null) add('anchor-quota', `${name} has ${remaining} stamps left this year.`)
	}
	for (const [name, { error }] of ledger.anchorer.renewer.failures)
		add('renewal', `The renewal of time-stamps needs attention: ${name} (${error.code}).`)
	for (const { name, lag } of ledger.witnesses.status()) {
		if (lag > settings.anchorLagLimit) add('witness-lag', `${name} is ${Math.round(lag)} s late.`)
	}
}

function judgePost({ state }: Post, add: (code: ReasonCode, detail: string) => void): void {
	const { waiting, failing, broken } = state
	if (broken) add('mail', 'The folder in which mail waits cannot be used.')
	else if (failing !== null)
		add(
			'mail',
			`The mail server has taken nothing since ${new Date(failing).toISOString()}; ${waiting} wait.`,
		)
}

/**
 * Asked before an upload is received: a log that takes no entries leaves it open whether what was stored is named, so
 * nothing would be removed of all that arrives until somebody comes.
 * @throws Problem 'frozen'; why appends have stopped
 */
export function demandAppends({ frozen, failure }: ApiDeps['ledger']['log']): void {
	if (frozen !== null) throw new Problem('frozen', 'Signing is frozen; the operator must resolve it.')
	if (failure !== null) throw failure
}

/** How long an answer about free space is believed, ms: uploads ask each time. */
const BELIEVED = 1000

/** Asks whether uploads may begin; looks at the disk at most once a second. */
export function watchRoom({ ledger, settings, clock }: ApiDeps): () => Promise<boolean> {
	let asked = Number.NEGATIVE_INFINITY
	let answer = Promise.resolve(true)
	return () => {
		const now = clock.now()
		if (Math.abs(now - asked) >= BELIEVED) {
			asked = now
			answer = ledger.status().then(({ diskFree }) => diskFree === null || diskFree >= settings.diskReserve)
		}
		return answer
	}
}
