/**
 * What the cases share: order statistics, clocks, memory.
 * @module
 */
import { readFileSync } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'

/**
 * @param share 0 is the smallest, 0.5 the median, 1 the largest
 * @throws RangeError for no values
 */
export function quantile(values: ArrayLike<number>, share: number): number {
	if (values.length === 0) throw new RangeError('no values')
	const sorted = Float64Array.from(values).sort()
	const place = share * (sorted.length - 1)
	const below = sorted[Math.floor(place)] as number
	const above = sorted[Math.ceil(place)] as number
	return below + (above - below) * (place - Math.floor(place))
}

export function median(values: ArrayLike<number>): number {
	return quantile(values, 0.5)
}

/** Seconds that something takes. */
export async function seconds(work: () => unknown): Promise<number> {
	const start = performance.now()
	await work()
	return (performance.now() - start) / 1000
}

/** Processor time that this process has used, in µs: of its main thread, and of all its threads. */
export function processorTime(): { readonly main: number; readonly all: number } {
	const sum = ({ user, system }: { user: number; system: number }) => user + system
	return { main: sum(process.threadCpuUsage()), all: sum(process.cpuUsage()) }
}

/** Memory of this process in bytes. */
export interface Memory {
	/** what it cannot give back: heaps, buffers, the store's tables in memory */
	readonly own: number
	/** pages of mapped files, which the kernel drops when others need the room */
	readonly mapped: number
}

/** Collects garbage for good, then looks. */
export async function memory(): Promise<Memory> {
	for (let i = 0; i < 4; i++) {
		collectGarbage()
		await turn()
	}
	return { own: statusLine('RssAnon'), mapped: statusLine('RssFile') }
}

/** Largest resident memory of this process so far, in bytes. */
export function peakMemory(): number {
	return process.resourceUsage().maxRSS * 1024
}

/** @throws Error unless node runs with --expose-gc: a figure of uncollected garbage says nothing */
export function collectGarbage(): void {
	if (globalThis.gc === undefined) throw new Error('run with --expose-gc')
	globalThis.gc()
}

function statusLine(name: string): number {
	const line = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))
	if (line === null) throw new Error(`/proc/self/status says nothing of ${name}`)
	return Number(line[1]) * 1024
}
