/** Hard spaces where Czech wants them, and nowhere else. */
import { describe, expect, test } from 'vitest'
import { hardSpaces } from '../../portal/adapter/typography.ts'

describe('hard spaces', () => {
	for (const [text, wanted] of [
		["'otisk z papíru a z desky'", "'otisk z~papíru a~z~desky'"],
		["'V knize'", "'V~knize'"],
		["'podle zákona č. 99/2019 Sb. a § 8'", "'podle zákona č.~99/2019~Sb. a~§~8'"],
		["'do 30 dnů, 200 % a 320 px'", "'do 30~dnů, 200~% a~320~px'"],
		['`č. $' + '{index} v knize`', '`č.~$' + '{index} v~knize`'],
		["'pes u boudy'", "'pes u~boudy'"],
		["'es na es'", "'es na es'"],
	] as const)
		test(text, () => {
			expect(hardSpaces(text).replaceAll('\u00a0', '~')).toBe(wanted)
		})

	test('leave code what it was', () => {
		const source = 'export const cs = { f: (a: string) => `$' + '{a} z $' + '{a}`, g: (a, s) => a + s }'
		const run = (text: string) =>
			new Function(`${text.replace('export const cs =', 'return').replace(': string', '')}`)()
		expect(run(hardSpaces(source)).f('x').replaceAll('\u00a0', ' ')).toBe(run(source).f('x'))
		expect(run(hardSpaces(source)).g('x', 'y')).toBe('xy')
	})
})
