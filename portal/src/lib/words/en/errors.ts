import type { cs } from '../cs/errors.ts'

export const en: typeof cs = {
	help: 'Need help? Write to the town or call:',
	contact: 'Contact',
	home: 'Back to the start',
	404: {
		title: 'Page not found',
		text: 'Check that the address is complete and has no misprint. The page may also have moved.',
	},
	403: {
		title: 'You have no access here',
		text: 'Sign in with an account that may do this, or ask the administrator.',
	},
	405: { title: 'This does not work that way', text: 'Go back and use the form on the page.' },
	413: {
		title: 'The file is too large',
		text: 'Choose a smaller file. Nothing of what you sent was recorded.',
	},
	429: {
		title: 'Too many attempts',
		text: 'Wait a minute and try again.',
	},
	503: {
		title: 'The service is unavailable now',
		text: 'Try again in a while. Whatever was acknowledged is recorded and not lost.',
	},
	500: {
		title: 'Sorry, something went wrong',
		text: 'The fault is ours. Try again in a while; whatever was acknowledged is recorded.',
	},
	400: { title: 'We do not understand the request', text: 'Go back and try again.' },
	reference: 'When you report the failure, quote:',
}
