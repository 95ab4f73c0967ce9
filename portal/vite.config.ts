import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { letopisAdapter } from './adapter/index.ts'
import { czechTypography } from './adapter/typography.ts'

const root = join(import.meta.dirname, '..')
/** Whatever of the project goes into the build, and the packages that do. */
const SOURCES = ['portal', 'verifier', 'ledger/format', 'package-lock.json'].map((name) => join(root, name))
/** Folders of what is made, not of what it is made from. */
const MADE = /^(build(\..*)?|dist|node_modules|\..*)$/

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

/** The same sources give the same name; the default, the time of the build, would not. */
function fingerprint(...places: readonly string[]): string {
	const digest = createHash('sha256')
	for (const place of places) {
		for (const name of statSync(place).isDirectory() ? readdirSync(place).toSorted() : [])
			if (!MADE.test(name)) digest.update(`${name} ${fingerprint(`${place}/${name}`)}`)
		if (statSync(place).isFile()) digest.update(readFileSync(place))
	}
	return digest.digest('hex').slice(0, 16)
}

export default defineConfig({
	plugins: [
		czechTypography(),
		sveltekit({
			adapter: letopisAdapter('build'),
			csp: { mode: 'nonce', directives },
			paths: { relative: false },
			// A page of an earlier build sees that it is one, and loads anew instead of asking for files that are gone.
			version: {
				name: fingerprint(...SOURCES),
				pollInterval: 0,
			},
			serviceWorker: { register: false },
			compilerOptions: { runes: true },
		}),
	],
	build: {
		target: 'es2022',
		assetsInlineLimit: 0,
		// Every page carries the list of all others with what each needs: styles have to stand there, scripts name what they
		// import themselves, and those of the page that is opened first are named in its head.
		modulePreload: { resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')) },
	},
	logLevel: 'warn',
})
