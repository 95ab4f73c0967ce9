/**
 * A town with years of documents, filled within this process through the engine's own append path: real contents in
 * the vault, real entries, real projections. Only HTTP is left out. Its clock runs through the past months, so that
 * dates are as far apart as those of an office.
 * @module
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ApiDeps, hashToken, openProjection } from '@letopis/api'
import { type Cid, cidText, type DagMap } from '@letopis/format'
import { ensureServiceSecret, initTown, openTown } from '@letopis/ledger'
import { dayOf } from '../../api/calendar/day.ts'
import { Acts } from '../../api/cases/acts.ts'
import { appendSealed } from '../../api/cases/cases.ts'
import { Recorder } from '../../api/documents/recording.ts'
import { FILING_KIND, filingData } from '../../api/filings/records.ts'
import type { Principal } from '../../api/http/env.ts'
import { accountPrincipal } from '../../api/people/actor.ts'
import { scopesOf } from '../../api/people/roles.ts'
import { browserFamily } from '../../api/sessions/browser.ts'
import { loadConfig } from '../config/load.ts'
import { ledgerSettings } from '../config/settings.ts'

/** Browser that the sessions belong to: they end when another one shows them. */
export const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0'

export interface FilledTown {
	/** tokens of sessions: of a clerk of {@link DEPARTMENTS}[0], and of an administrator */
	readonly clerk: string
	readonly administrator: string
	/** ids of some documents that the clerk may read without a reason */
	readonly own: readonly string[]
	/** ids of some public ones */
	readonly open: readonly string[]
	/** ids of some cases of the clerk's department */
	readonly cases: readonly string[]
	/** CIDs of some filings of the clerk's department */
	readonly filings: readonly string[]
	/** entries of the log */
	readonly entries: number
	/** documents recorded a second */
	readonly rate: number
}

export interface Filling {
	readonly documents: number
	readonly cases: number
	/** filings of the clerk's department, each in a case of its own; none if absent */
	readonly filings?: number
	/** appends at once */
	readonly callers?: number
}

const DAY = 86_400_000
/** How far back the first document lies. */
const SPAN = 300 * DAY
const SIZE = 1024
const CLERKS = 60
const ADMINISTRATOR = { account: 'administrator', role: 'administrator', department: null } as const
/** One of so many documents is superseded, corrected or annulled. */
const ACTED = 11
/** Ids told of each sort. */
const KEPT = 200

export const DEPARTMENTS = [
	...['stavebni', 'doprava', 'matrika', 'finance', 'socialni', 'skolstvi', 'zivotni', 'majetek'],
	...['kultura', 'pravni', 'kancelar', 'podatelna'],
]

/** Every title holds one of these; the first stands for a third of all. */
const KINDS = [
	...['Rozhodnutí', 'Rozhodnutí', 'Rozhodnutí', 'Žádost', 'Oznámení', 'Usnesení', 'Výzva', 'Protokol'],
	...['Sdělení', 'Stanovisko'],
]
const MATTERS = [
	...['o umístění stavby rodinného domu', 'o povolení kácení dřevin', 'o uzavírce silnice'],
	...['o zvláštním užívání komunikace', 'o přidělení čísla popisného', 'o poplatku za komunální odpad'],
	...['o změně trvalého pobytu', 'o dotaci na činnost spolku', 'o pronájmu obecního pozemku'],
	...['o stížnosti na hluk', 'o opravě chodníku', 'o stavebním záměru'],
]
const PLACES = ['Dlouhá', 'Nádražní', 'Zámecká', 'Školní', 'Husova', 'Lipová', 'Květná', 'Příčná']
/** Stands in one title of some ten thousand. */
export const RARE_WORD = 'rozhledna'
const RARE_EVERY = 9_973

/** Words of one title, the same for the same number. */
export function titleOf(n: number): string {
	const pick = (words: readonly string[], step: number) => words[Math.floor(n / step) % words.length] ?? ''
	const rare = n % RARE_EVERY === RARE_EVERY - 1 ? ' u rozhledny, Rozhledna Háj' : ''
	const house = 1 + ((n * 7919) % 4001)
	return `${pick(KINDS, 1)} ${pick(MATTERS, KINDS.length)}, ulice ${pick(PLACES, 17)} ${house}${rare}`
}

const AGENDA = new URL('../../api/agendas/templates/kaceni.toml', import.meta.url)

