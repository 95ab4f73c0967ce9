/**
 * A real server with the built portal, for the browser: a town, DEMO unless founded otherwise, in folders of its own.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPortal } from '../../scripts/build-portal.ts'
import { type Folders, startServer } from '../support/server.ts'

export interface PortalTown extends AsyncDisposable {
	/** of the server, without a slash at the end */
	readonly url: string
	/** the administrator's token */
	readonly token: string
	/** folder of its keys */
	readonly keys: string
	/** what the server has written so far */
	output(): string
}

export interface PortalTownOptions {
	/** Lines for letopis.toml. */
	readonly settings?: string
	readonly port?: number
	/** On top of this process's environment. */
	readonly env?: Readonly<Record<string, string>>
	/** Founds the town before it is served; absent: a DEMO one. */
	readonly found?: (folders: Folders) => Promise<void>
}

/** A contact without members that real people have. */
export const CONTACT = `[contact]
office = "Městský úřad Ukázkov"
address = ["Náměstí 1", "100 00 Ukázkov"]
email = "podatelna@ukazkov.example"
phone = "+420 000 000 000"
data_box = "abcdefg"
ico = "00000000"
hours = ["Po a St 8–17"]
privacy_officer = "poverenec@ukazkov.example"
`

/** A server of mail that nobody is at: what is sent waits. */
export const MAIL =
	'\n[mail]\nhost = "127.0.0.1"\nport = 9\nfrom = "posta@ukazkov.example"\ndigest = "23:59"\n'

/** Builds the portal if it is stale, and starts a town with it. */
export async function startPortalTown(options: PortalTownOptions = {}): Promise<PortalTown> {
	await buildPortal()
	const base = await mkdtemp(join(tmpdir(), 'letopis-portal-'))
	await writeFile(join(base, 'letopis.toml'), options.settings ?? CONTACT)
	const folders = { data: join(base, 'data'), keys: join(base, 'keys') }
	await options.found?.(folders)
	const server = await startServer({
		...folders,
		...(options.port === undefined ? {} : { port: options.port }),
		...(options.env === undefined ? {} : { env: options.env }),
	})
	return {
		url: server.url,
		token: server.token,
		keys: folders.keys,
		output: () => server.output(),
		async [Symbol.asyncDispose]() {
			await server.stop()
			await rm(base, { recursive: true, force: true })
		},
	}
}
