/** What the documents promise must exist: files they link to, commands they show, options they use. */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = resolve(import.meta.dirname, '..')
const documents = [
	'README.md',
	'ARCHITECTURE.md',
	'DECISIONS.md',
	'CHANGELOG.md',
	'ledger/README.md',
	'ledger/vault/README.md',
	'ledger/format/README.md',
]

test.each(documents)('%s links only to what exists', (path) => {
	const text = readFileSync(join(root, path), 'utf8')
	const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(#[^)]*)?\)/g)].map(
		([, target = '']) => target,
	)
	expect(links.filter((target) => !existsSync(resolve(root, dirname(path), target)))).toEqual([])
})

test('every npm script that the README names is there', () => {
	const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
	const named = [
		...readme().matchAll(
			/npm (?:run )?(start|test|demo|check|bench|conformance|build:verifier|test:crash|test:fuzz)\b/g,
		),
	]
	expect(named.length).toBeGreaterThan(5)
	for (const [, name = ''] of named) expect(scripts).toHaveProperty([name])
})

describe('every command that the README shows is understood', () => {
	const shown = [...readme().matchAll(/npx letopis ([^`\n#]+)/g)].map(([, words = '']) => words.trim())
	const commands = new Map<string, Set<string>>()
	for (const words of shown) {
		const parts = words.split(/\s+/)
		const name = parts
			.filter((part) => /^[a-z]+$/.test(part))
			.slice(0, /^(config|keys) |^evidence (forecast|renew)\b/.test(words) ? 2 : 1)
		const options = commands.get(name.join(' ')) ?? new Set<string>()
		for (const part of parts) if (/^--?[a-z]/.test(part)) options.add(part)
		commands.set(name.join(' '), options)
	}
	test.each([...commands])('letopis %s', async (name, options) => {
		const { stdout } = await run(process.execPath, [
			join(root, 'scripts/letopis.ts'),
			...name.split(' ').filter(Boolean),
			'--help',
		])
		expect(stdout).toMatch(/^Usage: letopis/)
		for (const option of options) expect(stdout).toContain(option)
	})
})

test('every setting of letopis.toml is known to the schema', async () => {
	const text = readFileSync(join(root, 'letopis.toml'), 'utf8')
	const schema = readFileSync(join(root, 'scripts/config/schema.ts'), 'utf8')
	for (const [, name = ''] of text.matchAll(/^# ([a-z_]+) = /gm)) expect(schema).toContain(`${name}:`)
})

test('no file names a path of a machine, and none is left out of the rule', () => {
	const folders = ['ledger', 'api', 'verifier', 'scripts', 'test']
	const files = folders.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
			.filter((name) => /\.(ts|md|py|go|mjs)$/.test(name) && !/node_modules|dist/.test(name))
			.map((name) => join(folder, name)),
	)
	expect(files.length).toBeGreaterThan(200)
	const bad = files.filter((file) =>
		/(^|[^\w./-])\/(home|root|work)\/\w/m.test(readFileSync(join(root, file), 'utf8')),
	)
	expect(bad).toEqual([])
})

function readme(): string {
	return readFileSync(join(root, 'README.md'), 'utf8')
}
