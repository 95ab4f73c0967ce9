/**
 * Failing system calls for a running process, by strace (Debian: `apt install strace`).
 * @module
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const LET_GO_MS = 3000

/** Why faults cannot be injected on this machine, or null if they can. */
export function noStrace(): string | null {
	const { error, status } = spawnSync('strace', ['-V'], { stdio: 'ignore' })
	return error === undefined && status === 0 ? null : 'strace is not installed'
}

export interface Fault {
	/** The system call that fails with EIO instead of being done. */
	call: string
	/** Which ones of each thread, counted from the beginning of the injection: `2` the second, `1+` all. */
	when: string
}

export interface Injection {
	/** Takes the fault away. @returns how many calls failed */
	end(): Promise<number>
}

/**
 * Lets a system call of a running process fail, in all its threads.
 * @throws Error with strace's words if it may not trace the process
 */
export async function inject(pid: number, { call, when }: Fault): Promise<Injection> {
	const args = ['-f', '-e', `trace=${call}`, '-e', `inject=${call}:error=EIO:when=${when}`, '-p', String(pid)]
	const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] })
	let output = ''
	const attached = new Promise<void>((resolve, reject) => {
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			output += text
			if (/attached/.test(output)) resolve()
		})
		child.on('close', () => reject(new Error(`strace ended: ${output}`)))
		child.on('error', reject)
	})
	await attached
	return {
		async end() {
			if (child.exitCode === null && child.signalCode === null) {
				// On a signal strace lets go of the process, which goes on without it. If the process dies in that very moment,
				// strace waits for it for ever.
				child.kill('SIGTERM')
				const timer = setTimeout(() => child.kill('SIGKILL'), LET_GO_MS)
				await once(child, 'close')
				clearTimeout(timer)
			}
			return output.split('(INJECTED)').length - 1
		},
	}
}
