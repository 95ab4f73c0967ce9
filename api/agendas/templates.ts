/**
 * Files to begin with: agendas as a town may take over and change.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('./templates/', import.meta.url)

export interface Template {
	/** name of the file without its ending */
	readonly name: string
	readonly text: string
}

let read: readonly Template[] | undefined

/** All, by name. Read once: they are part of the program. */
export function templates(): readonly Template[] {
	read ??= readdirSync(FOLDER)
		.filter((file) => file.endsWith('.toml'))
		.sort()
		.map((file) => ({ name: file.slice(0, -5), text: readFileSync(new URL(file, FOLDER), 'utf8') }))
	return read
}
