/**
 * A citizen who files over the service, as the portal's form does: for the tests of whoever deals with it.
 * @module
 */
import { createHash } from 'node:crypto'

const ANSWERS = {
	...{ narozeni: '1985-03-27', adresa: { street: 'Lipová 12', town: 'Ukázkov', postcode: '10000' } },
	...{ email: 'jana@ukazkov.example', katastr: 'Ukázkov', parcela: '1234/5', vlastnik: 'yes' },
	...{ co: 'stromy', druh: 'lípa srdčitá', pocet: '1', obvod: '132', nahrada: 'yes' },
	duvod: 'Strom je po vichřici nalomený.\nHrozí pád na chodník.',
}

export interface Filed {
	/** CID of the filing */
	readonly filing: string
	readonly number: string
	readonly pin: string
	/** of the draft that it was */
	readonly key: string
}

/** Files for a permit to fell a tree, with a plan. @param url of the town */
export async function fileForTree(url: string, name = 'Jana Nováková'): Promise<Filed> {
	const ask = async <T>(path: string, method: string, body?: unknown, headers = {}): Promise<T> => {
		const bytes = body instanceof Uint8Array
		const answer = await fetch(`${url}/api/v1/filing-drafts${path}`, {
			method,
			headers: { ...(body === undefined || bytes ? {} : { 'Content-Type': 'application/json' }), ...headers },
			...(body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
		})
		if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
		return (await answer.json()) as T
	}
	const { key } = await ask<{ key: string }>('', 'POST', { agenda: 'kaceni' })
	await ask(`/${key}/answers`, 'PUT', { page: 'zadatel', answers: { jmeno: name, ...ANSWERS } })
	const plan = new TextEncoder().encode(`plánek pro: ${name}`)
	const file = { attachment: 'planek', name: 'plánek.txt', type: 'text/plain', size: plan.length }
	const { id } = await ask<{ id: string }>(`/${key}/files`, 'POST', file)
	const digest = createHash('sha256').update(plan).digest('base64')
	await ask(`/${key}/files/${id}/parts/0`, 'PUT', plan, {
		'Content-Type': 'application/octet-stream',
		'Content-Digest': `sha-256=:${digest}:`,
	})
	await ask(`/${key}/filing`, 'POST', {})
	const { filed } = await ask<{ filed: Omit<Filed, 'key'> }>(`/${key}`, 'GET')
	return { ...filed, key }
}
