/**
 * The format number of a data folder, and its migrations.
 *
 * `<data>/format.json` says which format the folder has. A newer program migrates an older folder, after a
 * verified backup, one step at a time; an older program refuses a newer folder rather than guess at it.
 * @module
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, writeDurably } from '../anchor/durable-file.ts'
import { LedgerError } from '../error.ts'

/** The format that this program reads and writes. */
export const DATA_FORMAT = 2

/** One step from `from` to `from + 1`. It must be safe to run again after a crash at any point of it. */
export interface Migration {
	from: number
	describe: string
	run(dataDir: string): Promise<void>
}

/** Steps known to this program, in order. */
export const MIGRATIONS: readonly Migration[] = [
	{
		from: 1,
		describe: 'contents of some kilobytes lie in the records of the vault from now on',
		// Nothing is moved: older segments of the vault are read as they are. But the program before cannot read what this
		// one writes, so there has to be a copy that it can read.
		run: async () => {},
	},
]

export interface PrepareOptions {
	program: string
	/** Called before the first step; must resolve only once the backup was read back and found sound. */
	backup: (dataDir: string) => Promise<void>
	onProgress?: (message: string) => void
	migrations?: readonly Migration[]
	/** The folder was filled by a restoration and gets its format file now. */
	adopt?: boolean
	/** The newest format known; only tests of migrations set it. */
	current?: number
}

interface FormatFile {
	format: number
	program: string
	/** While an upgrade is under way: the format it began at, which a verified backup holds. */
	backedUp?: number
}

/**
 * Makes sure that the folder exists and has this program's format.
 * @throws LedgerError 'newer-format' if the folder was written by a newer program
 * @throws LedgerError 'corrupt' if the folder holds data without a readable format file
 */
export async function prepareDataFolder(dataDir: string, options: PrepareOptions): Promise<void> {
	const current = options.current ?? DATA_FORMAT
	const migrations = options.migrations ?? MIGRATIONS
	await makeFolder(dataDir)
	let state = await readFormat(dataDir, options.adopt === true)
	if (state === null) {
		await writeFormat(dataDir, { format: current, program: options.program })
		return
	}
	if (state.format > current)
		throw new LedgerError(
			'newer-format',
			`the data folder has format ${state.format}; this program knows formats up to ${current}`,
			{ remedy: 'start a newer version of Letopis, or restore the backup that was made before the upgrade' },
		)
	if (state.format === current) return
	if (state.backedUp === undefined) {
		options.onProgress?.(`backing up the data folder (format ${state.format}) before the upgrade`)
		await options.backup(dataDir)
		state = { ...state, backedUp: state.format }
		await writeFormat(dataDir, state)
	}
	for (let format = state.format; format < current; format++) {
		const step = migrations.find((migration) => migration.from === format)
		if (step === undefined) throw new Error(`no migration leads on from format ${format}`)
		options.onProgress?.(`upgrading from format ${format} to ${format + 1}: ${step.describe}`)
		await step.run(dataDir)
		// A crash before this line runs the step again, which a step has to bear.
		await writeFormat(dataDir, {
			format: format + 1,
			program: options.program,
			...(format + 1 < current && state.backedUp !== undefined ? { backedUp: state.backedUp } : {}),
		})
	}
}

/** @returns null for a folder without anything in it, or one to be adopted */
async function readFormat(dataDir: string, adopt: boolean): Promise<FormatFile | null> {
	let text: string
	try {
		text = await readFile(join(dataDir, 'format.json'), 'utf8')
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
		// A crash between creating the folder and its format file leaves only the temporary file.
		const others = (await readdir(dataDir)).filter(
			(name) => name !== 'format.json.new' && name !== 'lost+found',
		)
		if (others.length === 0 || adopt) return null
		throw new LedgerError('corrupt', `${dataDir} is not empty and has no format.json`, {
			remedy: 'point LETOPIS_DATA at an empty folder or at a data folder of Letopis, or restore a backup',
		})
	}
	const parsed: unknown = safeJson(text)
	if (
		typeof parsed === 'object' &&
		parsed !== null &&
		'format' in parsed &&
		Number.isSafeInteger(parsed.format) &&
		Number(parsed.format) >= 1
	) {
		const { format, program, backedUp } = parsed as FormatFile
		return { format, program: String(program), ...(backedUp === undefined ? {} : { backedUp }) }
	}
	throw new LedgerError('corrupt', `${join(dataDir, 'format.json')} cannot be read`, {
		remedy: 'restore the file from a backup; it holds only the format number of the data folder',
	})
}

function safeJson(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

function writeFormat(dataDir: string, state: FormatFile): Promise<void> {
	return writeDurably(join(dataDir, 'format.json'), Buffer.from(`${JSON.stringify(state)}\n`), 0o600)
}
