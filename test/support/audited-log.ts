/**
 * A log for audits: two full bundles and a partial one, with anchors, links and accesses, written into a folder that can
 * be copied and damaged; and the audit of such a folder.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AuditOptions, type AuditReport, auditLog } from '@letopis/verifier'
import { folderSource } from '../../verifier/cli/folder-source.ts'
import { nativeHasher, useNativeHashing, useNativeVerifiers } from '../../verifier/cli/native.ts'
import { TestLog } from './test-log.ts'
import { createAuthority } from './timestamp-authority.ts'

export const alpha = createAuthority('Alpha')
export const SIZE = 700

/** Fills a log up to `size` with anchors of one authority, links and accesses. */
export function growLog(log: TestLog, size: number): TestLog {
	const key = randomBytes(32)
	for (let accesses = 0; log.size < size; ) {
		log.now += 1000
		const i = log.size
		if (i % 180 === 40) log.anchor('alpha', alpha)
		else if (i % 100 === 50) log.appendDocument(randomBytes(8), { links: { previous: [log.cid(i - 7)] } })
		else if (i % 100 === 60)
			log.append({ kind: 'disposal', body: {}, links: { disposes: [log.cid(i - 20)] } })
		else if (i % 3 === 0) log.appendAccess(1, key, ++accesses)
		else log.appendDocument(randomBytes(8))
	}
	return log
}

export class AuditedLog {
	readonly log = growLog(new TestLog({ genesisAuthority: alpha }), SIZE)
	readonly trust = this.log.trust({ roots: [alpha.root], required: 1 })
	/** everything that a test file writes */
	readonly root = mkdtempSync(join(tmpdir(), 'letopis-audit-'))
	/** the log, undamaged */
	readonly whole = join(this.root, 'whole')
	private copies = 0

	constructor() {
		useNativeHashing()
		useNativeVerifiers()
		this.log.writeFolder(this.whole)
	}

	remove(): void {
		rmSync(this.root, { recursive: true })
	}

	/** A folder that does not exist yet. */
	newFolder(): string {
		return join(this.root, `copy-${++this.copies}`)
	}

	copyOf(folder: string): string {
		const copy = this.newFolder()
		cpSync(folder, copy, { recursive: true })
		return copy
	}

	audit(folder: string, options: Partial<AuditOptions> = {}): Promise<AuditReport> {
		return auditLog({ source: folderSource(folder), trust: this.trust, hasher: nativeHasher, ...options })
	}
}

/** Findings as `code index`, `-` for those about the whole log. */
export function codesOf(report: AuditReport): string[] {
	return report.findings.map(({ code, index }) => `${code} ${index ?? '-'}`)
}