const isPublic = (n: number) => Math.floor(n / DEPARTMENTS.length) % 10 === 0

export function numberOf(n: number): string {
	return `MUUK/${10_000 + n}/2026`
}

/** Makes a DEMO town in `<folder>/data` and `<folder>/keys`, which must not exist, and fills it. */
export async function fillTown(
	folder: string,
	filling: Filling,
	say: (line: string) => void,
): Promise<FilledTown> {
	const env = { LETOPIS_DATA: join(folder, 'data'), LETOPIS_KEYS: join(folder, 'keys') }
	const time = { past: SPAN }
	const clock = { now: () => Date.now() - time.past }
	const settings = { ...(await ledgerSettings(loadConfig({ cwd: folder, env }))), clock }
	await initTown(settings, { town: 'Ukázkov', demo: true })
	await using ledger = await openTown(settings, { still: true })
	const secret = await ensureServiceSecret(settings)
	const { log, vault, closedLogs, projections: store } = ledger
	const projection = await openProjection({ store, log, vault, closedLogs, secret, now: clock.now })
	try {
		const office = new Office({ ledger, projection, secret, clock, drafts: join(folder, 'drafts') })
		await office.staff()
		const started = performance.now()
		const found = await office.documents(filling, (share) => {
			time.past = SPAN * (1 - share)
		})
		const rate = (filling.documents / (performance.now() - started)) * 1000
		if (filling.documents > 0)
			say(`${filling.documents.toLocaleString('en')} documents recorded, ${Math.round(rate)}/s`)
		time.past = 0
		const filings = await office.filings(filling)
		if (filings.length > 0) say(`${filling.filings?.toLocaleString('en')} filings recorded`)
		const sessions = { clerk: await office.session(0), administrator: await office.session(null) }
		return { ...found, ...sessions, filings, entries: log.size, rate }
	} finally {
		await projection.close()
	}
}

/** Runs tasks 0 … count − 1, so many at once, begun in their order. */
async function many(count: number, callers: number, task: (n: number) => Promise<void>): Promise<void> {
	let next = 0
	const caller = async () => {
		while (next < count) await task(next++)
	}
	await Promise.all(Array.from({ length: callers }, caller))
}

/** What of the service appends, without its routes. */
class Office {
	readonly #deps: ApiDeps
	readonly #recorder: Recorder
	readonly #acts: Acts

