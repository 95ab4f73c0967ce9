/**
 * Debian's Chromium for the tests, without a network of its own.
 * @module
 */
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

export const CHROMIUM = '/usr/bin/chromium'

/**
 * The address bar's own pages and a renderer kept ready: two processes beside every window's own, which nobody sees in a
 * window without an address bar. Of two such switches only the last counts, so what Playwright turns off stands here too.
 */
const NOT_NEEDED = [
	...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'SpareRendererForSitePerProcess'],
	...[
		'AvoidUnnecessaryBeforeUnloadCheckSync',
		'DestroyProfileOnBrowserClose',
		'HttpsUpgrades',
		'LensOverlay',
	],
	...['HttpsFirstBalancedModeAutoEnable', 'MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
	...['AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'AimEnabled'],
	'PreconnectToSearch',
]

/** Without these Chromium looks for hosts of its own at every start; the tests must run where there is no network. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	// One process for all windows of a town in a context: starting one costs more than most pages.
	'--process-per-site',
	`--disable-features=${NOT_NEEDED.join(',')}`,
]

export const hasBrowser = existsSync(CHROMIUM)

/** What ends a step that hangs, well before its test is ended. */
const STEP_MS = 90_000
/** To look for tests that hold only on a fast machine: LETOPIS_SLOW=6 holds every page's processor back sixfold. */
const slow = Number(process.env.LETOPIS_SLOW ?? 1)

export interface BrowserOptions {
	/** a Y4M file that its camera shows again and again; read when the camera is opened */
	readonly camera?: string
}

/** @param names host names that lead to this machine, without a resolver */
export async function launchBrowser(
	names: readonly string[] = [],
	{ camera }: BrowserOptions = {},
): Promise<Browser> {
	const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(',')
	const film = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera}`]
	const browser = await chromium.launch({
		executablePath: CHROMIUM,
		headless: true,
		args: [
			...FLAGS,
			...(rules === '' ? [] : [`--host-resolver-rules=${rules}`]),
			...(camera === undefined ? [] : film),
		],
	})
	browser.on('context', (context) => {
		context.setDefaultTimeout(STEP_MS)
		if (slow > 1) context.on('page', (page) => void holdBack(page).catch(() => {}))
	})
	return browser
}

async function holdBack(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page)
	await session.send('Emulation.setCPUThrottlingRate', { rate: slow })
}
