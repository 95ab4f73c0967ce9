/**
 * Question 4, the verdict: how is the entry's time bounded, and by whom? With `required` = k a bound is what k trusted
 * authorities agree on: the k-th earliest of their upper bounds, the k-th latest of their lower ones. Authorities are
 * told apart by the public key of their trusted root, never by the name that a receipt gives them nor by certificate:
 * a root that others have certified too is still one authority.
 * @module
 */
import type { Trust } from '@letopis/format'
import type { Bound, BoundStamp, TimeVerdict } from '../report.ts'
import type { Findings } from './finding.ts'
import { instantText, MINUTE, type RecordFacts } from './record.ts'
import type { FoundStamp } from './stamps.ts'

/** The town's clock may be this far from the stamps before its times count as contradicted. */
export const CLOCK_TOLERANCE = 5 * MINUTE

/** Time that a stamp proves on its side; its accuracy and what is finer than a millisecond are counted against us. */
export function limitOf(side: FoundStamp['side'], { genTime, genTimeUp, accuracy }: BoundStamp): number {
	return side === 'lower' ? genTime - (accuracy ?? 0) : genTimeUp + (accuracy ?? 0)
}

function boundOf(side: FoundStamp['side'], stamps: readonly FoundStamp[], required: number): Bound | null {
	const tightest = new Map<string, BoundStamp>()
	const sign = side === 'lower' ? -1 : 1
	const tighter = (a: BoundStamp, b: BoundStamp) => sign * (limitOf(side, a) - limitOf(side, b))
	for (const { side: own, stamp, root } of stamps) {
		if (own !== side || root === null) continue
		const known = tightest.get(root)
		if (known === undefined || tighter(stamp, known) < 0) tightest.set(root, stamp)
	}
	const agreeing = [...tightest.values()].sort(tighter).slice(0, required)
	const last = agreeing[required - 1]
	return last === undefined ? null : { at: limitOf(side, last), stamps: agreeing }
}

/** The verdict on time; contradictions between trusted stamps and the town's clock are recorded as findings. */
export function judgeTime(
	record: RecordFacts | null,
	stamps: readonly FoundStamp[],
	trust: Trust | null,
	findings: Findings,
): TimeVerdict {
	// A trust file may ask for no authority at all; a bound still needs one to be a bound.
	const required = Math.max(1, trust?.timestamps.required ?? 1)
	const lower = boundOf('lower', stamps, required)
	const upper = boundOf('upper', stamps, required)
	const exact = record?.fields.get('time')
	const untrusted = stamps.filter(({ root }) => root === null).map(({ stamp }) => stamp.authority)
	const declared =
		record === null
			? null
			: { minute: record.entry.time * MINUTE, exact: typeof exact === 'number' ? exact : null }
	if (declared !== null) checkClock(lower, upper, declared, findings)
	const kind =
		lower !== null && upper !== null
			? 'bounded'
			: upper !== null
				? 'upper-only'
				: lower !== null
					? 'lower-only'
					: 'self-declared'
	return { kind, lower, upper, required, declared, untrusted: [...new Set(untrusted)] }
}

/** The id under which a contradiction is found again when the verdict is drawn. */
export const CLOCK_CHECK = 'clock'

function checkClock(
	lower: Bound | null,
	upper: Bound | null,
	declared: NonNullable<TimeVerdict['declared']>,
	findings: Findings,
): void {
	if (lower === null && upper === null) return
	const from = declared.exact ?? declared.minute
	const to = declared.exact ?? declared.minute + MINUTE
	const inputs = [
		['not-before', lower === null ? '–' : instantText(lower.at)],
		['declared', instantText(from)],
		['not-after', upper === null ? '–' : instantText(upper.at)],
		['tolerance', String(CLOCK_TOLERANCE)],
	] as const
	const values = { time: { ms: from } }
	if (lower !== null && upper !== null && lower.at > upper.at) {
		findings.no([4, CLOCK_CHECK], 'stamps-contradict', values, inputs)
	} else if (
		(lower !== null && to + CLOCK_TOLERANCE < lower.at) ||
		(upper !== null && from - CLOCK_TOLERANCE > upper.at)
	) {
		findings.no([4, CLOCK_CHECK], 'clock-contradicted', values, inputs)
	} else findings.yes([4, CLOCK_CHECK], 'clock-fits', values, inputs)
}
