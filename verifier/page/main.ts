/**
 * The verifier as a page: one file, no network, no server. It takes a document, a receipt and a trust file from the
 * reader's hands, asks whether the trust file's fingerprint is the right one, and shows the library's report.
 * @module
 */
import { RefusalError, TLOG_PROOF_MAX_BYTES, TRUST_MAX_BYTES } from '@letopis/format'
import type { Language, TrustSummary } from '../report.ts'
import { readTrust, verifyReceipt } from '../verify-receipt.ts'
import type { Phrase } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { sayPhrase } from '../words/say.ts'
import { button, byId, element } from './dom.ts'
import { hashFile } from './hash-file.ts'
import { forget, recall, remember } from './remembered.ts'
import { showReport } from './show-report.ts'
import { type PageKey, pageWord, readersLanguage, sizeText } from './words.ts'

type Role = 'document' | 'receipt' | 'trust'

/** Why a file could not be taken; said anew in whatever language the reader turns to. */
interface Problem {
	key: PageKey
	detail?: Phrase
}

interface ChosenTrust {
	bytes: Uint8Array
	summary: TrustSummary
	/** `asked`: the reader has yet to compare the fingerprint */
	state: 'asked' | 'trusted' | 'remembered'
}

const state: {
	language: Language
	document: { name: string; size: number; sha256: Uint8Array | null; share: number } | null
	receipt: { name: string; bytes: Uint8Array } | null
	trust: ChosenTrust | null
	problems: Partial<Record<Role, Problem>>
	/** counts choices, so that late results of an earlier one are dropped */
	turn: number
} = {
	language: readersLanguage(navigator.languages),
	document: null,
	receipt: null,
	trust: null,
	problems: {},
	turn: 0,
}

const word = (key: PageKey, value?: string) => pageWord(state.language, key, value)

async function chooseDocument(file: File): Promise<void> {
	const turn = ++state.turn
	const chosen = { name: file.name, size: file.size, sha256: null as Uint8Array | null, share: 0 }
	state.document = chosen
	delete state.problems.document
	await refresh()
	try {
		const onProgress = (share: number) => {
			chosen.share = share
			drawDocument()
		}
		const sha256 = await hashFile(file, onProgress, () => turn !== state.turn)
		if (sha256 === null) return
		chosen.sha256 = sha256
	} catch {
		// The browser withdraws a file that was moved or changed; there is nothing of it to show.
		if (turn !== state.turn) return
		state.document = null
		state.problems.document = { key: 'unreadable' }
	}
	await refresh()
}

async function readSmall(file: File, limit: number): Promise<Uint8Array | null> {
	return file.size > limit ? null : new Uint8Array(await file.arrayBuffer())
}

async function chooseReceipt(file: File): Promise<void> {
	delete state.problems.receipt
	const bytes = await readSmall(file, TLOG_PROOF_MAX_BYTES)
	state.receipt = bytes === null ? null : { name: file.name, bytes }
	if (bytes === null) state.problems.receipt = { key: 'too-large' }
	await refresh()
}

async function chooseTrust(file: File): Promise<void> {
	delete state.problems.trust
	state.trust = null
	const bytes = await readSmall(file, TRUST_MAX_BYTES)
	if (bytes === null) state.problems.trust = { key: 'too-large' }
	else takeTrust(bytes, 'asked')
	await refresh()
}

function takeTrust(bytes: Uint8Array, as: ChosenTrust['state']): void {
	try {
		state.trust = { bytes, summary: readTrust(bytes), state: as }
	} catch (error) {
		if (!(error instanceof RefusalError)) throw error
		state.problems.trust = { key: 'trust-malformed', detail: refusalPhrase(error) }
	}
}

const choose: Readonly<Record<Role, (file: File) => Promise<void>>> = {
	document: chooseDocument,
	receipt: chooseReceipt,
	trust: chooseTrust,
}

/** What a dropped file is, by its beginning: our formats name themselves there. */
async function roleOf(file: File): Promise<Role> {
	const head = await file.slice(0, 256).text()
	if (head.startsWith('c2sp.org/tlog-proof@') || head.includes('"letopis-receipt/')) return 'receipt'
	return head.includes('"letopis-trust/') ? 'trust' : 'document'
}

function chosenLine(name: string, detail: string): HTMLElement {
	return element(
		'p',
		{ class: 'file' },
		element('span', { class: 'name' }, name),
		element('span', { class: 'detail' }, detail),
	)
}

function problemText({ key, detail }: Problem): string {
	return word(key, detail && sayPhrase(state.language, detail))
}

function draw(role: Role, ...parts: readonly (HTMLElement | null)[]): void {
	const place = byId(`chosen-${role}`)
	const problem = state.problems[role]
	const shown = parts.filter((part) => part !== null)
	if (problem !== undefined)
		shown.push(element('p', { class: 'problem', role: 'alert' }, problemText(problem)))
	place.replaceChildren(...shown)
	place.hidden = shown.length === 0
	byId(`card-${role}`).classList.toggle(
		'filled',
		parts.some((part) => part !== null),
	)
	const label = document.querySelector(`#card-${role} .pick span`)
	if (label !== null) label.textContent = word(shown.length === 0 ? 'pick' : 'pick-other')
}

function drawDocument(): void {
	const { document: chosen, language } = state
	if (chosen === null) {
		draw('document')
		return
	}
	const bar = element('progress', { max: '1', value: String(chosen.share), 'aria-label': word('hashing') })
	const line = chosenLine(chosen.name, sizeText(language, chosen.size))
	draw('document', line, chosen.sha256 === null ? bar : null)
}

