/**
 * Order among the vault's asynchronous operations: one after the other (`Mutex`), or many readers and one
 * changer (`Gate`). First come, first served; a failed operation does not disturb those behind it.
 * @module
 */

export class Mutex {
	/** The end of the operation that came last; undefined when none is under way. */
	#last: Promise<void> | undefined

	/** Begins at once, before it returns, if nothing is under way. */
	run<T>(operation: () => Promise<T>): Promise<T> {
		const before = this.#last
		const { promise: ended, resolve } = Promise.withResolvers<void>()
		this.#last = ended
		// Async, so that what it throws before its first pause ends it too.
		const begin = async () => operation()
		const result = before === undefined ? begin() : before.then(begin)
		const end = () => {
			if (this.#last === ended) this.#last = undefined
			resolve()
		}
		result.then(end, end)
		return result
	}
}

/** Readers pass together; a changer waits until they have left, and those who come after it wait for it. */
export class Gate {
	#readers = 0
	#closed: Promise<void> | undefined
	#emptied: (() => void) | undefined

	async read<T>(operation: () => Promise<T>): Promise<T> {
		while (this.#closed !== undefined) await this.#closed
		this.#readers++
		try {
			return await operation()
		} finally {
			this.#readers--
			if (this.#readers === 0) this.#emptied?.()
		}
	}

	async change<T>(operation: () => Promise<T>): Promise<T> {
		while (this.#closed !== undefined) await this.#closed
		let reopen = () => {}
		this.#closed = new Promise((resolve) => {
			reopen = resolve
		})
		try {
			if (this.#readers > 0) {
				await new Promise<void>((resolve) => {
					this.#emptied = resolve
				})
			}
			return await operation()
		} finally {
			this.#emptied = undefined
			this.#closed = undefined
			reopen()
		}
	}
}
