/**
 * How much work one file may cause: counted in steps and never by a clock, so that the same file gets the same answer on a
 * slow device as on a fast one. Everything else here is bounded by counts and depths; what those allow together could still
 * keep a device busy for hours.
 * @module
 */

/** More than a file may cause. It is no fault of the file that could be judged: whatever was found so far counts for nothing. */
export class TooMuchWork extends Error {
	override readonly name = 'TooMuchWork'
}

/** Octets that are read or hashed in the time of one step. */
const OCTETS = 4096
/** Steps for every file, for each of its parts of 4096 octets, and at most: a minute or two on a slow device. */
const BASE = 8_000
const PER_PART = 64
const MOST = 200_000

export class Work {
	private left: number

	/** @param octets size of the file */
	constructor(octets: number) {
		this.left = Math.min(MOST, BASE + (PER_PART * octets) / OCTETS)
	}

	private spend(steps: number): void {
		this.left -= steps
		if (this.left < 0) throw new TooMuchWork('takes more work than a file of this size may')
	}

	/** One signature to be checked: long keys cost more. @param bits length of an RSA key, 0 of others */
	check(bits: number, octets: number): void {
		this.spend(1 + Math.floor((bits / 2048) ** 2) + octets / (16 * OCTETS))
	}

	/** A structure to be read through. */
	read(octets: number): void {
		this.spend(octets / OCTETS)
	}
}
