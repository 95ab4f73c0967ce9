/**
 * The views of the inbox, and what the service says in it; for the pages and for what asks the service alike.
 * @module
 */
import type { components } from '../api/schema.d.ts'

export type FilingItem = components['schemas']['FilingItem']
export type FilingDetail = components['schemas']['FilingForStaff']
export type FilingCounts = components['schemas']['FilingCounts']
export type FilingStep = FilingDetail['possible'][number]

/** Views that are always at hand. */
export const VIEWS = ['cekaji', 'moje', 'nikdo', 'po', 'hotova'] as const
export type View = (typeof VIEWS)[number]

export const UNRESOLVED = [
	...(['awaiting', 'open', 'correction', 'suspended', 'suspended-correction'] as const),
	...(['decided', 'appealed'] as const),
] as const
export const RESOLVED = ['final', 'settled', 'lapsed', 'withdrawn'] as const

/** As whom the service records what came from a citizen without an account. */
export const FILER = 'filer:public'
