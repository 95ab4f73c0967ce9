/**
 * The card that tells whose trust file was chosen, and asks whether its fingerprint is the right one.
 * @module
 */
import type { Language, TrustSummary } from '../report.ts'
import { button, element } from './dom.ts'
import { forget, remember } from './remembered.ts'
import { type PageKey, pageWord } from './words.ts'

export interface ChosenTrust {
	bytes: Uint8Array
	summary: TrustSummary
	/** `asked`: the reader has yet to compare the fingerprint */
	state: 'asked' | 'trusted' | 'remembered'
}

/** What the reader made of it; null puts it aside. */
type Settle = (as: ChosenTrust['state'] | null) => void

function question({ bytes }: ChosenTrust, word: (key: PageKey) => string, settle: Settle): HTMLElement {
	const box = element('input', { type: 'checkbox', id: 'remember' })
	const accept = () => {
		if (box.checked) remember(bytes)
		settle(box.checked ? 'remembered' : 'trusted')
	}
	return element(
		'div',
		{ class: 'ask' },
		element('p', {}, word('trust-ask')),
		element('label', { class: 'remember' }, box, element('span', {}, word('trust-remember'))),
		element(
			'div',
			{ class: 'buttons' },
			button(word('trust-accept'), { class: 'primary', id: 'accept' }, accept),
			button(word('trust-refuse'), { class: 'quiet' }, () => settle(null)),
		),
	)
}

function answer({ state }: ChosenTrust, word: (key: PageKey) => string, settle: Settle): HTMLElement {
	const drop = () => {
		forget()
		settle(null)
	}
	return element(
		'div',
		{ class: 'answer' },
		element('p', {}, word(state === 'remembered' ? 'trust-remembered' : 'trust-trusted')),
		button(word('trust-forget'), { class: 'quiet', id: 'forget' }, drop),
	)
}

export function trustParts(trust: ChosenTrust, language: Language, settle: Settle): (HTMLElement | null)[] {
	const word = (key: PageKey) => pageWord(language, key)
	const { town, origin, demo, fingerprint } = trust.summary
	const groups = fingerprint.split(' ').map((group) => element('span', {}, group))
	return [
		element(
			'p',
			{ class: 'town' },
			element('strong', {}, town),
			element('span', { class: 'detail' }, origin),
		),
		demo ? element('p', { class: 'demo' }, word('trust-demo')) : null,
		element('p', { class: 'label', id: 'fingerprint-label' }, word('fingerprint')),
		element('p', { class: 'fingerprint', 'aria-labelledby': 'fingerprint-label' }, ...groups),
		trust.state === 'asked' ? question(trust, word, settle) : answer(trust, word, settle),
	]
}
