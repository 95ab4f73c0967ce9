/**
 * A seal whose key is in a device (PKCS #11) or behind a service: a command of the administrator's makes each signature. It
 * gets the bytes on its input and answers with the signature alone; the PIN comes out of a file, through the environment,
 * where other users do not see it. One at a time, in bounded time.
 * @module
 */
import { spawn } from 'node:child_process'
import { LedgerError } from '@letopis/ledger'

/** ms for one signature; bytes of an answer. */
const LONGEST = 20_000
const LARGEST = 8192
/** What the command finds the PIN in. */
const PIN = 'LETOPIS_SEAL_PIN'

/** @param command program and arguments; no shell reads them @param pin null where none is needed */
export function askDevice(
	command: readonly string[],
	pin: string | null,
	longest = LONGEST,
): (bytes: Uint8Array) => Promise<Uint8Array> {
	let turn: Promise<unknown> = Promise.resolve()
	return (bytes) => {
		const answer = turn.then(() => run(command, pin, bytes, longest))
		turn = answer.catch(() => {})
		return answer
	}
}

async function run(
	[program = '', ...args]: readonly string[],
	pin: string | null,
	bytes: Uint8Array,
	longest: number,
): Promise<Uint8Array> {
	const env = pin === null ? process.env : { ...process.env, [PIN]: pin }
	// A group of its own: what the command has started ends with it.
	const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'ignore'], detached: true })
	const end = () => {
		try {
			if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
		} catch {
			// It has ended by itself.
		}
	}
	const timer = setTimeout(end, longest)
	// It may answer, or end, before it has read everything.
	child.stdin.on('error', () => {})
	child.stdin.end(bytes)
	const pieces: Buffer[] = []
	let size = 0
	child.stdout.on('data', (piece: Buffer) => {
		size += piece.length
		if (size > LARGEST) end()
		else pieces.push(piece)
	})
	const code = await new Promise<number | string | null>((resolve) => {
		child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'failed'))
		child.once('close', (status, signal) => resolve(status ?? signal))
	})
	clearTimeout(timer)
	if (code === 0 && size > 0) return new Uint8Array(Buffer.concat(pieces))
	throw new LedgerError('io', `the command of the seal gave no signature (${code})`, {
		remedy: 'run seal.command by hand, with something to sign on its input',
	})
}
