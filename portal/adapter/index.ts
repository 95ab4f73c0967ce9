/**
 * SvelteKit adapter of our own: server, manifest and compressed client files into one folder that `scripts/portal`
 * loads. It knows neither port nor address nor origin, so one build serves any of them.
 * @module
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Adapter, Builder } from '@sveltejs/kit'
import type { Asset } from './build.ts'

/** @param folder where the build goes; replaced as a whole once everything is written */
export function letopisAdapter(folder: string): Adapter {
	return {
		name: 'letopis',
		async adapt(builder) {
			const fresh = `${folder}.${process.pid}.new`
			rmSync(fresh, { recursive: true, force: true })
			const client = join(fresh, 'client')
			const files = builder.writeClient(client)
			const compressed = new Set(await builder.compress(client))
			builder.generateServerInstance(join(builder.getServerDirectory(), 'server.js'))
			builder.writeServer(join(fresh, 'server'))
			const assets = Object.fromEntries(
				files.map((file) => [`/${file}`, describeAsset(builder, client, file, compressed.has(file))]),
			)
			writeFileSync(join(fresh, 'portal.js'), entry(assets, uploadPatterns(builder)))
			replace(folder, fresh)
		},
		supports: { read: () => false, instrumentation: () => false },
		vite: {
			plugins: {
				post: [
					{
						name: 'letopis-adapter',
						apply: 'build',
						// The build must run without node_modules of its own, and our packages are TypeScript.
						config: () => ({ ssr: { noExternal: true } }),
					},
				],
			},
		},
	}
}

function describeAsset(builder: Builder, client: string, file: string, compressed: boolean): Asset {
	return {
		type: contentType(builder, file),
		etag: createHash('sha256')
			.update(readFileSync(join(client, file)))
			.digest('base64url'),
		immutable: file.startsWith(`${builder.getAppPath()}/immutable/`),
		compressed,
	}
}

function contentType(builder: Builder, file: string): string {
	const type = builder.mimeTypes[extname(file)] || 'application/octet-stream'
	return /^text\/|javascript|json/.test(type) ? `${type}; charset=utf-8` : type
}

function uploadPatterns({ routes }: Builder): RegExp[] {
	return routes.filter(({ config }) => config?.uploads === true).map(({ pattern }) => pattern)
}

function entry(assets: Record<string, Asset>, uploads: readonly RegExp[]): string {
	return [
		`export { server } from './server/server.js'`,
		`export const assets = JSON.parse(${JSON.stringify(JSON.stringify(assets))})`,
		`export const uploads = [${uploads.join(', ')}]`,
		'',
	].join('\n')
}

/** A start that looks in between finds no build and serves without the portal; a crash leaves the next run to do it. */
function replace(folder: string, fresh: string): void {
	const old = `${folder}.${process.pid}.old`
	if (existsSync(folder)) renameSync(folder, old)
	renameSync(fresh, folder)
	rmSync(old, { recursive: true, force: true })
}
