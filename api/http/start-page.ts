/**
 * Where a person begins who opens the address of the town's log: verifier, trust file and its fingerprint, the log
 * itself, and the interface for programs. In Czech for Czech and Slovak readers, in English for all others.
 * @module
 */
import { escapeHtml, type Page } from './html.ts'

export interface Start {
	readonly town: string
	readonly origin: string
	readonly demo: boolean
	/** Entries in the log. */
	readonly size: number
	/** Nothing is signed now. */
	readonly frozen: boolean
	/** Of the trust file, in groups. */
	readonly fingerprint: string
	/** Whether the verifier can be downloaded here. */
	readonly verifier: boolean
	readonly publicUrl: string
}

const cs = {
	lead: 'Kniha, do které úřad zapisuje své dokumenty tak, že žádnou pozdější změnu nelze utajit. Kdo má dokument a potvrzení o něm, ověří si je sám; nemusí přitom věřit úřadu, tomuto serveru ani síti.',
	demo: 'Ukázková kniha (DEMO). Na nic v ní se nelze spolehnout a nikdy to nepůjde.',
	frozen: 'Podepisování je zastaveno. Číst a ověřovat lze dál; nic nového se nezapisuje.',
	verify: 'Ověřit dokument',
	verifyText:
		'Ověřovač je jediný soubor. Otevřete jej v prohlížeči, i bez sítě, a přetáhněte na něj dokument, potvrzení a soubor důvěry.',
	verifyButton: 'Stáhnout ověřovač',
	verifyMissing: 'Tento server ověřovač nenabízí. Opatřete si jej jinde.',
	trust: 'Komu věřit',
	trustText:
		'Soubor důvěry říká, podle kterých klíčů se tato kniha pozná. Jeho otisk porovnejte s otiskem na papíře nebo na úřední desce.',
	fingerprint: 'Otisk (SHA-256)',
	trustButton: 'Stáhnout soubor důvěry',
	log: 'Celá kniha',
	logText: 'Kniha je veřejná. Kdokoli ji může přečíst a přepočítat od prvního zápisu:',
	origin: 'Označení',
	entries: 'Počet zápisů',
	head: 'Nejnovější hlava',
	programs: 'Pro programy',
	docs: 'Rozhraní',
	problems: 'Chyby a jejich kódy',
	ready: 'Stav služby',
	footer:
		'Ověřovač a soubor důvěry stažené odtud jsou jen tak důvěryhodné jako tento server. Kdo úřadu nevěří, opatří si je jinou cestou a otisk porovná s tím na papíře.',
}

const en: typeof cs = {
	lead: 'The log in which the town records its documents so that no later change can stay hidden. Whoever holds a document and its receipt can verify them alone, without trusting the town, this server or the network.',
	demo: 'A demonstration log (DEMO). Nothing in it may be relied on, ever.',
	frozen: 'Signing is frozen. Reading and verifying work; nothing new is recorded.',
	verify: 'Verify a document',
	verifyText:
		'The verifier is one file. Open it in a browser, without a network if you like, and drop the document, its receipt and the trust file onto it.',
	verifyButton: 'Download the verifier',
	verifyMissing: 'This server does not offer the verifier. Get it elsewhere.',
	trust: 'Whom to trust',
	trustText:
		'The trust file says by which keys this log is recognised. Compare its fingerprint with the one on paper or on the town’s notice board.',
	fingerprint: 'Fingerprint (SHA-256)',
	trustButton: 'Download the trust file',
	log: 'The whole log',
	logText: 'The log is public. Anyone can read it and compute it anew from the first entry:',
	origin: 'Origin',
	entries: 'Entries',
	head: 'Newest head',
	programs: 'For programs',
	docs: 'Interface',
	problems: 'Problems and their codes',
	ready: 'State of the service',
	footer:
		'A verifier and a trust file got from here are only as trustworthy as this server. Whoever distrusts the town gets them by another way and compares the fingerprint with the one on paper.',
}

/** @param acceptLanguage header of the request */
export function startPage(start: Start, acceptLanguage: string | undefined): Page {
	const language = /(^|[,\s])(cs|sk)\b/i.test(acceptLanguage ?? '') ? 'cs' : 'en'
	const say = language === 'cs' ? cs : en
	const size = new Intl.NumberFormat(language === 'cs' ? 'cs-CZ' : 'en-GB').format(start.size)
	const groups = start.fingerprint.split(' ').map((group) => `<span>${escapeHtml(group)}</span> `)
	return {
		language,
		title: `${start.town} – Letopis`,
		main: `<h1>${escapeHtml(start.town)}</h1>
<p class="lead">${say.lead}</p>
${start.demo ? `<p class="notice">${say.demo}</p>` : ''}
${start.frozen ? `<p class="notice">${say.frozen}</p>` : ''}
<div class="cards">
<section class="card"><h2>${say.verify}</h2><p>${say.verifyText}</p>
${start.verifier ? `<a class="button primary" href="/verifier">${say.verifyButton}</a>` : `<p>${say.verifyMissing}</p>`}</section>
<section class="card"><h2>${say.trust}</h2><p>${say.trustText}</p>
<span class="label">${say.fingerprint}</span><div class="fingerprint">${groups.join('')}</div>
<a class="button quiet" href="/log/trust.json" download="trust.json">${say.trustButton}</a></section>
<section class="card"><h2>${say.log}</h2>
<dl class="facts"><dt>${say.origin}</dt><dd>${escapeHtml(start.origin)}</dd><dt>${say.entries}</dt><dd>${size}</dd></dl>
<p>${say.logText}</p><code>letopis-verify audit ${escapeHtml(start.publicUrl)}/log <span class="whole">--trust trust.json</span></code>
<a class="button quiet" href="/log/checkpoint">${say.head}</a></section>
</div>
<h2 class="status">${say.programs}</h2>
<ul class="links"><li><a href="/docs">${say.docs}</a></li><li><a href="/openapi.json">OpenAPI</a></li>
<li><a href="/docs/problems">${say.problems}</a></li><li><a href="/readyz">${say.ready}</a></li></ul>
<footer><p>${say.footer}</p></footer>`,
	}
}
