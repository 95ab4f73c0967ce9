/**
 * What the board's mail says, in the language in which it was asked for. Titles are Czech, as they hang.
 * @module
 */
import type { Day } from '../calendar/day.ts'
import type { Language } from './subscriber-rows.ts'

export interface Words {
	readonly subject: string
	readonly text: string
}

export function askWords(language: Language, link: string): Words {
	return language === 'cs'
		? {
				subject: 'Odběr úřední desky: potvrďte prosím',
				text: `Dobrý den,\n\nněkdo zadal tuto adresu k odběru úřední desky. Byli-li jste to vy, potvrďte to do 48 hodin:\n${link}\n\nJinak není třeba nic dělat: adresu jsme si neponechali.\n`,
			}
		: {
				subject: 'Notice board by mail: please confirm',
				text: `Hello,\n\nsomebody gave this address to follow the town’s notice board. If it was you, confirm it within 48 hours:\n${link}\n\nOtherwise there is nothing to do: we have not kept the address.\n`,
			}
}

export interface Told {
	readonly title: string
	readonly number: string | null
	readonly from: Day
	readonly until: Day | null
	readonly link: string
	readonly end: string
}

export function noticeWords(language: Language, { title, number, from, until, link, end }: Told): Words {
	const name = title.replace(/\s+/g, ' ')
	const text =
		language === 'cs'
			? [
					...['Na úřední desce je nově vyvěšeno:', '', name],
					...(number === null ? [] : [`č. j. ${number}`]),
					`vyvěšeno ${from}${until === null ? '' : `, do ${until}`}`,
					...['', link, '', '-- ', 'Odběr zrušíte zde:', end, ''],
				]
			: [
					...['New on the notice board:', '', name],
					...(number === null ? [] : [`ref. no. ${number}`]),
					`posted ${from}${until === null ? '' : `, until ${until}`}`,
					...['', link, '', '-- ', 'To end this subscription:', end, ''],
				]
	return { subject: `${language === 'cs' ? 'Úřední deska' : 'Notice board'}: ${name}`, text: text.join('\n') }
}
