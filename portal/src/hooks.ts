import type { Reroute } from '@sveltejs/kit/hooks'
import { withoutLocale } from '#lib/locale/locale.ts'

/** Both languages share their routes; a page reads `locale` from its data. */
export const reroute: Reroute = ({ url }) => withoutLocale(url.pathname)
