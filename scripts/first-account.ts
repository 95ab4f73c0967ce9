/**
 * The one-time code of the first account: a file of mode 0600 among the keys, so that whoever can read the keys, and
 * nobody else, can make the first administrator, or one more if all are locked out. The service reads it anew
 * each time somebody tries a code, and removes it once one was used.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeHash, type FirstAccount, makeCode, type Projection, placeOf } from '@letopis/api'
import { makeFolder, writeDurably } from '@letopis/ledger'

export function firstAccountPath(keys: string): string {
	return join(keys, 'first-account-code')
}

export function firstAccount(keys: string): FirstAccount {
	const path = firstAccountPath(keys)
	return {
		async code() {
			const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
				if (error.code === 'ENOENT') return null
				throw error
			})
			// A file that was emptied or mangled opens nothing.
			return text === null || codeHash(text) === null ? null : text.trim()
		},
		discard: () => rm(path, { force: true }),
	}
}

/** Writes a fresh code in place of the one before. @returns the code */
export async function writeFirstAccount(keys: string): Promise<string> {
	const path = firstAccountPath(keys)
	const code = makeCode((length) => randomBytes(length))
	await makeFolder(keys)
	await writeDurably(path, Buffer.from(`${code}\n`), 0o600)
	return code
}

/**
 * Shows the code where only the one who sits there reads it; elsewhere says where it is.
 * @param publicUrl where browsers reach the town
 */
export function showFirstAccount(
	{ keys, publicUrl }: { keys: string; publicUrl: string },
	code: string,
): void {
	const page = `${placeOf(publicUrl).origins[0]}/pozvanka`
	if (process.stdout.isTTY) console.log(`Sign in as the first administrator (good once): ${page}#kod=${code}`)
	else
		console.log(
			`The first administrator signs in at ${page} with the one-time code in ${firstAccountPath(keys)}`,
		)
}

/**
 * Makes the code while nobody can administer the town: at its first start, and after one that lost its people.
 * @returns the code that is in force; null when there are administrators
 */
export async function ensureFirstAccount(keys: string, people: Projection['people']): Promise<string | null> {
	const administrators = people
		.accounts()
		.filter(({ id, role, active }) => active && role === 'administrator' && people.passkeysOf(id).length > 0)
	if (administrators.length > 0) return null
	return (await firstAccount(keys).code()) ?? writeFirstAccount(keys)
}
