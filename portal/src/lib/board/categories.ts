/**
 * Kinds of notices in the order in which they are offered.
 * @module
 */
import { cs } from '../words/cs/board.ts'

export type Category = keyof typeof cs.categories
export const CATEGORIES = Object.keys(cs.categories) as Category[]
