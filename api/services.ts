/**
 * What every route works with: the ledger, the projection over it, and the settings.
 * @module
 */
import type { ApiSettings, Clock, Ledger } from './deps.ts'
import type { Projection } from './documents/projection.ts'
import type { JournalLine } from './http/journal.ts'
import type { Site } from './http/site.ts'
import type { MailTransport } from './mail/transport.ts'
import type { SignatureChecker } from './signatures/checker.ts'

export interface FirstAccount {
	/** The code as it stands in the file now; null if there is none. */
	code(): Promise<string | null>
	/** Removes the file: the code was used. */
	discard(): Promise<void>
}

export interface Certificate {
	readonly name: string
	/** ms since 1970; 0 for one that cannot be read */
	readonly until: number
}

/** What is known of the machine by the one who started the service. */
export interface Operation {
	readonly certificates: readonly Certificate[]
	/** what keys there are; they have no end of their own */
	readonly keys: readonly string[]
	/** ms since 1970; null if none was made */
	readonly lastBackup: number | null
}

export interface ApiDeps {
	readonly ledger: Ledger
	/** Opened over `<data>/projections`, following the ledger's log. */
	readonly projection: Projection
	readonly clock: Clock
	readonly settings: ApiSettings
	/** SHA-256 of the administrator token. */
	readonly adminTokenHash: Uint8Array
	/** 32 B derived from the keys folder: keys request fingerprints and owner tags. Same as the projection's. */
	readonly secret: Uint8Array
	/** @returns that many unpredictable bytes */
	readonly random: (length: number) => Uint8Array
	readonly version: string
	/** Folder of drafts, on the disk of the data; made when first needed. */
	readonly drafts: string
	/** The one-time code of the first account, a file among the keys; none if absent. */
	readonly firstAccount?: FirstAccount
	/** Examines the signatures of what is received; without one they wait. */
	readonly signatures?: SignatureChecker
	/** Sends mail, and where mail waits for it; a town without sends none. */
	readonly mail?: {
		readonly transport: MailTransport
		readonly folder: string
		/** HH:MM in Europe/Prague from which staff get their daily digest; none is sent if absent */
		readonly digestAt?: string
	}
	/** Aborted when the service is about to stop: open streams end, readiness says so. */
	readonly stopping?: AbortSignal
	/** What answers at every address that is not the service's own. */
	readonly site?: Site
	/** Asked by the administrator's overview. */
	readonly operation?: () => Promise<Operation>
	/** Takes the journal, one line at a time; none is kept if absent. */
	readonly journal?: (line: JournalLine) => void
}
