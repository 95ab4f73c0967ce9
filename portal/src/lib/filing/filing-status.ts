/** A filing as its applicant sees it. */
import type { components } from '#lib/api/schema.d.ts'

export type FilingStatus = components['schemas']['FilingStatus']
