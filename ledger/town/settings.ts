/**
 * What a town needs to know to be opened, and where its things lie.
 *
 * `<data>`: `format.json`, `log/<n>/{entries,index}`, `vault/<n>/`, `anchors/<n>/`, `projections/`, `drafts/`.
 * `<keys>`: `lock`, `lock.held/`, `admin-token`, `service-secret`, `seal/`, `log-<n>/{town.json,*.pem,head,epochs/,authority/}`.
 * Everything of one log carries its number, so that a closed log stays readable beside its successor.
 * @module
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { RenewalSettings } from '../anchor/renewer.ts'
import type { RevocationSettings } from '../anchor/revocation.ts'
import type { HttpAuthoritySettings } from '../anchor/timestamp-client.ts'
import type { Clock } from '../log/types.ts'
import type { SealSigner } from '../seal/signer.ts'

export interface TownAuthority extends HttpAuthoritySettings {
	/** Longest wait of a new entry for a stamp, ms. */
	readonly periodMs: number
	/** Longest time between two stamps without new entries, ms. */
	readonly heartbeatMs: number
	readonly quotaPerYear?: number
	/** Number of remaining stamps at which a warning shows. */
	readonly warnRemaining?: number
}

export interface TownWitness {
	readonly name: string
	readonly url: string
	/** Text form. */
	readonly vkey: string
	/** The trust file's quorum asks for it. */
	readonly required: boolean
}

export interface TownSettings {
	readonly data: string
	readonly keys: string
	/** Version of the program, for the data folder's format file. */
	readonly program: string
	readonly clock: Clock
	readonly publishMs: number
	readonly clockToleranceMs: number
	/** Undefined: only for a DEMO log. */
	readonly developmentAuthority?: boolean | undefined
	readonly authorities: readonly TownAuthority[]
	/** How many authorities the trust file asks for; at most as many as are configured. */
	readonly requiredAuthorities: number
	readonly witnesses: readonly TownWitness[]
	/** When time-stamps are renewed. */
	readonly renewal?: RenewalSettings
	/** How it is learnt which certificates were withdrawn. */
	readonly revocation?: RevocationSettings
	/** A seal from elsewhere; without one the town makes its own among its keys. */
	readonly seal?: SealSigner | undefined
	/** That seal is a qualified one, and an authority is declared to give qualified stamps. */
	readonly sealQualified?: boolean
	/** Told of long work while opening. */
	readonly onProgress?: (message: string) => void
}

export interface LogPaths {
	readonly entries: string
	readonly index: string
	readonly vault: string
	readonly anchors: string
	/** Folder of this log's keys; holds `epochs/`. */
	readonly keys: string
	readonly head: string
	/** Key and certificates of the development authority. */
	readonly authority: string
}

export function logPaths(settings: Pick<TownSettings, 'data' | 'keys'>, number: number): LogPaths {
	const keys = join(settings.keys, `log-${number}`)
	return {
		entries: join(settings.data, 'log', String(number), 'entries'),
		index: join(settings.data, 'log', String(number), 'index'),
		vault: join(settings.data, 'vault', String(number)),
		anchors: join(settings.data, 'anchors', String(number)),
		keys,
		head: join(keys, 'head'),
		authority: join(keys, 'authority'),
	}
}

export function projectionsPath(settings: Pick<TownSettings, 'data'>): string {
	return join(settings.data, 'projections')
}

/** What people have begun and not confirmed, encrypted; no part of the log. */
export function draftsPath(settings: Pick<TownSettings, 'data'>): string {
	return join(settings.data, 'drafts')
}

/** The seal of the town's own making; one for all its logs. */
export function sealPath(settings: Pick<TownSettings, 'keys'>): string {
	return join(settings.keys, 'seal')
}

export function adminTokenPath(settings: Pick<TownSettings, 'keys'>): string {
	return join(settings.keys, 'admin-token')
}

/** Numbers of the logs that have a folder among the keys, ascending. */
export async function logNumbers(settings: Pick<TownSettings, 'keys'>): Promise<number[]> {
	const names = await readdir(settings.keys).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return []
		throw error
	})
	return names
		.map((name) => Number(/^log-([1-9]\d{0,8})$/.exec(name)?.[1] ?? 0))
		.filter((number) => number > 0)
		.sort((a, b) => a - b)
}