	constructor(parts: Pick<ApiDeps, 'ledger' | 'projection' | 'secret' | 'clock' | 'drafts'>) {
		this.#deps = {
			...parts,
			settings: {
				publicUrl: 'http://127.0.0.1',
				...{ maxUpload: SIZE, uploadIdle: 0, behindProxy: false, anchorLagLimit: 0, diskReserve: 0 },
			},
			adminTokenHash: randomBytes(32),
			random: (length) => randomBytes(length),
			version: '0',
		}
		this.#recorder = new Recorder(this.#deps)
		this.#acts = new Acts(this.#deps)
	}

	/** Departments, their clerks and an administrator. */
	async staff(): Promise<void> {
		const clerks = Array.from({ length: CLERKS }, (_, n) => this.#clerk(n).standing)
		const active = true
		for (const code of DEPARTMENTS) await this.#state('department', { code, name: `Odbor ${code}`, active })
		for (const [n, standing] of [...clerks, ADMINISTRATOR].entries())
			if (standing !== undefined) await this.#state('account', { ...standing, name: `Úředník ${n}`, active })
	}

	/** Begins a session as a sign-in with a passkey does. @param clerk null: the administrator's @returns its token */
	async session(clerk: number | null): Promise<string> {
		const standing = clerk === null ? ADMINISTRATOR : this.#clerk(clerk).standing
		const token = `letopis-session_${randomBytes(32).toString('base64url')}`
		await this.#state('session-start', {
			...{ account: standing?.account ?? '', hash: new Uint8Array(hashToken(token)), binding: null },
			until: this.#deps.clock.now() + DAY / 2,
			...{ browser: browserFamily(AGENT), passkey: randomBytes(16), counter: 0 },
		})
		return token
	}

	/** @param told how much is done, of 1 */
	async documents(
		{ documents, cases, callers = 128 }: Filling,
		told: (share: number) => void,
	): Promise<Pick<FilledTown, 'own' | 'open' | 'cases'>> {
		const own: string[] = []
		const open: string[] = []
		await many(documents, callers, async (n) => {
			told(n / documents)
			const id = await this.#record(n)
			if (n % ACTED === 0) {
				const act = (['supersedes', 'supersedes', 'corrects', 'annuls'] as const)[(n / ACTED) % 4]
				const acting = { principal: this.#clerk(n), purpose: null, key: null }
				if (act !== undefined) await this.#acts.record(id, act, 'nové rozhodnutí', null, acting)
			}
			const kept = isPublic(n) ? open : own
			if (kept.length < KEPT && n % DEPARTMENTS.length === 0) kept.push(id)
		})
		const opened: string[] = []
		await many(cases, callers, async (n) => {
			const id = await this.#case(n)
			if (opened.length < KEPT && n % DEPARTMENTS.length === 0) opened.push(id)
		})
		return { own, open, cases: opened }
	}

	/** Filings whose deadlines lie from a month ago to two months ahead: received, without attachments. */
	async filings({ filings = 0, callers = 128 }: Filling): Promise<string[]> {
		const kept: string[] = []
		if (filings === 0) return kept
		const text = await readFile(AGENDA, 'utf8')
		const data = { code: 'kaceni', text, active: true }
		const agenda = await appendSealed(this.#deps, this.#clerk(0), { kind: 'agenda', metadata: { data } })
		await many(filings, callers, async (n) => {
			const id = await this.#filing(n, agenda.cid)
			if (kept.length < KEPT) kept.push(id)
		})
		return kept
	}

	async #filing(n: number, agenda: Cid): Promise<string> {
		const department = DEPARTMENTS[0] ?? ''
		const opened = { number: `${n + 1}/2026`, local: true, year: 2026, title: titleOf(n), department }
		const case_ = await appendSealed(
			this.#deps,
			this.#clerk(0),
			{ kind: 'case-open', metadata: { data: opened } },
			{ secret: randomBytes(32) },
		)
		const deadline = dayOf(this.#deps.clock.now() + ((n % 90) - 30) * DAY)
		const contact = { name: `Podatel ${n}`, born: '', address: '', email: '', phone: '' }
		const data = filingData({
			...{ case: case_.cid, agenda, code: 'kaceni', department, documents: [], answers: {}, contact },
			...{ state: 'open', deadline },
		})
		const filed = await appendSealed(this.#deps, this.#clerk(0), {
			kind: FILING_KIND,
			object: case_.cid,
			metadata: { data },
		})
		return cidText(filed.cid)
	}

	async #record(n: number): Promise<string> {
		const writer = this.#deps.ledger.vault.receive()
		await writer.write(randomBytes(SIZE))
		const content = await writer.finish()
		const words = { title: titleOf(n), number: numberOf(n) }
		const recorded = await this.#recorder.document(
			{
				upload: { content, signed: false, name: undefined, type: undefined, parts: new Map() },
				visibility: isPublic(n) ? 'public' : 'private',
				metadata: isPublic(n) ? { public: words, private: null } : { public: null, private: words },
				file: { name: `dokument-${n}.pdf`, type: 'application/pdf', size: SIZE },
				...{ purpose: null, version: null },
			},
			this.#clerk(n),
			null,
		)
		if (recorded.replayed) throw new Error('a new document was taken for an old one')
		return cidText(recorded.appended.cid)
	}

	async #case(n: number): Promise<string> {
		const { standing } = this.#clerk(n)
		const data = { number: `SZ ${n + 1}/2026`, local: false, year: 2026, title: titleOf(n) }
		const department = standing?.department ?? null
		const appended = await appendSealed(
			this.#deps,
			this.#clerk(n),
			{ kind: 'case-open', metadata: { data: { ...data, department } } },
			{ secret: randomBytes(32) },
		)
		return cidText(appended.cid)
	}

	async #state(kind: string, data: DagMap): Promise<void> {
		await appendSealed(this.#deps, this.#clerk(0), { kind, metadata: { data } })
	}

	#clerk(n: number): Principal {
		const account = `clerk-${n % CLERKS}`
		const department = DEPARTMENTS[n % DEPARTMENTS.length] ?? null
		const standing = { account, role: 'clerk', department } as const
		return { name: accountPrincipal(account), scopes: scopesOf('clerk'), grant: null, standing }
	}
}
