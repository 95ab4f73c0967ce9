/**
 * Looking again every minute, for as long as somebody is at the page. A look without a sign of life says so, and keeps
 * no session alive.
 * @module
 */
const EVERY = 60_000
const ALONE = 600_000
const SIGNS_OF_LIFE = ['pointerdown', 'pointermove', 'keydown', 'scroll', 'focus'] as const

export class Renewing<T> {
	/** `off` where there are no scripts; `ended` when the session is over */
	state: 'off' | 'on' | 'paused' | 'lost' | 'ended' = $state('off')
	/** what was seen last; null before the first look */
	seen: T | null = $state.raw(null)
	readonly #address: string
	#alive = 0

	/** @param address gives what is shown, as JSON */
	constructor(address: string) {
		this.#address = address
	}

	/** @returns what ends it */
	begin(): () => void {
		this.state = 'on'
		this.#alive = Date.now()
		const alive = () => {
			this.#alive = Date.now()
			if (this.state === 'paused') void this.#look()
		}
		for (const sign of SIGNS_OF_LIFE) addEventListener(sign, alive, { passive: true })
		const timer = setInterval(() => {
			if (document.hidden || this.state === 'ended') return
			if (Date.now() - this.#alive > ALONE) this.state = 'paused'
			else void this.#look()
		}, EVERY)
		return () => {
			clearInterval(timer)
			for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, alive)
		}
	}

	async #look(): Promise<void> {
		this.state = 'on'
		try {
			const alone = Date.now() - this.#alive > EVERY
			const headers = { Accept: 'application/json', ...(alone ? { 'Letopis-Unattended': '1' } : {}) }
			const response = await fetch(this.#address, { headers })
			if (response.ok) this.seen = (await response.json()) as T
			else this.state = response.status === 401 || response.status === 403 ? 'ended' : 'lost'
		} catch {
			// The line is down or the server restarts: the page goes on saying when it was true.
			this.state = 'lost'
		}
	}
}
