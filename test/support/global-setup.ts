/**
 * Refuses to run the suite on a Node that cannot strip types, with the reason instead of a wall of syntax errors; and
 * lets the hundred-odd processes that it starts share what one of them has compiled.
 * @module
 */
import { join } from 'node:path'

export default function setup(): void {
	const major = Number(process.versions.node.split('.')[0])
	if (major < 24)
		throw new Error(`the tests need Node 24, this is ${process.version}; start them with "npm test"`)
	// Every command and every server would spend half a second of a core on stripping the same types again.
	process.env.NODE_COMPILE_CACHE ??= join(
		...[import.meta.dirname, '..', '..', 'node_modules', '.cache', 'letopis-tests'],
	)
}
