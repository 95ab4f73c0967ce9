import type { cs } from '../cs/filing-ask.ts'

export const en: typeof cs = {
	title: 'State of a filing',
	lead: 'Number and PIN stand on the acknowledgement. You need no account.',
	number: 'Number',
	numberHint: 'For example 12/2026',
	pin: 'PIN',
	pinHint: 'Eight characters, for example 7H3K-9QZM. Small letters will do.',
	show: 'Show the state',
	lostTitle: 'No PIN?',
	lostText:
		'The office gives you a new one when you show who you are. Nothing else leads to the filing, not even for us.',
	unknown: 'We have no such number with such a PIN. Check both on the acknowledgement.',
	limited: 'Too many attempts from your connection. Try again in ten seconds.',
	numberMissing: 'Fill in the number',
	pinMissing: 'Fill in the PIN',
	another: 'Another filing',

	ofNumber: (number) => `Filing no. ${number}`,
}
