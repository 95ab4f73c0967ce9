/**
 * XML schemas that others publish. Each is fetched once from its publisher into `.cache/schemas/`; where that cannot be
 * reached, the file may be put there by hand.
 * @module
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const CACHE = join(import.meta.dirname, '..', '..', '.cache', 'schemas')
const LARGEST = 4 * 1024 * 1024

const SCHEMAS = {
	premis: {
		of: 'PREMIS 3.0',
		url: 'https://www.loc.gov/standards/premis/v3/premis.xsd',
		namespace: 'http://www.loc.gov/premis/v3',
	},
	'asic-manifest': {
		of: 'ASiCManifest of EN 319 162-1',
		url: 'https://raw.githubusercontent.com/esig/dss/master/specs-asic-manifest/src/main/resources/xsd/en_31916201v010101.xsd',
		namespace: 'http://uri.etsi.org/02918/v1.2.1#',
	},
} as const

/** @returns path of the schema @throws Error that names the one which is missing, and what to do */
export async function demandSchema(name: keyof typeof SCHEMAS): Promise<string> {
	const { of, url, namespace } = SCHEMAS[name]
	const path = join(CACHE, `${name}.xsd`)
	if (!existsSync(path)) {
		try {
			const response = await fetch(url, { signal: AbortSignal.timeout(60_000) })
			const bytes = new Uint8Array(await response.arrayBuffer())
			if (!response.ok || bytes.length > LARGEST) throw new Error(`${response.status}, ${bytes.length} bytes`)
			await mkdir(CACHE, { recursive: true })
			await writeFile(`${path}.part`, bytes)
			await rename(`${path}.part`, path)
		} catch (cause) {
			throw new Error(`the schema of ${of} is missing, ${url} did not give it: put it at ${path}`, { cause })
		}
	}
	if (!(await readFile(path, 'utf8')).includes(`targetNamespace="${namespace}"`))
		throw new Error(`${path} is not the schema of ${of}: remove it`)
	return path
}
