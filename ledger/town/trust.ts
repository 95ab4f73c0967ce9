/**
 * The trust file of a town as its keys and settings are now. It needs no data and no secret: only the public half
 * of keys, and the configured roots.
 * @module
 */
import { fromHex, parseVkey, type Vkey } from '@letopis/format'
import { LedgerError } from '../error.ts'
import { openSigner } from '../log/signer.ts'
import { readOwnRoot } from '../seal/own-seal.ts'
import { foundedLogs } from './identity.ts'
import { sealPath, type TownSettings } from './settings.ts'
import { makeTrustFile } from './trust-file.ts'

/** Witnesses whose cosignatures readers ask for in every head. */
export function requiredWitnesses({ witnesses }: TownSettings): { name: string; vkey: Vkey }[] {
	return witnesses
		.filter(({ required }) => required)
		.map(({ name, vkey }) => ({ name, vkey: parseVkey(vkey) }))
}

/**
 * @param ownOnly asks for no witness, for copies of our own log, which must not wait for anyone
 * @throws LedgerError 'not-found' without a town, 'corrupt'
 */
export async function readTrustFile(settings: TownSettings, ownOnly = false): Promise<Uint8Array> {
	const logs = await foundedLogs(settings)
	const present = logs.at(-1)
	if (present === undefined) throw new LedgerError('not-found', 'there is no town with these keys')
	const { vkeys } = await openSigner(settings.keys, present.origin)
	const predecessors: Parameters<typeof makeTrustFile>[0]['predecessors'][number][] = []
	for (const { origin, closed } of logs.slice(0, -1).reverse()) {
		if (closed === undefined) continue
		const { vkeys: keys } = await openSigner(settings.keys, origin)
		predecessors.push({ origin, ...keys, size: closed.size, root: fromHex(closed.root) })
	}
	return makeTrustFile({
		town: present.town,
		demo: present.demo,
		log: { origin: present.origin, ...vkeys },
		statusKey: vkeys.status,
		requiredWitnesses: ownOnly ? [] : requiredWitnesses(settings),
		timestampRoots: settings.authorities.flatMap(({ roots }) => roots),
		timestampsRequired: settings.requiredAuthorities,
		sealRoots: await sealRoots(settings),
		predecessors,
	})
}

/** What was sealed before another seal was chosen stays sealed. */
async function sealRoots(settings: TownSettings): Promise<Uint8Array[]> {
	const own = await readOwnRoot(sealPath(settings))
	return [settings.seal?.chain.at(-1), own].filter((root) => root !== null && root !== undefined)
}
