import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { letopisAdapter } from './adapter/index.ts'

/** Nothing from elsewhere, no inline code but by nonce; a worker's own policy comes with its file. */
const directives = {
	'default-src': ['none'],
	'script-src': ['self'],
	'style-src': ['self'],
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
