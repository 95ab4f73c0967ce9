/**
 * The time-stamp authorities of one log, as its settings name them.
 * @module
 */
import type { AuthoritySettings } from '../anchor/anchor-lane.ts'
import { openDevelopmentAuthority } from '../anchor/development-authority.ts'
import { openHttpAuthority } from '../anchor/timestamp-client.ts'
import type { TownSettings } from './settings.ts'

/** The development authority costs nothing, so a demonstration need not wait for its stamps. */
const DEVELOPMENT_PERIOD_MS = 10_000
const DEVELOPMENT_HEARTBEAT_MS = 3_600_000

/** @param dir where the development authority keeps its key, among the log's keys */
export async function openAuthorities(
	settings: TownSettings,
	demo: boolean,
	dir: string,
): Promise<AuthoritySettings[]> {
	const opened: AuthoritySettings[] = settings.authorities.map((authority) => ({
		authority: openHttpAuthority(authority),
		periodMs: authority.periodMs,
		heartbeatMs: authority.heartbeatMs,
		...(authority.quotaPerYear === undefined ? {} : { quotaPerYear: authority.quotaPerYear }),
		...(authority.warnRemaining === undefined ? {} : { warnRemaining: [authority.warnRemaining] }),
	}))
	if (settings.developmentAuthority ?? demo)
		opened.push({
			authority: await openDevelopmentAuthority(dir, settings.clock),
			periodMs: DEVELOPMENT_PERIOD_MS,
			heartbeatMs: DEVELOPMENT_HEARTBEAT_MS,
		})
	return opened
}
