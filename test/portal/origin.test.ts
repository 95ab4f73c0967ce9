/** Under which address the portal believes to be reached: forms and passkeys hang on it. */
import { describe, expect, test } from 'vitest'
import { siteOrigin } from '../../scripts/portal/origin.ts'

describe('the origin of the portal', () => {
	for (const [publicUrl, host, origin, why] of [
		[
			'https://letopis.ukazkov.example',
			'127.0.0.1:8080',
			'https://letopis.ukazkov.example',
			'a proxy asks by its own name',
		],
		[
			'https://letopis.ukazkov.example',
			'evil.example',
			'https://letopis.ukazkov.example',
			'whoever asks cannot choose it',
		],
		['https://letopis.ukazkov.example:8443', null, 'https://letopis.ukazkov.example:8443', 'no Host at all'],
		['https://letopis.ukazkov.example/', 'x', 'https://letopis.ukazkov.example', 'a slash at the end'],
		['http://127.0.0.1:8080', 'localhost:8080', 'http://localhost:8080', 'two names of one machine'],
		['http://127.0.0.1:8080', '[::1]:8080', 'http://[::1]:8080', 'a third one'],
		['http://127.0.0.1:8080', '127.0.0.1:9000', 'http://127.0.0.1:9000', 'a free port was taken'],
		['http://127.0.0.1:8080', 'evil.example:8080', 'http://127.0.0.1:8080', 'a name bent to loopback'],
		[
			'http://127.0.0.1:8080',
			'127.0.0.1.evil.example',
			'http://127.0.0.1:8080',
			'a name that looks like one',
		],
		['http://127.0.0.1:8080', '127.0.0.1:8080/x', 'http://127.0.0.1:8080', 'more than a host'],
		['http://127.0.0.1:8080', 'user@localhost', 'http://127.0.0.1:8080', 'a user before the host'],
		['http://127.0.0.1:8080', '', 'http://127.0.0.1:8080', 'an empty one'],
		[
			'http://town.internal:8080',
			'localhost:8080',
			'http://town.internal:8080',
			'a public name is no loopback',
		],
	] as const)
		test(`${why}: ${publicUrl} asked as ${host} is ${origin}`, () => {
			expect(siteOrigin(publicUrl, host)).toBe(origin)
		})
})
