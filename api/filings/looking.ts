/**
 * A look of staff at a filing as a whole: an access that the log keeps, once for all pages that show the same of it.
 * @module
 */
import { cidText, parseCid } from '@letopis/format'
import { type Acting, cidAt } from '../cases/cases.ts'
import { documentsIn } from '../cases/rows.ts'
import { recordAccess } from '../documents/access.ts'
import type { Looks } from '../documents/looks.ts'
import type { ApiDeps } from '../services.ts'
import type { LocatedFiling } from './filings.ts'
import { MAX_DOCUMENTS } from './inbox-views.ts'

export async function recordLook(
	deps: ApiDeps,
	looks: Looks,
	found: LocatedFiling,
	{ principal, purpose }: Acting,
): Promise<void> {
	const { case: first, newest } = found.row
	const inside = await documentsIn(deps.projection.store, first, 0, MAX_DOCUMENTS)
	await looks.once(principal, [cidText(found.id), purpose, newest, inside.length], async () => {
		const shown = await Promise.all(inside.map(async ({ document }) => parseCid(await cidAt(deps, document))))
		const document = found.filing.case
		await recordAccess(deps, { first, document, action: 'filing', shown, principal, purpose })
		return 0
	})
}
