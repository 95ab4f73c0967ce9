/**
 * Names of browsers and systems as people know them, from what the service remembers of a session.
 * @module
 */
const NAMES: Readonly<Record<string, string>> = {
	...{ chrome: 'Chrome', edge: 'Edge', firefox: 'Firefox', opera: 'Opera', safari: 'Safari' },
	...{
		android: 'Android',
		chromeos: 'ChromeOS',
		ios: 'iOS',
		linux: 'Linux',
		mac: 'macOS',
		windows: 'Windows',
	},
}

/** @param family such as `chrome/linux`; what is unknown is left out, a program keeps its own name */
export function browserName(family: string): string {
	const known = family.split('/').filter((part) => part !== '' && part !== 'unknown')
	return known.map((part) => NAMES[part] ?? part).join(', ') || '?'
}
