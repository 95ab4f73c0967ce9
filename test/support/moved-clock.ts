/**
 * A clock for a server of a test, loaded before it (`--import`): as far behind the machine's as a file says, in ms. So a
 * proceeding of weeks is gone through in a minute, up to the present, in which whoever checks it stands.
 * @module
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** How long what the file said holds, ms: a server looks at the clock thousands of times a second. */
const KEPT = 20

const file = process.env.LETOPIS_TEST_CLOCK
if (file !== undefined) move(file)

/** What a process's environment holds so that its clock is moved. @param at file with the ms that it is behind */
export function movedBy(at: string): Record<string, string> {
	return { LETOPIS_TEST_CLOCK: at, NODE_OPTIONS: `--import=${fileURLToPath(import.meta.url)}` }
}

function move(at: string): void {
	const RealDate = Date
	let behind = 0
	let read = Number.NEGATIVE_INFINITY
	const now = () => {
		const elapsed = performance.now()
		if (elapsed - read > KEPT) {
			behind = Number(readFileSync(at, 'utf8'))
			read = elapsed
		}
		return RealDate.now() - behind
	}
	globalThis.Date = new Proxy(RealDate, {
		construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
		apply: () => new RealDate(now()).toString(),
		get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
	})
}
