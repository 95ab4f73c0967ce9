/**
 * Roles that the elements of a table have by themselves: said again, because some browsers forget them where the parts of
 * a table are shown as blocks.
 * @module
 */
export const TABLE = {
	table: 'table',
	group: 'rowgroup',
	row: 'row',
	column: 'columnheader',
	head: 'rowheader',
	cell: 'cell',
} as const
