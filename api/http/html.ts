/**
 * The frame around every page of the service. No scripts and nothing from elsewhere: the policy allows our own style
 * and pictures alone.
 * @module
 */
import type { Context } from 'hono'
import type { AppEnv } from './env.ts'

export const HTML = 'text/html; charset=utf-8'
const STRICT =
	"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const BOOK = 'M5 8.5c4-2 8-2 11 0v17c-3-2-7-2-11 0zM27 8.5c-4-2-8-2-11 0v17c3-2 7-2 11 0z'
const TICK = 'M10 15.5l4.5 4.5L23 10.5'

/** For the tab of a browser, which may be light or dark. */
export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-linejoin="round" stroke-linecap="round"><path d="${BOOK}" fill="#fff" stroke="#1d4f7c" stroke-width="1.8"/><path d="${TICK}" stroke="#17663a" stroke-width="2.6"/></svg>`

export interface Page {
	readonly language: 'cs' | 'en'
	readonly title: string
	/** HTML of the part between header and end. */
	readonly main: string
}

/** A whole page as the answer. */
export function htmlPage(c: Context<AppEnv>, { language, title, main }: Page): Response {
	c.header('Content-Type', HTML)
	c.header('Content-Security-Policy', STRICT)
	c.header('Content-Language', language)
	return c.body(
		`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/docs/assets/style.css">
<link rel="icon" href="/docs/assets/mark.svg">
</head>
<body>
<header class="top"><a class="brand" href="/"><svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="${BOOK}"/><path class="tick" d="${TICK}"/></svg><span>Letopis</span></a></header>
<main>
${main}
</main>
</body>
</html>
`,
		200,
	)
}

export function escapeHtml(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
