/**
 * On which line of a TOML file each member stands: the parser tells lines only of what is no TOML. Made for text that
 * the parser has accepted; of other text it tells nonsense, and ends.
 * @module
 */

export type Path = readonly (string | number)[]

export class TomlLines {
	readonly #text: string
	/** offsets at which lines begin */
	readonly #starts: number[] = [0]
	readonly #lines = new Map<string, number>()
	readonly #scalars = new Map<string, string>()
	/** how many tables each `[[…]]` has so far */
	readonly #tables = new Map<string, number>()
	#at = 0

	constructor(text: string) {
		this.#text = text
		for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
		this.#scan()
	}

	/** Line of a member, from 1 on; of one that is not there, that of what should hold it. */
	of(path: Path): number {
		for (let length = path.length; length > 0; length--) {
			const line = this.#lines.get(nameOf(path.slice(0, length)))
			if (line !== undefined) return line
		}
		return 1
	}

	/** A number, flag or day as it is written: the parser makes 2 March of 30 February. */
	written(path: Path): string | undefined {
		return this.#scalars.get(nameOf(path))
	}

	#scan(): void {
		let table: Path = []
		for (this.#skip(true); this.#at < this.#text.length; this.#skip(true)) {
			const before = this.#at
			if (this.#text[this.#at] === '[') table = this.#header()
			else this.#member(table)
			if (this.#at === before) return
		}
	}

	#header(): Path {
		const start = this.#at
		const many = this.#text.startsWith('[[', start)
		this.#at += many ? 2 : 1
		const steps = this.#key()
		this.#at += many ? 2 : 1
		let path: Path = []
		for (const [position, step] of steps.entries()) {
			path = [...path, step]
			const name = nameOf(path)
			const last = position === steps.length - 1
			if (many && last) this.#tables.set(name, (this.#tables.get(name) ?? 0) + 1)
			this.#tell(path, start)
			const tables = this.#tables.get(name)
			if (tables !== undefined) path = [...path, tables - 1]
			this.#tell(path, start)
		}
		return path
	}

	/** `key = value` */
	#member(table: Path): void {
		const start = this.#at
		let path = table
		for (const step of this.#key()) {
			path = [...path, step]
			this.#tell(path, start)
		}
		if (this.#text[this.#at] === '=') this.#at++
		this.#skip(false)
		this.#value(path)
	}

	/** Steps of a dotted key; stops after the space behind it. */
	#key(): string[] {
		const steps: string[] = []
		for (;;) {
			this.#skip(false)
			const quote = this.#text[this.#at]
			if (quote === '"' || quote === "'") steps.push(this.#string())
			else {
				const [bare = ''] = /^[\w-]*/.exec(this.#text.slice(this.#at, this.#at + 256)) ?? []
				steps.push(bare)
				this.#at += bare.length
			}
			this.#skip(false)
			if (this.#text[this.#at] !== '.') return steps
			this.#at++
		}
	}

	#value(path: Path): void {
		this.#tell(path, this.#at)
		switch (this.#text[this.#at]) {
			case '"':
			case "'":
				this.#string()
				return
			case '[':
				this.#at++
				for (let i = 0; this.#goesOn(']'); i++) this.#value([...path, i])
				return
			case '{':
				this.#at++
				while (this.#goesOn('}')) this.#member(path)
				return
			default: {
				const [scalar = ''] = /^[^,\]}\n#]*/.exec(this.#text.slice(this.#at, this.#at + 256)) ?? []
				this.#at += scalar.length
				this.#scalars.set(nameOf(path), scalar.trim())
			}
		}
	}

	/** Skips what stands between items. @returns whether another one follows; the closing bracket is passed */
	#goesOn(close: string): boolean {
		this.#skip(true)
		if (this.#text[this.#at] === ',') {
			this.#at++
			this.#skip(true)
		}
		const next = this.#text[this.#at]
		if (next === close) this.#at++
		return next !== close && next !== undefined && next !== ',' && next !== ']' && next !== '}'
	}

	/** @returns what stands between the quotes, as it is written */
	#string(): string {
		const quote = this.#text[this.#at] ?? '"'
		const long = this.#text.startsWith(quote.repeat(3), this.#at)
		const end = long ? quote.repeat(3) : quote
		const start = this.#at + end.length
		let at = start
		while (at < this.#text.length && !this.#text.startsWith(end, at)) {
			at += quote === '"' && this.#text[at] === '\\' ? 2 : 1
		}
		this.#at = Math.min(this.#text.length, at + end.length)
		// Up to two quotes may stand before the three that end it.
		while (long && this.#text[this.#at] === quote) this.#at++
		return this.#text.slice(start, at)
	}

	#skip(lines: boolean): void {
		for (; this.#at < this.#text.length; this.#at++) {
			const character = this.#text[this.#at]
			if (character === ' ' || character === '\t') continue
			if (!lines) return
			if (character === '#') {
				const end = this.#text.indexOf('\n', this.#at)
				this.#at = end < 0 ? this.#text.length : end
			} else if (character !== '\n' && character !== '\r') return
		}
	}

	/** The first place of a member is told: a table is where it begins. */
	#tell(path: Path, offset: number): void {
		const name = nameOf(path)
		if (!this.#lines.has(name)) this.#lines.set(name, this.#lineAt(offset))
	}

	#lineAt(offset: number): number {
		let [low, high] = [0, this.#starts.length]
		while (high - low > 1) {
			const middle = (low + high) >> 1
			if ((this.#starts[middle] ?? 0) <= offset) low = middle
			else high = middle
		}
		return low + 1
	}
}

const nameOf = (path: Path) => path.join('\0')
