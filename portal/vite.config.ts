import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { letopisAdapter } from './adapter/index.ts'

/** Nothing from elsewhere, no inline code but by nonce; a worker's own policy comes with its file. */
const directives = {
	'default-src': ['none'],
	'script-src': ['self'],
	'style-src': ['self'],
	// SvelteKit's announcer of page titles has one style of its own; no other is let in. A test tells when it changes.
	'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
	'img-src': ['self', 'data:', 'blob:'],
	'connect-src': ['self'],
	'worker-src': ['self'],
	'manifest-src': ['self'],
	'form-action': ['self'],
	'base-uri': ['none'],
	'frame-ancestors': ['none'],
} satisfies NonNullable<NonNullable<Parameters<typeof sveltekit>[0]>['csp']>['directives']

export default defineConfig({
	plugins: [
		sveltekit({
			adapter: letopisAdapter('build'),
			csp: { mode: 'nonce', directives },
			paths: { relative: false },
			// The default is the time of the build; the same sources shall give the same files.
			version: { name: 'letopis', pollInterval: 0 },
			serviceWorker: { register: false },
			compilerOptions: { runes: true },
		}),
	],
	build: { target: 'es2022', assetsInlineLimit: 0 },
	logLevel: 'warn',
})
