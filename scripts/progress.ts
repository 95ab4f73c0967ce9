/**
 * Progress of long work on standard error: a bar that redraws itself on a terminal, a line every ten
 * seconds elsewhere, so that a log file stays readable.
 * @module
 */
export interface Progress {
	update(done: number, total: number, what?: string): void
	end(): void
}

export function createProgress(label: string, out: NodeJS.WriteStream = process.stderr): Progress {
	const started = Date.now()
	let last = 0
	let drawn = false
	return {
		update(done, total, what = '') {
			const now = Date.now()
			const interval = out.isTTY ? 100 : 10_000
			if (now - last < interval && done < total) return
			last = now
			const share = total > 0 ? Math.min(1, done / total) : 0
			const percent = `${Math.floor(share * 100)}`.padStart(3)
			const seconds = Math.round((now - started) / 1000)
			if (out.isTTY) {
				const width = 24
				const filled = Math.round(share * width)
				out.write(
					`\r\x1b[K${label} [${'='.repeat(filled)}${' '.repeat(width - filled)}] ${percent} % ${seconds} s ${what}`,
				)
				drawn = true
			} else if (seconds >= 10) {
				out.write(`${label} ${percent} % ${seconds} s ${what}\n`)
			}
		},
		end() {
			if (drawn) out.write('\r\x1b[K')
		},
	}
}
