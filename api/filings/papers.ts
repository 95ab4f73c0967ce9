/**
 * The acknowledgement of a filing, printed anew each time it is asked for, with the receipt as it has grown by then.
 * @module
 */
import { cidText, formatReceipt, hex, parseTrust } from '@letopis/format'
import type { Printer } from '../clause/printer.ts'
import { entryBytes, keptOf } from '../documents/reading.ts'
import type { Receipts } from '../documents/receipts.ts'
import type { ApiDeps } from '../services.ts'
import type { AcknowledgementFacts } from './acknowledgement.ts'
import type { Filings, LocatedFiling } from './filings.ts'
import { printedPin } from './pin.ts'
import type { FiledDocument } from './records.ts'
import type { Statuses } from './status.ts'
import { storedFile } from './store.ts'

export class Papers {
	readonly #deps: ApiDeps
	readonly #filings: Filings
	readonly #statuses: Statuses
	readonly #receipts: Receipts
	readonly #printer: Printer

	constructor(deps: ApiDeps, filings: Filings, statuses: Statuses, receipts: Receipts, printer: Printer) {
		this.#deps = deps
		this.#filings = filings
		this.#statuses = statuses
		this.#receipts = receipts
		this.#printer = printer
	}

	/** @returns PDF/A-3a @throws Problem 'printing-busy' */
	async acknowledgement(found: LocatedFiling): Promise<Uint8Array<ArrayBuffer>> {
		const place = this.#printer.reserve()
		try {
			return await place.print(await this.#facts(found))
		} finally {
			place.giveBack()
		}
	}

	async #facts(found: LocatedFiling): Promise<AcknowledgementFacts> {
		const { projection, ledger, settings } = this.#deps
		const { position, id, filing, agenda, received } = found
		const receipt = await filingReceipt(this.#deps, this.#receipts, found)
		const { town, demo } = parseTrust(ledger.trustFile())
		const place = projection.chronicle.place(position)
		const files = await filedFiles(this.#deps, filing.documents)
		// As of the day it came: the paper says what was told then, whenever it is printed.
		const clock = this.#filings.clock(found, [])
		return {
			...{ kind: 'acknowledgement', town, demo: demo === true, ...(await this.#statuses.numberOf(found)) },
			...{ pin: printedPin(this.#statuses.pin(found)), received, applicant: filing.contact.name },
			title: agenda?.title.cs ?? filing.code,
			department: projection.people.department(filing.department)?.name ?? filing.department,
			confirmBy: filing.state === 'awaiting' ? filing.deadline : null,
			decideBy: filing.state === 'awaiting' ? null : (clock?.decideBy ?? null),
			files: files
				.filter((one) => one !== null)
				.map(({ title, name, size, sha256 }) => ({ title, name, size, sha256: hex(sha256) })),
			...{ origin: place.origin, index: place.index, entry: cidText(id) },
			...{ address: `${settings.publicUrl}/podani`, receipt },
		}
	}
}

/** JSON of the receipt of a filing's entry, as it has grown by now. */
export async function filingReceipt(
	deps: ApiDeps,
	receipts: Receipts,
	{ position, id }: Pick<LocatedFiling, 'position' | 'id'>,
): Promise<string> {
	const bytes = await entryBytes(deps, position)
	const kept = await keptOf(deps, position)
	const opening = typeof kept === 'string' ? null : kept.opening
	return formatReceipt(await receipts.grown(position, bytes, opening, id))
}

/** Files of documents in their order; null for one that cannot be read any more. */
export function filedFiles(deps: ApiDeps, documents: readonly FiledDocument[]) {
	return Promise.all(
		documents.map(async ({ document }) => {
			const at = await deps.projection.chronicle.indexOf(document)
			return at === undefined ? null : storedFile(deps, cidText(document), at)
		}),
	)
}
