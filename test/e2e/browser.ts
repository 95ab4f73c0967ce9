/**
 * Debian's Chromium for the tests, without a network of its own.
 * @module
 */
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

export const CHROMIUM = '/usr/bin/chromium'

/** Without these Chromium looks for hosts of its own at every start; the tests must run where there is no network. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
]

export const hasBrowser = existsSync(CHROMIUM)

/** @param names host names that lead to this machine, without a resolver */
export function launchBrowser(names: readonly string[] = []): Promise<Browser> {
	const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(',')
	return chromium.launch({
		executablePath: CHROMIUM,
		headless: true,
		args: [...FLAGS, ...(rules === '' ? [] : [`--host-resolver-rules=${rules}`])],
	})
}
