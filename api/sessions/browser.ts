/**
 * Which browser on which system speaks, coarsely: an update must not end a session, another machine must. Whoever
 * steals a token can lie here too; it costs the honest nothing and catches the careless.
 * @module
 */

const BROWSERS: readonly [RegExp, string][] = [
	[/\bEdg(?:e|A|iOS)?\//, 'edge'],
	[/\bOPR\//, 'opera'],
	[/\bFirefox\/|\bFxiOS\//, 'firefox'],
	[/\b(?:Headless)?Chrom(?:e|ium)\/|\bCriOS\//, 'chrome'],
	[/\bSafari\//, 'safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
	[/\bAndroid\b/, 'android'],
	[/\b(?:iPhone|iPad|iPod)\b/, 'ios'],
	[/\bWindows\b/, 'windows'],
	[/\bMacintosh\b|\bMac OS X\b/, 'mac'],
	[/\bCrOS\b/, 'chromeos'],
	[/\bLinux\b/, 'linux'],
]

/** `firefox/linux`; for programs the name that they begin with. @param agent the header User-Agent */
export function browserFamily(agent: string | undefined): string {
	const text = (agent ?? '').slice(0, 512)
	const find = (table: readonly [RegExp, string][]) => table.find(([pattern]) => pattern.test(text))?.[1]
	const browser = find(BROWSERS) ?? (/^[A-Za-z][\w.-]{0,31}/.exec(text)?.[0].toLowerCase() || 'unknown')
	return `${browser}/${find(SYSTEMS) ?? 'unknown'}`
}
