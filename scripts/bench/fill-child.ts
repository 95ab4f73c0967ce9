/**
 * Child process that fills a town: its memory is not that of the case, and more of its writes wait for the disk at
 * once than Node's four threads would let.
 *
 * `fill-child.ts <folder> <json of Filling>`; tells lines, and at the end {@link FilledTown}, to its parent.
 * @module
 */
import { fork } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { type FilledTown, type Filling, fillTown } from './fill-town.ts'

const THREADS = '64'

/** @param folder is made; must be empty or missing */
export async function fillInOwnProcess(
	folder: string,
	filling: Filling,
	say: (line: string) => void,
): Promise<FilledTown> {
	const child = fork(import.meta.filename, [folder, JSON.stringify(filling)], {
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
		execArgv: [],
		env: { ...process.env, UV_THREADPOOL_SIZE: THREADS },
	})
	let town: FilledTown | undefined
	child.on('message', (message: string | FilledTown) => {
		if (typeof message === 'string') say(message)
		else town = message
	})
	const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
	if (code !== 0 || town === undefined) throw new Error(`filling a town failed with exit code ${code}`)
	return town
}

if (import.meta.main) {
	const [folder = '', filling = ''] = process.argv.slice(2)
	await mkdir(folder, { recursive: true })
	process.send?.(await fillTown(folder, JSON.parse(filling) as Filling, (line) => process.send?.(line)))
	process.disconnect()
}
