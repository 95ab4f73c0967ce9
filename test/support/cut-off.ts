/**
 * Program for a machine without a network: starts the service with no other program in its PATH, lets it do what an
 * office does, and prints what came of it as JSON. `cut-off.ts <folder>`
 * @module
 */
import { join } from 'node:path'
import { startServer } from './server.ts'

const [folder = ''] = process.argv.slice(2)
const server = await startServer({
	...{ data: join(folder, 'data'), keys: join(folder, 'keys') },
	env: { PATH: join(folder, 'nothing') },
})
try {
	const headers = { Authorization: `Bearer ${server.token}` }
	const form = new FormData()
	form.append('file', new File(['Rozhodnutí'], 'rozhodnuti.txt'))
	const recorded = await fetch(`${server.url}/api/v1/documents`, { method: 'POST', headers, body: form })
	const sheet = await fetch(`${server.url}${recorded.headers.get('Location')}/clause.pdf`, { headers })
	const bytes = Buffer.from(await sheet.arrayBuffer())
	const pages = ['/', '/overit', '/soud', '/pristupnost', '/docs']
	const answers = await Promise.all(pages.map(async (path) => (await fetch(server.url + path)).status))
	const outside = await fetch('http://192.0.2.1/').then(
		() => 'reached',
		(error: Error & { cause?: { code?: string } }) => error.cause?.code,
	)
	const seen = { recorded: recorded.status, sheet: bytes.subarray(0, 5).toString(), answers, outside }
	console.log(JSON.stringify(seen))
} finally {
	await server.stop()
}
