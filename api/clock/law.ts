/**
 * Paragraphs that the steps of a computation name.
 * @module
 */
const CODE = 'zákona č. 500/2004 Sb.'
const DATA_BOXES = 'zákona č. 300/2008 Sb.'

export const LAW = {
	received: `§ 37 odst. 6 a § 44 odst. 1 ${CODE}`,
	confirmation: `§ 37 odst. 4 ${CODE}`,
	nextWorkingDay: `§ 40 odst. 1 písm. c) ${CODE}`,
	correction: `§ 45 odst. 2 ${CODE}`,
	suspension: `§ 65 odst. 1 ${CODE}`,
	resumedByItself: `§ 65 odst. 2 ${CODE}`,
	decision: `§ 71 odst. 3 ${CODE}`,
	served: `§ 19 ${CODE}`,
	servedDataBox: `§ 17 odst. 3 ${DATA_BOXES}`,
	deemedDataBox: `§ 17 odst. 4 ${DATA_BOXES}`,
	deemedPost: `§ 24 odst. 1 ${CODE}`,
	notice: `§ 25 odst. 2 ${CODE}`,
	appeal: `§ 83 odst. 1 ${CODE}`,
	appealWithoutInstruction: `§ 83 odst. 2 ${CODE}`,
	waiver: `§ 81 odst. 2 ${CODE}`,
	appellate: `§ 91 odst. 1 ${CODE}`,
	refused: `§ 92 odst. 1 ${CODE}`,
	appealed: `§ 85 odst. 1 ${CODE}`,
	finality: `§ 73 odst. 1 ${CODE}`,
} as const
