/**
 * JSON schemas of the Czech open formal standards, and a judge that knows them: Python's jsonschema. Each schema is fetched once
 * from its publisher into `.cache/schemas/ofn/`, at the path of its address; where that cannot be reached, the files may be put
 * there by hand (github.com/datagov-cz/otevrene-formalni-normy has them at the same paths).
 * @module
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const PUBLISHER = 'https://ofn.gov.cz/'
const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'schemas', 'ofn')
const LARGEST = 1024 * 1024
const MOST = 100

/** Reads {"schemas": {address: schema}, "root": address, "documents": […]}; prints whether each document is valid. */
const JUDGE = `
import json, sys, jsonschema
given = json.load(sys.stdin)
resolver = jsonschema.RefResolver('', {}, store=given['schemas'])
judge = jsonschema.Draft201909Validator(given['schemas'][given['root']], resolver=resolver)
print(json.dumps([[error.message[:300] for error in judge.iter_errors(one)] for one in given['documents']]))
`

/** What the published schema says against each document. @throws Error that names what is missing, and what to do */
export async function judgeByOfn(path: string, documents: readonly unknown[]): Promise<string[][]> {
	const { error, status } = spawnSync('python3', ['-c', 'import jsonschema'], { stdio: 'ignore' })
	if (error !== undefined || status !== 0)
		throw new Error('the judge "jsonschema" is missing: apt install python3-jsonschema')
	const root = PUBLISHER + path
	const schemas = await schemasFrom(root)
	const run = promisify(execFile)('python3', ['-W', 'ignore', '-c', JUDGE], { timeout: 60_000 })
	run.child.stdin?.end(JSON.stringify({ root, schemas: Object.fromEntries(schemas), documents }))
	return JSON.parse((await run).stdout) as string[][]
}

/** A schema and all that it refers to, by address. */
async function schemasFrom(root: string): Promise<Map<string, unknown>> {
	const found = new Map<string, unknown>()
	const wanted = [root]
	for (let url = wanted.pop(); url !== undefined; url = wanted.pop()) {
		if (found.has(url)) continue
		if (found.size >= MOST) throw new Error(`the schema ${root} refers to more than ${MOST} others`)
		const text = await schemaAt(url)
		found.set(url, JSON.parse(text))
		for (const [, ref = ''] of text.matchAll(/"\$ref"\s*:\s*"(https:\/\/ofn\.gov\.cz\/[^"#]+)"/g))
			wanted.push(ref)
	}
	return found
}

async function schemaAt(url: string): Promise<string> {
	const path = join(CACHE, decodeURIComponent(url.slice(PUBLISHER.length)))
	if (!existsSync(path)) {
		try {
			const response = await fetch(url, { signal: AbortSignal.timeout(60_000) })
			const text = await response.text()
			if (!response.ok || text.length > LARGEST)
				throw new Error(`${response.status}, ${text.length} characters`)
			JSON.parse(text)
			await mkdir(dirname(path), { recursive: true })
			await writeFile(`${path}.part`, text)
			await rename(`${path}.part`, path)
		} catch (cause) {
			throw new Error(`a schema of the OFN is missing, ${url} did not give it: put it at ${path}`, { cause })
		}
	}
	return (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
}
