import type { PageServerLoad } from './$types'

export const load: PageServerLoad = ({ platform }) => ({ contact: platform?.contact ?? {} })
