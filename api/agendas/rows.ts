/**
 * Rows about agendas: which entries state them. Codes stand in them as they are, for whoever asks is told of agendas.
 *
 * | Key | Value |
 * | --- | --- |
 * | `A` code 0x00 entry | (empty) the position of an entry that states the agenda |
 * @module
 */
import { concat, type Opening, uint64be, utf8 } from '@letopis/format'
import type { Store } from '@letopis/ledger'
import type { Rows } from '../cases/register.ts'
import { indexIn } from '../documents/rows.ts'
import { AGENDA_CODE } from './parse.ts'
import { agendaIn } from './records.ts'

const A = utf8('A')
const END = Uint8Array.of(0)
const NO_BOUND = uint64be(Number.MAX_SAFE_INTEGER)

const of = (code: string) => concat(A, utf8(code), END)

/** Folds an entry that states an agenda. */
export function foldAgenda(rows: Pick<Rows, 'put'>, index: number, opening: Opening): void {
	const record = agendaIn(opening)
	if (record !== null && AGENDA_CODE.test(record.code)) rows.put(concat(of(record.code), uint64be(index)))
}

/** Positions of the entries that state an agenda, newest first. */
export async function statementsOf(store: Store, code: string, limit: number): Promise<number[]> {
	const found: number[] = []
	const range = { gte: of(code), lt: concat(of(code), NO_BOUND), reverse: true, limit }
	for await (const [key] of store.range(range)) found.push(indexIn(key))
	return found
}

/** Codes of all agendas that were ever stated, in their order. */
export async function agendaCodes(store: Store): Promise<string[]> {
	const codes = new Set<string>()
	for await (const [key] of store.range({ gte: A, lt: Uint8Array.of((A[0] ?? 0) + 1) })) {
		codes.add(new TextDecoder().decode(key.subarray(1, -9)))
	}
	return [...codes]
}
