import type { cs } from '../cs/admin.ts'

export const en: typeof cs = {
	nav: 'Administration',
	health: 'Health',
	people: 'People',
	departments: 'Departments',
	agendas: 'Agendas',
	access: 'Access for programs',
	entries: { one: 'Entered in the log as number', other: 'Entered in the log as numbers' },
	unchanged: 'Nothing changed, so nothing was entered.',
	hindered: {
		ended: {
			title: 'Your session has ended meanwhile',
			text: 'Nothing was done, and what you filled in is kept. Sign in in a new window, come back and send the form again.',
			link: 'Sign in in a new window',
		},
		unproven: {
			title: 'Show your passkey again',
			text: 'Five minutes have passed since you last did. Nothing was done, and what you filled in is kept. Show it in a new window, come back and send the form again.',
			link: 'Show passkey in a new window',
		},
		stale: {
			title: 'The form was open for too long',
			text: 'Nothing was done. Check what is filled in and send it again.',
			link: null,
		},
		changed: {
			title: 'Somebody changed this meanwhile',
			text: 'Nothing was done. Below is how it stands now. Check it and decide again.',
			link: null,
		},
	},
	back: 'Back without a change',
}
