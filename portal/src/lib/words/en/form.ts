import type { cs } from '../cs/form.ts'

export const en: typeof cs = {
	yes: 'Yes',
	no: 'No',
	street: 'Street and number',
	town: 'Town',
	postcode: 'Postcode',
	notAnswered: 'Not answered',
	onlyIf: (question, answers) => `Only if your answer to “${question}” is: ${answers}.`,
	or: ' or ',
	upTo: (most) => `At most ${most} characters.`,
	several: 'You can choose more than one.',
	problems: {
		required: (label) => `Answer: ${label}`,
		malformed: (label) => `${label}: there is a character that does not belong here`,
		'too-long': (label, limit) => `${label}: make it ${limit} characters or fewer`,
		'not-a-number': (label) => `${label}: enter a number, such as 12`,
		'too-many-decimals': (label, limit) =>
			limit === '0' ? `${label}: enter a whole number` : `${label}: at most ${limit} places after the point`,
		'too-small': (label, limit) => `${label}: enter ${limit} or more`,
		'too-large': (label, limit) => `${label}: enter ${limit} or less`,
		'not-a-date': (label) => `${label}: enter a day, a month and a year, such as 27 3 2026`,
		'too-early': (label, limit) => `${label}: enter ${limit} or later`,
		'too-late': (label, limit) => `${label}: enter ${limit} or earlier`,
		'not-an-option': (label) => `Choose one of the options: ${label}`,
		'too-few': (label, limit) => `${label}: choose at least ${limit}`,
		'too-many': (label, limit) => `${label}: choose at most ${limit}`,
		'not-an-email': (label) => `${label}: enter an address such as name@ukazkov.example`,
		'not-a-phone': (label) => `${label}: enter nine digits, or a number with its country code`,
		'not-a-postcode': (label) => `${label}: a postcode has five digits, such as 686 01`,
	},
}
