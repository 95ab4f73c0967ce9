/**
 * Who acted, as people read it: the service records citizens without an account, and itself, under names of its own.
 * @module
 */
import { FILER } from '../inbox/views.ts'

/** As whom the service records what it does by itself. */
const SERVICE = 'letopis'

/** @param by name in the entry; null where it says none @param say words for those who have no name */
export function whoActed(
	by: string | null,
	{ filer, service, nobody }: { filer: string; service: string; nobody: string },
): string {
	if (by === FILER) return filer
	return by === SERVICE ? service : (by ?? nobody)
}
