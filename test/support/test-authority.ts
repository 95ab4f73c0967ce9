/**
 * Time-stamp authorities for anchoring tests: sound ones on a clock of their own, and ones that misbehave for
 * as long as told.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Authority } from '../../ledger/anchor/authority.ts'
import { openDevelopmentAuthority } from '../../ledger/anchor/development-authority.ts'
import type { TestClock } from './anchored-log.ts'

type Stamp = (imprint: Uint8Array) => Promise<Uint8Array>

export interface ScriptedAuthority extends Authority {
	/** Imprints that it was asked to stamp. */
	readonly asked: Uint8Array[]
	/** A sound token of it. */
	readonly honest: Stamp
	/** What the next stamps are made by; null for sound ones. */
	misbehave(stamp: Stamp | null): void
}

const dirs: string[] = []

/** A trusted authority whose clock is the given one. */
export async function scriptedAuthority(name: string, clock: TestClock): Promise<ScriptedAuthority> {
	const dir = mkdtempSync(join(tmpdir(), 'letopis-authority-'))
	dirs.push(dir)
	const inner = await openDevelopmentAuthority(dir, clock)
	const asked: Uint8Array[] = []
	const honest: Stamp = (imprint) => inner.stamp(imprint)
	let stamp = honest
	return {
		name,
		trusted: true,
		roots: inner.roots,
		asked,
		honest,
		stamp(imprint) {
			asked.push(imprint)
			return stamp(imprint)
		},
		misbehave(next) {
			stamp = next ?? honest
		},
	}
}

/** Removes what all authorities of a test file left behind. */
export function removeAuthorities(): void {
	for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true })
}
