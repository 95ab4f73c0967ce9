/**
 * The files of a vault and of its keys, for looking only: nothing is made, mended or removed, so that a vault can
 * be opened beside the server that writes to it, or on a medium that takes no writes. Leftovers of interrupted
 * operations do not show, and so nobody wants to remove them.
 * @module
 */
import { isAbsent, nodeFs, type VaultFs } from '../vault/files.ts'

const refuse = async () => {
	throw Object.assign(new Error('opened for reading only'), { code: 'EROFS' })
}

export const readOnlyFs: VaultFs = {
	open: (path, mode) => (mode === 'read' ? nodeFs.open(path, mode) : refuse()),
	exists: nodeFs.exists,
	async *list(path) {
		try {
			for await (const name of nodeFs.list(path)) if (/^\d+\.(key|seg)$/.test(name)) yield name
		} catch (error) {
			if (!isAbsent(error)) throw error
		}
	},
	rename: refuse,
	unlink: refuse,
	makeFolder: async () => {},
	syncFolder: async () => {},
}
