/**
 * The verifier as a page: one file, no network, no server. It takes a document and a receipt, or a package of both, and a
 * trust file from the reader's hands, asks whether the trust file's fingerprint is the right one, and shows the library's report.
 * @module
 */
import { RefusalError, TLOG_PROOF_MAX_BYTES, TRUST_MAX_BYTES } from '@letopis/format'
import { EVIDENCE_MAX } from '../evidence/record.ts'
import { isPackage, isRecord } from '../package/kind.ts'
import type { Language } from '../report.ts'
import { RECORDS_MAX } from '../verify-evidence.ts'
import { readTrust } from '../verify-receipt.ts'
import type { Phrase } from '../words/message.ts'
import { refusalPhrase } from '../words/phrases.ts'
import { sayPhrase } from '../words/say.ts'
import { byId, element } from './dom.ts'
import { hashFile } from './hash-file.ts'
import { type Evidence, judge } from './judge.ts'
import { recall } from './remembered.ts'
import { showReport } from './show-report.ts'
import { type ChosenTrust, trustParts } from './trust-card.ts'
import { type PageKey, pageWord, readersLanguage, sizeText } from './words.ts'

type Role = 'document' | 'receipt' | 'trust'

/** Why a file could not be taken; said anew in whatever language the reader turns to. */
interface Problem {
	key: PageKey
	detail?: Phrase
}

const state: {
	language: Language
	document: { name: string; size: number; file: File; sha256: Uint8Array | null; share: number } | null
	/** whatever speaks for the document; a package holds it as well */
	receipt: Evidence | null
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
	const chosen = { name: file.name, size: file.size, file, sha256: null as Uint8Array | null, share: 0 }
	state.document = chosen
	// A package has its own document; whoever brings another one asks about that.
	if (state.receipt?.is === 'package') state.receipt = null
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

async function headOf(file: File): Promise<Uint8Array> {
	return new Uint8Array(await file.slice(0, 256).arrayBuffer())
}

/** Another record of the same document goes with those that are there. */
function withRecord(name: string, record: Uint8Array): Evidence {
	const before = state.receipt?.is === 'records' ? state.receipt : null
	const records = [...(before?.records ?? []), record].slice(-RECORDS_MAX)
	return { is: 'records', name: before === null ? name : `${before.name}, ${name}`, records }
}

async function chooseReceipt(file: File): Promise<void> {
	delete state.problems.receipt
	const head = await headOf(file).catch(() => new Uint8Array(0))
	const { name } = file
	if (isPackage(head)) {
		state.turn++
		state.document = null
		state.receipt = { is: 'package', name, file, share: 0 }
	} else {
		const isEvidence = isRecord(head)
		const bytes = await readSmall(file, isEvidence ? EVIDENCE_MAX : TLOG_PROOF_MAX_BYTES).catch(() => null)
		if (bytes === null) state.problems.receipt = { key: 'too-large' }
		if (bytes === null) state.receipt = null
		else state.receipt = isEvidence ? withRecord(name, bytes) : { is: 'receipt', name, bytes }
	}
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
	const bytes = await headOf(file)
	if (isPackage(bytes) || isRecord(bytes)) return 'receipt'
	const head = new TextDecoder().decode(bytes)
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

function sizeOf(evidence: Evidence): number {
	if (evidence.is === 'package') return evidence.file.size
	if (evidence.is === 'receipt') return evidence.bytes.length
	return evidence.records.reduce((sum, { length }) => sum + length, 0)
}

function drawReceipt(): void {
	const { receipt, language } = state
	if (receipt === null) {
		draw('receipt')
		return
	}
	const line = chosenLine(receipt.name, sizeText(language, sizeOf(receipt)))
	const isReading = receipt.is === 'package' && receipt.share < 1
	const value = isReading ? String(receipt.share) : '1'
	const bar = element('progress', { max: '1', value, 'aria-label': word('hashing') })
	draw('receipt', line, isReading ? bar : null)
}

function drawTrust(): void {
	const { trust, language } = state
	const settle = (as: ChosenTrust['state'] | null) => {
		if (as === null || trust === null) state.trust = null
		else trust.state = as
		void refresh()
	}
	draw('trust', ...(trust === null ? [] : trustParts(trust, language, settle)))
}

/** counts judgements, so that late ones are dropped */
let judging = 0

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
	const document = chosen?.sha256 ? { ...chosen, sha256: chosen.sha256 } : null
	const own = trust === null || trust.state === 'asked' ? undefined : trust.bytes
	const onProgress = (share: number) => {
		if (receipt.is !== 'package' || state.receipt !== receipt) return
		receipt.share = share
		drawReceipt()
	}
	const turn = ++judging
	const answer = await judge(receipt, document, own, language, onProgress).catch((error: unknown) => {
		if (!(error instanceof DOMException)) throw error
		return null
	})
	if (turn !== judging) return
	if (answer === null) {
		// The browser withdraws a file that was moved or changed; there is nothing of it to show.
		state.receipt = null
		state.problems.receipt = { key: 'unreadable' }
		await refresh()
		return
	}
	const { report, parts } = answer
	showReport(place, report, parts)
	// A verdict below the fold would go unseen; a question about trust is asked in its card, further up.
	const isWhole = chosen !== null || receipt.is === 'package'
	if (isWhole && report.verdict.content.reason !== 'no-trust') bringIntoView(place)
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
