/**
 * How a DEMO town is reached, which is nowhere: what the portal shows where the settings say nothing.
 * @module
 */
import type { Contact } from '../../portal/adapter/build.ts'

const NOWHERE: Contact = {
	office: 'Městský úřad Ukázkov',
	address: ['Náměstí 1', '100 00 Ukázkov'],
	email: 'podatelna@ukazkov.example',
	phone: '+420 000 000 000',
	dataBox: 'abcdefg',
	ico: '00000000',
	hours: ['Po a St 8–17', 'Út a Čt 8–14'],
	privacyOfficer: 'poverenec@ukazkov.example',
}

/** The contact of the settings; of a DEMO town without one, a made-up one. */
export function shownContact(contact: Contact, { demo }: { demo: boolean }): Contact {
	const isSet = Object.values(contact).some((value) => value !== undefined)
	return demo && !isSet ? NOWHERE : contact
}
