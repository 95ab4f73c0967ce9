/** What is installed starts and works without npm and without a network, as README ("Running it for real") says. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { buildPortal } from '../../scripts/build-portal.ts'

/** In a network of its own, in which there is nobody but this machine. */
const ALONE = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"']
const canBeAlone = spawnSync('unshare', [...ALONE, 'true']).status === 0

test.skipIf(!canBeAlone)(
	'pages, an upload and its clause sheet (skipped without unshare and ip)',
	async () => {
		await buildPortal()
		const folder = await mkdtemp(join(tmpdir(), 'letopis-installed-'))
		try {
			const program = join(import.meta.dirname, '../support/cut-off.ts')
			const { stdout } = await promisify(execFile)('unshare', [...ALONE, process.execPath, program, folder])
			expect(JSON.parse(stdout)).toEqual({
				...{ recorded: 201, sheet: '%PDF-', answers: [200, 200, 200, 200, 200] },
				outside: 'ENETUNREACH',
			})
		} finally {
			await rm(folder, { recursive: true, force: true })
		}
	},
	300_000,
)
