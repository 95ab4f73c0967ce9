/**
 * Where a path really leads.
 * @module
 */
import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** The absolute path behind all links, as far as it exists. */
export function realPath(path: string): string {
	try {
		return realpathSync(path)
	} catch {
		const absolute = resolve(path)
		return join(realPath(dirname(absolute)), basename(absolute))
	}
}

/** Whether a path is a folder, or lies in it, by whatever names. */
export function isInside(path: string, folder: string): boolean {
	return `${realPath(path)}/`.startsWith(`${realPath(folder)}/`)
}
