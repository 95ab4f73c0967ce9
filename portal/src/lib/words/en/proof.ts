import type { cs } from '../cs/proof.ts'

export const en: typeof cs = {
	caption: 'Path of the proof from the entry to the root of the log',
	level: 'Level',
	side: 'Side',
	hash: 'Hash',
	left: 'left',
	right: 'right',
	entry: 'entry',
	root: 'root',
	step: 'sibling',
	table: 'The same as a table',
	alt: (steps) =>
		`Tree: the entry at the bottom, the root at the top, ${steps} between. The exact values are in the table.`,
	steps: { one: '# step', other: '# steps' },
}
