/**
 * What differs between two texts, by lines.
 * @module
 */
export type DiffLine =
	| { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
	/** so many lines that are the same on both sides */
	| { readonly kind: 'skipped'; readonly count: number }

/** Lines shown around a change. */
const AROUND = 3
/** Cells of the table of common lines; where there were more, all is shown as replaced. */
const MAX_CELLS = 4_000_000

/** @returns nothing where both are the same */
export function diffLines(before: string, after: string): DiffLine[] {
	if (before === after) return []
	const [a, b] = [before.split('\n'), after.split('\n')]
	let start = 0
	while (start < a.length && start < b.length && a[start] === b[start]) start++
	let [endA, endB] = [a.length, b.length]
	while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
		endA--
		endB--
	}
	const same = (lines: readonly string[]) => lines.map((text): DiffLine => ({ kind: 'same', text }))
	return shortened([
		...same(a.slice(0, start)),
		...differing(a.slice(start, endA), b.slice(start, endB)),
		...same(a.slice(endA)),
	])
}

/** By the longest common subsequence. */
function differing(a: readonly string[], b: readonly string[]): DiffLine[] {
	const removed = (text: string): DiffLine => ({ kind: 'removed', text })
	const added = (text: string): DiffLine => ({ kind: 'added', text })
	if (a.length * b.length > MAX_CELLS) return [...a.map(removed), ...b.map(added)]
	const width = b.length + 1
	const longest = new Uint16Array((a.length + 1) * width)
	const at = (i: number, j: number) => longest[i * width + j] ?? 0
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--) {
			longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
		}
	}
	const lines: DiffLine[] = []
	let [i, j] = [0, 0]
	while (i < a.length || j < b.length) {
		const [left, right] = [a[i], b[j]]
		if (left !== undefined && left === right) {
			lines.push({ kind: 'same', text: left })
			i++
			j++
		} else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
			lines.push(removed(left))
			i++
		} else if (right !== undefined) {
			lines.push(added(right))
			j++
		}
	}
	return lines
}

/** Leaves out what is far from any change. */
function shortened(lines: readonly DiffLine[]): DiffLine[] {
	const near = new Set<number>()
	for (const [i, { kind }] of lines.entries()) {
		if (kind === 'same') continue
		for (let at = i - AROUND; at <= i + AROUND; at++) near.add(at)
	}
	const short: DiffLine[] = []
	for (const [i, line] of lines.entries()) {
		const last = short.at(-1)
		if (near.has(i)) short.push(line)
		else if (last?.kind === 'skipped') short[short.length - 1] = { kind: 'skipped', count: last.count + 1 }
		else short.push({ kind: 'skipped', count: 1 })
	}
	return short
}
