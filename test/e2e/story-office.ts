/**
 * The office of the story: a real town, no DEMO, with two time-stamp authorities of Debian's openssl and a witness that
 * its trust file asks for, all on this machine.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseVkey, type Vkey } from '@letopis/format'
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { type OpensslAuthority, startOpensslAuthority } from '../support/openssl-authority.ts'
import { type Folders, runLetopis } from '../support/server.ts'
import { startWitness } from '../support/witness.ts'
import { type ClerkTown, startClerkTown } from './clerk-town.ts'
import { CONTACT } from './portal-town.ts'

export const AUTHORITIES = ['tsa-jedna', 'tsa-dva'] as const

export interface StoryOffice extends AsyncDisposable {
	readonly clerks: ClerkTown
	/** One line for each signature that a published head has here. */
	readonly signatures: number
	/** Runs a command of the operator's. @returns what it wrote */
	letopis(...args: string[]): Promise<string>
	/** Has all authorities stamp the newest head. */
	stamp(): Promise<void>
}

export async function startStoryOffice(browser: Browser): Promise<StoryOffice> {
	const folder = await mkdtemp(join(tmpdir(), 'letopis-story-'))
	// The witness is told of the log by its operator, once the log has a key.
	const logs: Vkey[] = []
	const witness = await startWitness('svedek.example', { logs })
	const started: OpensslAuthority[] = []
	const tables = [CONTACT, '[anchors]\nrequired = 2\n']
	for (const [i, name] of AUTHORITIES.entries()) {
		const authority = await startOpensslAuthority(i === 0 ? 'rsa' : 'p256')
		started.push(authority)
		const roots = join(folder, `${name}.pem`)
		await writeFile(roots, authority.roots.map(pem).join(''))
		tables.push(`[[authority]]\nname = "${name}"\nurl = "${authority.url}"\nroots = "${roots}"\n`)
	}
	const { url, vkey } = witness
	tables.push(`[[witness]]\nname = "soused"\nurl = "${url}"\nvkey = "${vkey}"\nrequired = true\n`)
	let folders: Folders | undefined
	const run = async (...args: string[]) => {
		if (folders === undefined) throw new Error('the town was not founded')
		const { code, output } = await runLetopis(args, folders)
		expect(code, output).toBe(0)
		return output
	}
	const clerks = await startClerkTown(browser, {
		settings: tables.join('\n'),
		async found(given) {
			folders = given
			const output = await run('init', '--town', 'Město Ukázkov', '--host', 'letopis.ukazkov.example')
			const [, key = ''] = /key (letopis\.ukazkov\.example\/log\/1\+\S+)\n/.exec(output) ?? []
			logs.push(parseVkey(key))
		},
	})
	return {
		clerks,
		// Ed25519 and ML-DSA-44 of the log itself, and the witness.
		signatures: 3,
		letopis: run,
		async stamp() {
			const headers = { Authorization: `Bearer ${clerks.town.token}` }
			const ask = async () => {
				const answer = await fetch(`${clerks.town.url}/api/v1/anchors`, { method: 'POST', headers })
				return `${answer.status} ${answer.ok ? '' : await answer.text()}`
			}
			// An authority may be late on a busy machine; the service then says so, and is asked again.
			await expect.poll(ask, { timeout: 60_000, interval: 500 }).toBe('200 ')
		},
		async [Symbol.asyncDispose]() {
			await clerks[Symbol.asyncDispose]()
			for (const server of [witness, ...started]) await server.close()
			await rm(folder, { recursive: true })
		},
	}
}

function pem(der: Uint8Array): string {
	const lines =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? []
	return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
