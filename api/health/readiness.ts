/**
 * Whether the town can do its work, and if not, why and what to do. Blocking reasons mean that documents cannot be
 * recorded now; the others are debts: the service works, but a promise is weaker than it should be.
 * @module
 */
import type { ApiDeps } from '../services.ts'

export const REASONS = [
	'shutting-down',
	'frozen',
	'storage',
	'clock',
	'disk',
	'projection',
	'damage',
	'anchor-lag',
	'anchor-quota',
	'witness-lag',
	'keys-never-drilled',
] as const

export interface Reason {
	readonly code: (typeof REASONS)[number]
	readonly blocking: boolean
	readonly detail: string
	readonly remedy: string
}

/** Stamps left in a year below which it is time to buy more. */
const FEW_STAMPS = 100

/** All reasons, blocking ones first. */
export async function readiness(deps: ApiDeps): Promise<Reason[]> {
	const { ledger, projection, settings, stopping } = deps
	const status = await ledger.status()
	const reasons: Reason[] = []
	const add = (code: Reason['code'], blocking: boolean, detail: string, remedy: string) =>
		reasons.push({ code, blocking, detail, remedy })
	if (stopping?.aborted === true) add('shutting-down', true, 'The service is stopping.', 'Start it again.')
	const { frozen } = ledger.log
	if (frozen !== null) {
		add(
			'frozen',
			true,
			`Signing is frozen: ${frozen.reason}.`,
			'Follow the README, "When signing is frozen".',
		)
	}
	if (status.clockFault !== null) {
		add(
			'clock',
			true,
			status.clockFault,
			'Set the clock right (timedatectl, chrony); appends resume by themselves.',
		)
	}
	if (status.diskFree !== null && status.diskFree < settings.diskReserve) {
		add('disk', true, `${status.diskFree} bytes are free.`, 'Free space on the disk of the data folder.')
	}
	if (projection.failure !== null) {
		add(
			'projection',
			true,
			'The projection cannot follow the log.',
			'See the journal, then run "letopis reindex".',
		)
	}
	if (status.damage > 0) {
		add('damage', false, `${status.damage} places of one vault copy are damaged.`, 'Run "letopis fsck".')
	}
	for (const { name, lag, remaining } of ledger.anchorer.status()) {
		if (lag > settings.anchorLagLimit) {
			add('anchor-lag', false, `${name} is ${Math.round(lag)} s late.`, 'Check the way to the authority.')
		}
		if (remaining !== null && remaining < FEW_STAMPS) {
			add(
				'anchor-quota',
				false,
				`${name} has ${remaining} stamps left this year.`,
				'Buy more, or stamp less often.',
			)
		}
	}
	for (const { name, lag } of ledger.witnesses.status()) {
		if (lag > settings.anchorLagLimit) {
			add('witness-lag', false, `${name} is ${Math.round(lag)} s late.`, 'Check the way to the witness.')
		}
	}
	if (status.keysDrilled === null && !status.demo) {
		add('keys-never-drilled', false, 'No one has tried to restore the keys.', 'Run "letopis keys drill".')
	}
	return reasons.toSorted((a, b) => Number(b.blocking) - Number(a.blocking))
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
