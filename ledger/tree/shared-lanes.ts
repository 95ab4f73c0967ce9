/**
 * The four lanes of SHA-256 that all of this process shares: opened when first needed, each user with its own places in their
 * memory. Hashing is synchronous, so nobody meets another's messages.
 * @module
 */
import type { HashLanes } from '@letopis/format'
import { openHashLanes } from './sha256-lanes.ts'

let opened: HashLanes | undefined
let asked = false

/** Undefined where the engine cannot run them. */
export function sharedLanes(): HashLanes | undefined {
	if (!asked) opened = openHashLanes()
	asked = true
	return opened
}
