/** Printing in a thread: one page that never ends takes only itself along, and no queue grows without end. */
import { expect, test } from 'vitest'
import { Printer } from '../../../api/clause/printer.ts'
import type { SheetFacts } from '../../../api/clause/sheet.ts'

/** A thread that hangs or ends where it is told to, and answers with one byte else. */
const THREAD = new URL(
	`data:text/javascript,${encodeURIComponent(`
		import { parentPort } from 'node:worker_threads'
		parentPort.on('message', ({ title }) => {
			if (title === 'hangs') while (true);
			if (title === 'ends') process.exit(1)
			parentPort.postMessage(title === 'fails' ? { error: 'no font' } : { pdf: new Uint8Array([title.length]) })
		})`)}`,
)
const page = (title: string) => ({ title }) as SheetFacts

test('prints one after the other, and tells each its own', async () => {
	const printer = new Printer({ thread: THREAD })
	const all = await Promise.all(['a', 'bb', 'ccc'].map((title) => printer.reserve().print(page(title))))
	expect(all.map(([length]) => length)).toEqual([1, 2, 3])
	await expect(printer.reserve().print(page('fails'))).rejects.toThrow('no font')
	expect(await printer.reserve().print(page('dddd'))).toEqual(new Uint8Array([4]))
})

test.each(['hangs', 'ends'])('a page that %s is given up, and those behind it are printed', async (how) => {
	// The next thread has to begin within this time, too, on a machine that is slow and busy.
	const printer = new Printer({ thread: THREAD, longest: how === 'hangs' ? 5000 : 60_000 })
	const stuck = printer.reserve().print(page(how))
	const behind = printer.reserve().print(page('bb'))
	await expect(stuck).rejects.toThrow(how === 'hangs' ? 'more than 5000 ms' : 'thread ended')
	expect(await behind).toEqual(new Uint8Array([2]))
})

test('refuses what it could not print soon, and takes more when there is room', async () => {
	const printer = new Printer({ thread: THREAD })
	// One is printed while sixteen wait.
	const taken = Array.from({ length: 17 }, () => printer.reserve().print(page('a')))
	expect(() => printer.reserve().print(page('a'))).toThrow(expect.objectContaining({ code: 'printing-busy' }))
	expect(await Promise.all(taken)).toHaveLength(17)
	expect(await printer.reserve().print(page('bb'))).toEqual(new Uint8Array([2]))
})

test('a place that is reserved is nobody else’s until it is given back; strangers leave half to the staff', async () => {
	const printer = new Printer({ thread: THREAD })
	const strangers = Array.from({ length: 8 }, () => printer.reserve(true))
	expect(() => printer.reserve(true)).toThrow(expect.objectContaining({ code: 'printing-busy' }))
	const staff = Array.from({ length: 8 }, () => printer.reserve())
	expect(() => printer.reserve()).toThrow(expect.objectContaining({ code: 'printing-busy' }))
	staff[0]?.giveBack()
	staff[0]?.giveBack()
	expect(await printer.reserve().print(page('bb'))).toEqual(new Uint8Array([2]))
	for (const place of [...strangers, ...staff]) place.giveBack()
	expect(Array.from({ length: 8 }, () => printer.reserve(true))).toHaveLength(8)
})

test('two places are had or none, so that whoever is refused holds none for ever', async () => {
	const printer = new Printer({ thread: THREAD })
	const busy = expect.objectContaining({ code: 'printing-busy' })
	for (const stranger of [true, false]) {
		const odd = printer.reserve(stranger)
		const pairs = Array.from({ length: stranger ? 3 : 7 }, () => printer.reserveTwo(stranger))
		for (let again = 0; again < 20; again++) expect(() => printer.reserveTwo(stranger)).toThrow(busy)
		// The one that is left is still to be had.
		const last = printer.reserve(stranger)
		for (const place of [odd, last, ...pairs.flat()]) place.giveBack()
		const all = Array.from({ length: stranger ? 4 : 8 }, () => printer.reserveTwo(stranger))
		for (const place of all.flat()) place.giveBack()
	}
	expect(await printer.reserve().print(page('bb'))).toEqual(new Uint8Array([2]))
})
