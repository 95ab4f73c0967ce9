/**
 * The demo's town as the demo tells of it: filled, with an address and ways in. Apart from the story, which needs
 * nothing of it where it is played with files of one's own.
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { placeOf } from '@letopis/api'
import type { Client } from '../client.ts'
import { type Config, hostOf, isLoopback } from '../config/load.ts'
import { fillTown, newcomerLinks } from './fill.ts'

export interface MadeUpTown {
	/** Who gets in as whom, and by which link, if there is one; asking again makes new ones and voids the old. */
	links(): Promise<[string, string | null][]>
	/** Tells the terminal of them. */
	tell(links: readonly [string, string | null][]): void
}

/** @param running whether a server runs that others reach; if not, the town is served for the demo alone */
export async function openMadeUpTown(config: Config, town: Client, running: boolean): Promise<MadeUpTown> {
	const { publicUrl } = config
	// On loopback the server knows best where browsers reach it: its port may not be that of the settings.
	const place = placeOf(running && isLoopback(hostOf(publicUrl)) ? town.url : publicUrl)
	const started = performance.now()
	console.log('\nThe town of Ukázkov gets people, cases and documents.')
	const secret = (await readFile(join(config.keys, 'admin-token'), 'utf8')).trim()
	const isNew = await fillTown(town, place, secret)
	const seconds = ((performance.now() - started) / 1000).toFixed(1)
	console.log(isNew ? `   done in ${seconds} s` : '   it has them already, from an earlier run')
	return {
		links: () => newcomerLinks(town, place),
		tell(links) {
			const later = running ? '' : ', once "npm start" runs'
			console.log(`\nThe town is at ${place.origins[0]}${later}.`)
			console.log('Get in with a passkey of your own (your device asks for it), as')
			for (const [who, link] of links)
				console.log(`   ${who}\n      ${link ?? 'no link: nobody active has this name any more'}`)
			console.log(
				'Each link is good once, for 14 days; another run of the demo makes new ones and voids these.',
			)
		},
	}
}
