import type { Client } from 'openapi-fetch'
import type { paths } from '#lib/api/schema.d.ts'
import type { Locale } from '#lib/locale/locale.ts'
import type { Session } from '#lib/server/session.ts'
import type { File } from '#lib/server/take-file.ts'
import type { TownFacts } from '#lib/server/town.ts'
import type { Way } from '#lib/server/ways.ts'
import type { PortalPlatform } from '../adapter/build.ts'

declare global {
	namespace App {
		interface Error {
			message: string
			/** Names the failure in the journal. */
			id?: string
			/** A file that could not be had: why, in the reader's words, and where another try is not in vain. */
			noFile?: { file: File; page: string; why: string; again: string | null }
		}
		interface Locals {
			locale: Locale
			/** The service, with the session of whoever asks. Answers are `{ data }` or `{ error, response }`. */
			api: Client<paths>
			/** Null for whoever has not signed in. */
			session: Session | null
			/** The browser showed a session that is over. */
			ended: boolean
			/** Headers by which the service knows who asks, for requests that the client cannot make. */
			credentials: Readonly<Record<string, string>>
		}
		/** What every page has, from the root layout. */
		interface PageData {
			locale: Locale
			/** Null when the service does not answer. */
			town: TownFacts | null
			/** Ways into the portal that exist. */
			ways: readonly Way[]
			user: { name: string; department: string | null } | null
		}
		interface Platform extends PortalPlatform {}
	}
}
