/**
 * Under which address the portal believes to be reached. Forms and passkeys are bound to it, so it comes from the
 * settings and never from a header that whoever asks can choose, with one exception: on this machine alone all names
 * of the loopback address are the same place.
 * @module
 */

/**
 * @param publicUrl of the settings
 * @param host header of the request
 * @returns an origin, for example `https://letopis.ukazkov.example`
 */
export function siteOrigin(publicUrl: string, host: string | null): string {
	const { origin, protocol, hostname } = new URL(publicUrl)
	if (protocol !== 'http:' || !isLoopbackName(hostname) || host === null) return origin
	const asked = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : null
	return asked !== null && asked.host === host.toLowerCase() && isLoopbackName(asked.hostname)
		? asked.origin
		: origin
}

function isLoopbackName(name: string): boolean {
	return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}
