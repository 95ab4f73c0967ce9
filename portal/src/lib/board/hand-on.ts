/**
 * What programs read of the board, at the portal's own addresses: those stand in feeds and catalogues for years.
 * @module
 */
import type { RequestEvent } from '@sveltejs/kit'
import { error } from '@sveltejs/kit'
import { askService } from '../server/ask.ts'

export async function handOn(event: RequestEvent, path: string): Promise<Response> {
	const answer = await askService(event)(path)
	if (!answer.ok) error(answer.status === 404 ? 404 : 503)
	const kept = new Headers({ 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'no-cache' })
	kept.set('Content-Type', answer.headers.get('Content-Type') ?? 'application/octet-stream')
	return new Response(answer.body, { headers: kept })
}
