import type { cs } from '../cs/trust.ts'

export const en: typeof cs = {
	title: 'Whom you trust',
	none: 'The trust file says by which keys you know the town’s log. Get it by another way than the document, from the notice board for example, and add it to the other files.',
	offer: 'Load the file that the town itself offers',
	offerHint:
		'It counts only once you have compared its fingerprint with the one on paper or on the notice board.',
	offered: 'Offered by the town itself, unconfirmed',
	dropped: 'Added by you, unconfirmed',
	ask: 'Is this the fingerprint that you have on paper or from the notice board?',
	fingerprint: 'Fingerprint of the trust file (SHA-256)',
	where:
		'Where to compare it: on the printed clause sheet, on the notice board in the town hall, by telephone with the town. Not on this page: the town itself serves it.',
	yes: 'Yes, it matches',
	no: 'No, or I do not know',
	remember: 'Remember in this browser',
	rememberHint: 'Kept only here. You can have it forgotten at any time.',
	confirmed: 'You have compared the fingerprint.',
	remembered: 'You have compared the fingerprint, and this browser remembers the file.',
	show: 'Show the fingerprint',
	forget: 'Forget',
	demo: 'A demonstration log (DEMO): it proves nothing to anyone.',
}
