/**
 * The file system as the program sees it, watched: every call below one folder that changes something is a write point,
 * numbered in order, and any of them can fail. What was written or named but not made durable is known at every moment.
 *
 * Call {@link watchFiles} before anything that is to be watched is imported: some modules take functions of `node:fs`
 * for themselves when they are loaded. LevelDB writes by itself and is not seen; `test/ledger/log/faults.test.ts` has its
 * writes, and those of the vault's segments are told apart further in `test/ledger/vault/faults.test.ts`.
 * @module
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/**
 * - `refused`: the call does nothing and fails
 * - `applied`: it is done, and reported as failed
 * - `gone`: as `refused`, and so is every later one, as if the process had ended
 */
export const FAILURES = ['refused', 'applied', 'gone'] as const
export type Failure = (typeof FAILURES)[number]

export interface WritePoint {
	readonly op: string
	/** relative to the folder */
	readonly path: string
	/** sources of the project from which the call came, innermost first, relative to the repository */
	readonly sources: readonly string[]
}

interface Watch {
	readonly folder: string
	readonly fault: { readonly at: number; readonly failure: Failure } | null
	readonly points: WritePoint[]
	/** folder → names in it that a power cut may take away */
	readonly names: Map<string, Set<string>>
	/** files with bytes that a power cut may take away */
	readonly dirty: Set<string>
	/** files that were given their final name before their bytes were durable */
	readonly early: string[]
	/** file of every open handle */
	readonly held: Map<fs.promises.FileHandle, string>
}

export interface Watched {
	readonly points: readonly WritePoint[]
	/** what is not durable at the end, relative to the folder */
	readonly loose: readonly string[]
	readonly early: readonly string[]
	/** what was opened and is closed by nobody */
	readonly held: readonly string[]
	/** what `run` failed with */
	readonly error: unknown
}

const CLOSING_MS = 8192
const root = resolve(import.meta.dirname, '..', '..')
let watch: Watch | null = null

/** Watches a folder while `run` goes on, and lets one write point (1 is the first) fail. */
export async function watching(
	folder: string,
	run: () => Promise<unknown>,
	fault: Watch['fault'] = null,
): Promise<Watched> {
	const own: Watch = {
		...{ folder: resolve(folder), fault, points: [], early: [] },
		...{ names: new Map(), dirty: new Set(), held: new Map() },
	}
	watch = own
	let error: unknown
	try {
		await run()
	} catch (thrown) {
		error = thrown
	} finally {
		watch = null
	}
	// What was under way beside a call that failed comes to its own end.
	for (let wait = 1; own.held.size > 0 && wait < CLOSING_MS; wait *= 2) await setTimeout(wait)
	const names = [...own.names].flatMap(([at, inside]) => [...inside].map((name) => join(at, name)))
	const loose = [...new Set([...names, ...own.dirty])]
		.filter((path) => fs.existsSync(path))
		.map((path) => relative(own.folder, path))
	const held = [...own.held.values()].map((path) => relative(own.folder, path))
	return { points: own.points, loose: loose.toSorted(), early: own.early, held, error }
}

function watches(path: string): boolean {
	return watch !== null && (path === watch.folder || path.startsWith(watch.folder + sep))
}

function sourcesOf(stack: string): string[] {
	const found = [...stack.matchAll(/((?:ledger|api|scripts)\/[\w/-]+\.ts)/g)].map(
		([, path]) => path as string,
	)
	return [...new Set(found)].filter((path) => fs.existsSync(join(root, path)))
}

/** Whether this call happens, and whether it is reported as failed. */
function judge(op: string, path: string): { happens: boolean; fails: boolean } {
	const { folder, fault, points } = watch as Watch
	points.push({ op, path: relative(folder, path), sources: sourcesOf(new Error().stack ?? '') })
	if (fault === null || points.length < fault.at) return { happens: true, fails: false }
	if (points.length > fault.at) return { happens: fault.failure !== 'gone', fails: fault.failure === 'gone' }
	return { happens: fault.failure === 'applied', fails: true }
}

function injected(op: string, path: string): Error {
	return Object.assign(new Error(`EIO: injected, ${op} '${path}'`), { code: 'EIO', syscall: op, path })
}

/** One call of the promise interface. */
async function at<T>(
	op: string,
	path: string,
	call: () => Promise<T>,
	effect: (value: T) => void,
): Promise<T> {
	if (!watches(path)) return call()
	const { happens, fails } = judge(op, path)
	if (happens) {
		const value = await call()
		effect(value)
		if (!fails) return value
		if (op === 'open') await (value as fs.promises.FileHandle).close()
	}
	throw injected(op, path)
}

function named(path: string): void {
	const folder = dirname(path)
	if (!watches(folder)) return
	const names = watch?.names.get(folder) ?? new Set()
	watch?.names.set(folder, names.add(basename(path)))
}

function unnamed(path: string): void {
	watch?.names.get(dirname(path))?.delete(basename(path))
	for (const one of [...(watch?.dirty ?? [])])
		if (one === path || one.startsWith(path + sep)) watch?.dirty.delete(one)
	for (const one of [...(watch?.names.keys() ?? [])])
		if (one === path || one.startsWith(path + sep)) watch?.names.delete(one)
}

function moved(from: string, to: string): void {
	if (watch?.dirty.has(from)) watch.early.push(relative(watch.folder, to))
	for (const [folder, names] of [...(watch?.names ?? [])])
		if (folder === from || folder.startsWith(from + sep)) {
			watch?.names.delete(folder)
			watch?.names.set(to + folder.slice(from.length), names)
		}
	unnamed(from)
	named(to)
}

