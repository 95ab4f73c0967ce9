import { hex, leafHash, nodeHash, sha256, utf8 } from '@letopis/format'
import { drawQr } from '#lib/server/qr.ts'
import { cs } from '#lib/words/cs/styl.ts'
import { en } from '#lib/words/en/styl.ts'
import type { PageServerLoad } from './$types'

/** A true path over made-up entries, so that the drawing can be checked by hand. */
export const load: PageServerLoad = ({ locals, url }) => {
	let node = leafHash(utf8('entry 5'))
	const leaf = hex(node)
	const steps = (['left', 'right', 'left', 'right', 'right'] as const).map((side, level) => {
		const sibling = sha256(utf8(`sibling ${level}`))
		node = side === 'left' ? nodeHash(sibling, node) : nodeHash(node, sibling)
		return { side, sibling: hex(sibling), result: hex(node) }
	})
	const sort = url.searchParams.get('sort') === 'size' ? ('size' as const) : ('time' as const)
	// Sent as data, so that a browser gets one language and not two.
	return { say: { cs, en }[locals.locale], leaf, steps, sort, qr: drawQr(url.origin) }
}