function drawReceipt(): void {
	const { receipt, language } = state
	draw(
		'receipt',
		receipt === null ? null : chosenLine(receipt.name, sizeText(language, receipt.bytes.length)),
	)
}

function trustQuestion(trust: ChosenTrust): HTMLElement {
	const box = element('input', { type: 'checkbox', id: 'remember' })
	const accept = () => {
		trust.state = 'trusted'
		if (box.checked) {
			remember(trust.bytes)
			trust.state = 'remembered'
		}
		void refresh()
	}
	const refuse = () => {
		state.trust = null
		void refresh()
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
			button(word('trust-refuse'), { class: 'quiet' }, refuse),
		),
	)
}

function trustAnswer(trust: ChosenTrust): HTMLElement {
	const drop = () => {
		forget()
		state.trust = null
		void refresh()
	}
	const remembered = trust.state === 'remembered'
	return element(
		'div',
		{ class: 'answer' },
		element('p', {}, word(remembered ? 'trust-remembered' : 'trust-trusted')),
		button(word('trust-forget'), { class: 'quiet', id: 'forget' }, drop),
	)
}

function drawTrust(): void {
	const { trust } = state
	if (trust === null) {
		draw('trust')
		return
	}
	const { town, origin, demo, fingerprint } = trust.summary
	const groups = fingerprint.split(' ').map((group) => element('span', {}, group))
	draw(
		'trust',
		element(
			'p',
			{ class: 'town' },
			element('strong', {}, town),
			element('span', { class: 'detail' }, origin),
		),
		demo ? element('p', { class: 'demo' }, word('trust-demo')) : null,
		element('p', { class: 'label', id: 'fingerprint-label' }, word('fingerprint')),
		element('p', { class: 'fingerprint', 'aria-labelledby': 'fingerprint-label' }, ...groups),
		trust.state === 'asked' ? trustQuestion(trust) : trustAnswer(trust),
	)
}

async function drawResult(): Promise<void> {
	const place = byId('result')
	const { document: chosen, receipt, trust, language } = state
	if (receipt === null) {
		place.replaceChildren(
			...(chosen === null ? [] : [element('p', { class: 'notice' }, word('need-receipt'))]),
		)
		place.hidden = chosen === null
		return
	}
	// While the document is being hashed a verdict without it would only flicker by.
	if (chosen !== null && chosen.sha256 === null) return
	const file = chosen?.sha256 ? { sha256: chosen.sha256, size: chosen.size, name: chosen.name } : undefined
	const report = await verifyReceipt({
		receipt: receipt.bytes,
		file,
		trust: trust === null || trust.state === 'asked' ? undefined : trust.bytes,
		language,
	})
	if (state.receipt !== receipt || state.language !== language) return
	showReport(place, report)
	// A verdict below the fold would go unseen; a question about trust is asked in its card, further up.
	if (chosen !== null && report.verdict.content.reason !== 'no-trust') bringIntoView(place)
}

function bringIntoView(place: HTMLElement): void {
	const { top } = place.getBoundingClientRect()
	if (top < 0 || top > innerHeight * 0.6) place.scrollIntoView({ block: 'start' })
}

function drawWords(): void {
	const { language } = state
	document.documentElement.lang = language
	document.title = `Letopis – ${word('title')}`
	for (const node of document.querySelectorAll<HTMLElement>('[data-say]')) {
		node.textContent = word(node.dataset.say as PageKey)
	}
	for (const node of document.querySelectorAll<HTMLElement>('[data-language]')) {
		node.setAttribute('aria-pressed', String(node.dataset.language === language))
	}
}

async function refresh(): Promise<void> {
	drawDocument()
	drawReceipt()
	drawTrust()
	await drawResult()
}

function listenToInputs(): void {
	for (const role of ['document', 'receipt', 'trust'] as const) {
		const input = byId(`input-${role}`) as HTMLInputElement
		input.addEventListener('change', () => {
			const [file] = input.files ?? []
			if (file !== undefined) void choose[role](file)
			// Choosing the same name again, after the file was changed, must count as a choice.
			input.value = ''
		})
	}
	for (const node of document.querySelectorAll<HTMLElement>('[data-language]')) {
		node.addEventListener('click', () => {
			state.language = node.dataset.language === 'en' ? 'en' : 'cs'
			drawWords()
			void refresh()
		})
	}
}

async function takeDropped(files: readonly File[]): Promise<void> {
	for (const file of files) {
		const role = await roleOf(file).catch((): Role => 'document')
		await choose[role](file)
	}
}

function listenToDrops(): void {
	const veil = byId('veil')
	let inside = 0
	const over = (shown: boolean) => {
		inside = shown ? inside : 0
		veil.hidden = !shown
	}
	document.addEventListener('dragenter', (event) => {
		event.preventDefault()
		inside++
		over(true)
	})
	document.addEventListener('dragover', (event) => event.preventDefault())
	document.addEventListener('dragleave', () => {
		inside--
		if (inside <= 0) over(false)
	})
	document.addEventListener('drop', (event) => {
		event.preventDefault()
		over(false)
		void takeDropped([...(event.dataTransfer?.files ?? [])])
	})
}

const remembered = recall()
if (remembered !== null) takeTrust(remembered, 'remembered')
drawWords()
listenToInputs()
listenToDrops()
void refresh()
