import type { cs } from '../cs/passkey.ts'

export const en: typeof cs = {
	busy: 'Waiting for your passkey…',
	noScriptTitle: 'Signing in with a passkey needs JavaScript',
	noScriptText:
		'A browser cannot ask for your passkey without it. Allow JavaScript for this site; once signed in you will not need it.',
	noScriptCommand:
		'Without a browser, documents can be recorded from the command line: letopis ingest. You need a token from the administrator.',
	noPasskeysTitle: 'This browser knows no passkeys',
	noPasskeysText: 'Use a newer browser, or another device.',
	failed: {
		cancelled: {
			title: 'The passkey did not answer',
			text: 'You closed the question, time ran out, or none of your passkeys is here. Try again.',
		},
		known: { title: 'You have registered this passkey already', text: 'Choose another device or passkey.' },
		limited: { title: 'Too many attempts', text: 'Wait a minute and try again.' },
		refused: { title: 'The office does not ask for a passkey now', text: 'Load the page again and retry.' },
		offline: { title: 'The office does not answer', text: 'Check your connection and try again.' },
		broken: { title: 'Something went wrong with the passkey', text: 'Try again, or use another passkey.' },
	},
}
