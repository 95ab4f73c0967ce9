/**
 * The problems one by one; the type URI of each leads to its place here.
 * @module
 */
import { STATUS_CODES } from 'node:http'
import { escapeHtml, type Page } from './html.ts'
import { PROBLEMS } from './problems.ts'

export function problemsPage(): Page {
	const byStatus = Map.groupBy(Object.entries(PROBLEMS), ([, [status]]) => status)
	const sections = [...byStatus]
		.toSorted(([a], [b]) => a - b)
		.map(
			([status, problems]) => `<h2 class="status">${status} ${escapeHtml(STATUS_CODES[status] ?? '')}</h2>
<dl class="problems">${problems.map(([code, [, title]]) => item(code, title)).join('\n')}</dl>`,
		)
	return {
		language: 'en',
		title: 'Problems – Letopis',
		main: `<h1>Problems</h1>
<p class="lead">A failure is answered with a problem document (RFC 9457, <code>application/problem+json</code>). Match on its
member <code>code</code>: codes never change their meaning. <code>detail</code> tells a person what is wrong and what to do,
and may be reworded.</p>
${sections.join('\n')}
<footer><p>Where an answer carries <code>Retry-After</code>, the same request may succeed after so many seconds. Where a
problem carries <code>instance</code>, the failure is ours: the journal has a line with the same text.</p></footer>`,
	}
}

function item(code: string, title: string): string {
	return `<div id="${code}"><dt><code>${code}</code></dt><dd>${escapeHtml(title)}.</dd></div>`
}
