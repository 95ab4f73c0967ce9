/**
 * JSON and XML schemas of the Czech open formal standards, and a judge that knows the former: Python's jsonschema. Each schema is fetched once
 * from its publisher into `.cache/schemas/ofn/`, at the path of its address; where that cannot be reached, the files may be put
 * there by hand (github.com/datagov-cz/otevrene-formalni-normy has them at the same paths).
 * @module
 */
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
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

/**
 * An XML schema and all that it refers to, as a judge of XML Schema 1.0 reads them without network: side by side in a folder, their
 * addresses replaced by names of files. The one thing of 1.1 that they use, `dateTimeStamp`, becomes what it stands for: a `dateTime`
 * that must name its zone. The schema of the namespace `xml` the judge has itself.
 * @returns path of the root
 */
export async function xmlSchemaOfOfn(path: string, folder: string): Promise<string> {
	const root = PUBLISHER + path
	const wanted = [root]
	const found = new Set<string>()
	for (let url = wanted.pop(); url !== undefined; url = wanted.pop()) {
		if (found.has(url)) continue
		if (found.size >= MOST) throw new Error(`the schema ${root} refers to more than ${MOST} others`)
		found.add(url)
		const text = await schemaAt(url)
		const local = text
			.replace(/ schemaLocation="http:\/\/www\.w3\.org\/2001\/xml\.xsd"/g, '')
			.replace(/schemaLocation="(https:\/\/ofn\.gov\.cz\/[^"]+)"/g, (_, ref: string) => {
				wanted.push(ref)
				return `schemaLocation="${basename(ref)}"`
			})
			.replaceAll('type="xs:dateTimeStamp"', `type="${prefixOf(text)}:dateTimeStamp"`)
			.replace('</xs:schema>', text.includes('xs:dateTimeStamp') ? `${ZONED}</xs:schema>` : '</xs:schema>')
		await writeFile(join(folder, basename(url)), local)
	}
	return join(folder, basename(root))
}

const ZONED =
	'<xs:simpleType name="dateTimeStamp"><xs:restriction base="xs:dateTime"><xs:pattern value=".*(Z|[+-][0-9]{2}:[0-9]{2})"/></xs:restriction></xs:simpleType>'

/** Under which a schema names its own types. */
function prefixOf(schema: string): string {
	const target = /targetNamespace="([^"]+)"/.exec(schema)?.[1] ?? ''
	const prefixes = [...schema.matchAll(/xmlns:([^=\s]+)="([^"]+)"/g)]
	return prefixes.find(([, , namespace]) => namespace === target)?.[1] ?? ''
}

async function schemaAt(url: string): Promise<string> {
	const path = join(CACHE, decodeURIComponent(url.slice(PUBLISHER.length)))
	if (!existsSync(path)) {
		try {
			const response = await fetch(url, { signal: AbortSignal.timeout(60_000) })
			const text = await response.text()
			if (!response.ok || text.length > LARGEST)
				throw new Error(`${response.status}, ${text.length} characters`)
			if (path.endsWith('.json')) JSON.parse(text)
			await mkdir(dirname(path), { recursive: true })
			await writeFile(`${path}.part`, text)
			await rename(`${path}.part`, path)
		} catch (cause) {
			throw new Error(`a schema of the OFN is missing, ${url} did not give it: put it at ${path}`, { cause })
		}
	}
	return (await readFile(path, 'utf8')).replace(/^\ufeff/, '')
}
