/**
 * What a built portal is: the contract between the adapter, which writes it, and the server, which loads it.
 * `portal/build/portal.js` exports a `PortalBuild`; its files lie in `portal/build/client/`.
 * @module
 */

/** One file for the browser. */
export interface Asset {
	/** Content-Type */
	readonly type: string
	/** SHA-256 of the bytes, base64url; the ETag without quotes */
	readonly etag: string
	/** The name holds a hash of the bytes, so the bytes of a name never change. */
	readonly immutable: boolean
	/** Encodings lie beside the plain file: `<file>.br`, `<file>.gz`. */
	readonly compressed: boolean
}

/** How the town is reached, from `[contact]` of the settings; what is not set is not shown. */
export interface Contact {
	/** name of the office, for example "Městský úřad Ukázkov" */
	readonly office?: string | undefined
	/** the postal address, line by line */
	readonly address?: readonly string[] | undefined
	readonly email?: string | undefined
	readonly phone?: string | undefined
	/** identifier of the data box, 7 characters */
	readonly dataBox?: string | undefined
	/** number of the town as a legal person (IČO), eight digits */
	readonly ico?: string | undefined
	/** opening hours, line by line */
	readonly hours?: readonly string[] | undefined
	/** where the data protection officer is reached: mail address or telephone */
	readonly privacyOfficer?: string | undefined
}

/** What the server gives to every request; `event.platform` of SvelteKit. */
export interface PortalPlatform {
	/** The service in this process: any request to one of its own addresses. */
	api(request: Request): Promise<Response>
	readonly contact: Contact
	/** Largest file in bytes. */
	readonly maxUpload: number
	/** Writes a failure into the journal. */
	report(failure: Failure): void
}

export interface Failure {
	/** shown to whoever met it */
	readonly id: string
	/** pattern, never the path itself, which may hold what is nobody's business */
	readonly route: string
	readonly method: string
	readonly error: unknown
}

export interface PortalBuild {
	/** SvelteKit's server, not yet initialised. */
	readonly server: {
		init(options: { env: Record<string, string> }): Promise<void>
		respond(
			request: Request,
			options: { platform: PortalPlatform; getClientAddress(): string },
		): Promise<Response>
	}
	/** By URL path, for example `/_app/immutable/entry/start.abc.js`. */
	readonly assets: Readonly<Record<string, Asset>>
	/** Patterns of the paths whose route says `export const config = { uploads: true }`. */
	readonly uploads: readonly RegExp[]
}
