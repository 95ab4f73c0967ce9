import { cs } from '#lib/words/cs/styl.ts'
import { en } from '#lib/words/en/styl.ts'
import type { PageServerLoad } from './$types'

/** Sent as data, so that a browser gets one language and not two. */
export const load: PageServerLoad = ({ locals }) => ({ say: { cs, en }[locals.locale] })