const O = fs.constants
/** What flags of open(2) say, as number or as text. */
function flagsOf(flags: string | number | undefined): { creates: boolean; through: boolean } {
	if (typeof flags === 'number')
		return { creates: (flags & (O.O_CREAT | O.O_TRUNC)) !== 0, through: (flags & O.O_DSYNC) === O.O_DSYNC }
	return { creates: /[wa]/.test(flags ?? 'r'), through: false }
}

function opened(path: string, isNew: boolean): void {
	if (isNew) named(path)
}

function written(path: string, through: boolean): void {
	if (!through) watch?.dirty.add(path)
}

function synced(path: string): void {
	watch?.dirty.delete(path)
	watch?.names.delete(path)
}

type Promised = (...args: never[]) => Promise<unknown>

/** Takes the place of the functions; once, for the whole process. */
export function watchFiles(): void {
	const promises = fs.promises as unknown as Record<string, Promised>
	const real = { ...promises }
	const text = (path: unknown) => resolve(String(path))
	const replace = (name: string, effect: (args: unknown[], value: unknown) => void, path = 0) => {
		const call = real[name] as Promised
		promises[name] = (...args: never[]) =>
			at(
				name,
				text(args[path]),
				() => call(...args),
				(value) => effect(args, value),
			)
	}
	replace('rename', ([from, to]) => moved(text(from), text(to)), 1)
	replace('link', ([, to]) => named(text(to)), 1)
	replace('unlink', ([path]) => unnamed(text(path)))
	replace('rm', ([path]) => unnamed(text(path)))
	replace('rmdir', ([path]) => unnamed(text(path)))
	replace('mkdir', ([path, options], highest) => {
		const isRecursive = (options as { recursive?: boolean } | undefined)?.recursive === true
		const top = isRecursive ? highest : path
		// Nothing was made.
		if (top === undefined) return
		for (let one = text(path); one.startsWith(text(top)); one = dirname(one)) named(one)
	})
	replace('utimes', () => {})
	replace('writeFile', ([path]) => {
		named(text(path))
		written(text(path), false)
	})
	const open = real.open as unknown as (...args: unknown[]) => Promise<fs.promises.FileHandle>
	promises.open = (async (path: string, flags?: string | number, ...rest: never[]) => {
		const full = text(path)
		const { creates, through } = flagsOf(flags)
		const call = () => open(path, flags, ...rest)
		if (!watches(full)) return call()
		const isNew = !fs.existsSync(full)
		const handle = creates ? await at('open', full, call, () => opened(full, isNew)) : await call()
		return watchedHandle(handle, full, through)
	}) as unknown as Promised
	watchNumbers(text)
	syncBuiltinESMExports()
}

function watchedHandle(
	handle: fs.promises.FileHandle,
	path: string,
	through: boolean,
): fs.promises.FileHandle {
	const own = handle as unknown as Record<string, Promised>
	const replace = (name: string, effect: () => void) => {
		const call = (own[name] as Promised).bind(handle)
		own[name] = (...args: never[]) => at(name, path, () => call(...args), effect)
	}
	for (const name of ['write', 'writev', 'writeFile', 'appendFile', 'truncate'])
		replace(name, () => written(path, through))
	for (const name of ['sync', 'datasync']) replace(name, () => synced(path))
	const { held } = watch ?? {}
	const close = (own.close as Promised).bind(handle)
	held?.set(handle, path)
	own.close = async () => {
		await close()
		held?.delete(handle)
	}
	return handle
}

type Callback = (error: Error | null, value?: unknown) => void

/** Files by their number, as the vault has them. */
function watchNumbers(text: (path: unknown) => string): void {
	const callbacks = fs as unknown as Record<string, (...args: unknown[]) => void>
	const files = new Map<number, { path: string; through: boolean }>()
	const call = (
		op: string,
		path: string,
		real: (done: Callback) => void,
		done: Callback,
		effect: (value: unknown) => void,
	) => {
		if (!watches(path)) return real(done)
		const { happens, fails } = judge(op, path)
		if (!happens) return void setImmediate(() => done(injected(op, path)))
		real((error, value) => {
			if (error === null || error === undefined) effect(value)
			if (fails && op === 'open' && typeof value === 'number') fs.closeSync(value)
			if (fails) done(injected(op, path))
			else done(error, value)
		})
	}
	const { open, writev, ftruncate, fdatasync, fsync } = { ...callbacks }
	callbacks.open = (path, flags, ...rest) => {
		const full = text(path)
		const { creates, through } = flagsOf(flags as number)
		const done = rest.at(-1) as Callback
		const real = (then: Callback) => open?.(path, flags, ...rest.slice(0, -1), then)
		if (!watches(full)) return real(done)
		const isNew = !fs.existsSync(full)
		const note = (fd: unknown) => {
			files.set(fd as number, { path: full, through })
			if (creates) opened(full, isNew)
		}
		if (creates) return call('open', full, real, done, note)
		real((error, fd) => {
			if (error === null || error === undefined) note(fd)
			done(error, fd)
		})
	}
	const byNumber = (name: string, real: ((...args: unknown[]) => void) | undefined, isSync: boolean) => {
		callbacks[name] = (...args) => {
			const file = files.get(args[0] as number)
			const done = args.at(-1) as Callback
			const pass = (then: Callback) => real?.(...args.slice(0, -1), then)
			if (file === undefined) return pass(done)
			call(name, file.path, pass, done, () =>
				isSync ? synced(file.path) : written(file.path, file.through && name === 'writev'),
			)
		}
	}
	byNumber('writev', writev, false)
	byNumber('ftruncate', ftruncate, false)
	byNumber('fdatasync', fdatasync, true)
	byNumber('fsync', fsync, true)
	const close = fs.closeSync
	callbacks.closeSync = (fd) => {
		files.delete(fd as number)
		close(fd as number)
	}
}
