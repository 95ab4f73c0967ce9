/**
 * Damage to segments that was met since the vault was opened, each place once, until it is repaired.
 * @module
 */
import type { Fault } from './segment-scan.ts'

export interface VaultDamage extends Fault {
	/** first index of the segment */
	segment: number
}

export class DamageList {
	#list: VaultDamage[] = []

	get all(): readonly VaultDamage[] {
		return this.#list
	}

	/** What a look at a part of a segment met. */
	add(segment: number, faults: readonly Fault[]): void {
		for (const fault of faults) {
			const known = this.#list.some(
				(damage) =>
					damage.segment === segment &&
					damage.copy === fault.copy &&
					damage.from <= fault.from &&
					damage.to >= fault.to,
			)
			if (!known) this.#list.push({ segment, ...fault })
		}
	}

	/** What a whole examination of a segment found, in place of what was known. */
	set(segment: number, faults: readonly Fault[]): void {
		this.#list = this.#list.filter((damage) => damage.segment !== segment)
		this.add(segment, faults)
	}

	/** Records from `size` on are gone. */
	cut(size: number): void {
		this.#list = this.#list.filter((damage) => damage.from < size)
	}
}
