/**
 * A real town in folders of its own, without a server: made, opened and filled through the ledger itself.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cid } from '@letopis/format'
import { initTown, type Ledger, openTown, type TownSettings } from '@letopis/ledger'
import { followSource } from '../../ledger/copy/follow.ts'
import { logSource } from '../../ledger/copy/log-source.ts'

export interface MadeTown extends AsyncDisposable {
	readonly base: string
	readonly settings: TownSettings
	/** A path beside the town's folders. */
	at(...parts: string[]): string
}

/** Without authorities, so that nothing is appended but what a test appends. */
export async function makeTown(name = 'letopis-town-'): Promise<MadeTown> {
	const town = await townFolders(name)
	await initTown(town.settings, { town: 'Ukázkov', host: 'ukazkov.example', demo: false })
	return town
}

/** The folders alone: nothing is made in them. */
export async function townFolders(name = 'letopis-town-'): Promise<MadeTown> {
	const base = await mkdtemp(join(tmpdir(), name))
	const at = (...parts: string[]) => join(base, ...parts)
	return {
		base,
		at,
		settings: {
			data: at('data'),
			keys: at('keys'),
			program: '0.0.0-test',
			clock: { now: () => Date.now() },
			publishMs: 60_000,
			clockToleranceMs: 60_000,
			developmentAuthority: false,
			authorities: [],
			requiredAuthorities: 0,
			witnesses: [],
		},
		[Symbol.asyncDispose]: () => rm(base, { recursive: true, force: true }),
	}
}

/** Opens the town, records a document for each content, publishes if told so, and closes it. */
export async function addDocuments(
	settings: TownSettings,
	contents: readonly string[],
	{ publish = false } = {},
): Promise<void> {
	await using town = await openTown(settings, { still: true })
	for (const content of contents) await addDocument(town, content)
	if (publish) await town.log.publish()
}

/** Bytes of a content that has a file of its own; a smaller one is in its record. */
const FILE = 20_000

/** @param times how often the content is repeated @returns the content's CID */
export async function addDocument({ vault, log }: Ledger, content: string, times = FILE): Promise<Cid> {
	const writer = vault.receive()
	await writer.write(new TextEncoder().encode(content.repeat(times)))
	const { cid, sha256, size, header } = await writer.finish()
	await log.append({
		kind: 'sealed',
		body: { content: cid },
		fields: {
			kind: 'document',
			content: sha256,
			metadata: { file: { name: `${content}.txt`, type: 'text/plain', size } },
		},
		header,
		secret: new Uint8Array(randomBytes(32)),
	})
	return cid
}

/** A follower's folder beside the town's, brought up to its newest head. */
export async function follower(made: MadeTown, name: string): Promise<string> {
	await using town = await openTown(made.settings, { still: true })
	// A log that must not sign shows what it has published.
	if (town.log.frozen === null) await town.log.publish()
	await followSource(logSource(town.log), { folder: made.at(name), trust: town.trustFile() })
	return made.at(name)
}
