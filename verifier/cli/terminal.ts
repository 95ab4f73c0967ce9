/**
 * Text on a terminal: colours only where they are wanted, wrapping, and a progress line that leaves nothing behind.
 * @module
 */
import type { WriteStream } from 'node:tty'

export type Colour = 'green' | 'red' | 'yellow' | 'grey' | 'bold'

const CODES: Readonly<Record<Colour, string>> = {
	green: '32',
	red: '31',
	yellow: '33',
	grey: '90',
	bold: '1',
}

export type Paint = (text: string, ...colours: readonly Colour[]) => string

/** Colours for a stream: none for a file or pipe, or where NO_COLOR is set (no-color.org). */
export function paintFor(
	stream: NodeJS.WritableStream & { isTTY?: boolean },
	environment: NodeJS.ProcessEnv,
): Paint {
	const plain = !stream.isTTY || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb'
	if (plain) return (text) => text
	return (text, ...colours) =>
		colours.length === 0 ? text : `\u001b[${colours.map((c) => CODES[c]).join(';')}m${text}\u001b[0m`
}

/** Columns to write for: those of the terminal, as far as lines stay readable; 80 where it is a file or pipe. */
export function widthOf({ columns }: { columns?: number }): number {
	return Math.min(100, Math.max(40, columns ?? 80))
}

/**
 * Rows of a label and its value, the values in a column; one that does not fit there stands below its label.
 * @param indent before every line
 */
export function labelled(
	rows: readonly (readonly [string, string])[],
	indent: string,
	width: number,
): string[] {
	const labels = Math.max(0, ...rows.map(([label]) => label.length))
	return rows.flatMap(([label, value]) => {
		const row = `${indent}${label.padEnd(labels)}  ${value}`
		if (row.length <= width) return [row]
		const below = `${indent}  `
		return [`${indent}${label}`, `${below}${wrap(value, width, below)}`]
	})
}

/** Breaks text at spaces; longer words stand alone. @param indent before every line but the first */
export function wrap(text: string, width: number, indent = ''): string {
	const lines: string[] = []
	let line = ''
	for (const word of text.split(' ')) {
		if (line !== '' && line.length + 1 + word.length > width - indent.length) {
			lines.push(line)
			line = word
		} else line = line === '' ? word : `${line} ${word}`
	}
	lines.push(line)
	return lines.join(`\n${indent}`)
}

/** One line on stderr that is drawn over, at most ten times a second; silent where stderr is no terminal. */
export class ProgressLine {
	private readonly stream: WriteStream & { isTTY?: boolean }
	private readonly label: string
	private drawnAt = 0

	constructor(stream: WriteStream, label: string) {
		this.stream = stream
		this.label = label
	}

	show(done: number, total: number): void {
		if (!this.stream.isTTY || total === 0) return
		const now = Date.now()
		if (now - this.drawnAt < 100 && done < total) return
		this.drawnAt = now
		const share = Math.min(1, done / total)
		const filled = Math.round(share * 30)
		const bar = `${'█'.repeat(filled)}${'░'.repeat(30 - filled)}`
		this.stream.write(`\r\u001b[K${this.label} ${bar} ${Math.floor(100 * share)} % (${done} / ${total})`)
	}

	clear(): void {
		if (this.stream.isTTY && this.drawnAt > 0) this.stream.write('\r\u001b[K')
	}
}
