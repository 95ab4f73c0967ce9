/**
 * Mail that waits: one file for each message, encrypted, for an address is nobody's business who looks at the disk. A message is
 * named by its id, so queueing it again does nothing. Bounded: a full queue takes no more.
 *
 * If it crashes while a message is written, there is none; after it was sent and before its file is gone, it is sent again
 * under the same Message-ID.
 * @module
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../http/problems.ts'
import type { Mail } from './transport.ts'

const MOST = 20_000
const NONCE = 12
const TAG = 16
const NAME = /^[0-9a-f]{32}\.mail$/

export interface Waiting {
	/** 32 hex digits */
	readonly id: string
	/** ms since 1970 */
	readonly queued: number
	/** what it is about, names parted by spaces: all about one of them can be forgotten together */
	readonly about: string
	readonly mail: Mail
}

export class MailQueue {
	readonly #folder: string
	readonly #secret: Uint8Array
	readonly #key: Uint8Array
	readonly #names: Set<string>

	private constructor(folder: string, secret: Uint8Array, names: Set<string>) {
		this.#folder = folder
		this.#secret = secret
		this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'letopis mail queue v1', 32))
		this.#names = names
	}

	/** @param secret 32 B of the town */
	static async open(folder: string, secret: Uint8Array): Promise<MailQueue> {
		await mkdir(folder, { recursive: true, mode: 0o700 })
		const files = await readdir(folder)
		for (const file of files) if (file.endsWith('.new')) await rm(join(folder, file), { force: true })
		return new MailQueue(folder, secret, new Set(files.filter((file) => NAME.test(file))))
	}

	get size(): number {
		return this.#names.size
	}

	/** @param id any text that is the same for the same message @throws Problem 'mail-full' */
	async add(id: string, about: string, mail: Mail, now: number): Promise<void> {
		const name = `${createHmac('sha256', this.#secret).update('mail\0').update(id).digest('hex').slice(0, 32)}.mail`
		if (this.#names.has(name)) return
		if (this.#names.size >= MOST) throw new Problem('mail-full', 'Too much mail waits to be sent.')
		const bytes = this.#seal(name, JSON.stringify({ queued: now, about, mail }))
		const path = join(this.#folder, name)
		const file = await open(`${path}.new`, 'w', 0o600)
		try {
			await file.writeFile(bytes)
			await file.sync()
		} finally {
			await file.close()
		}
		await rename(`${path}.new`, path)
		this.#names.add(name)
	}

	/** All that waits, in no order; what cannot be read is removed: nobody could ever send it. */
	async *all(): AsyncIterable<Waiting> {
		for (const name of await readdir(this.#folder)) {
			if (!NAME.test(name)) continue
			this.#names.add(name)
			const found = await this.#read(name)
			if (found === null) await this.remove(name.slice(0, 32))
			else yield found
		}
	}

	async remove(id: string): Promise<void> {
		await rm(join(this.#folder, `${id}.mail`), { force: true })
		this.#names.delete(`${id}.mail`)
	}

	/** Removes what waits about something. @param name none of its own characters is a space */
	async forget(name: string): Promise<void> {
		for await (const one of this.all()) if (one.about.split(' ').includes(name)) await this.remove(one.id)
	}

	#seal(name: string, text: string): Uint8Array {
		const nonce = randomBytes(NONCE)
		const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(name))
		return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
	}

	async #read(name: string): Promise<Waiting | null> {
		try {
			const bytes = await readFile(join(this.#folder, name))
			const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE))
			decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(-TAG))
			const text = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
			const { queued, about, mail } = JSON.parse(text.toString('utf8')) as Omit<Waiting, 'id'>
			return { id: name.slice(0, 32), queued, about, mail }
		} catch {
			return null
		}
	}
}
