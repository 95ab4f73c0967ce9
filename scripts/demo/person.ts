/**
 * Made-up people at work: each signs in with a passkey in software and asks the service as the portal would for them.
 * @module
 */
import type { Client } from '../client.ts'
import { CommandError } from '../failure.ts'
import { type Ceremony, type Place, SoftKey } from './soft-key.ts'

const AGENT = 'letopis-demo'

export interface Account {
	readonly id: string
	readonly name: string
	readonly role: string
	readonly department: string | null
	readonly active: boolean
	readonly passkeys: number
}

export interface Asked {
	readonly method?: string
	/** a form as it is, anything else as JSON */
	readonly body?: unknown
	/** so that the same again is recorded once */
	readonly key?: string
	/** why, outside one's own department */
	readonly purpose?: string
	/** code of the problem that says that it was done before */
	readonly before?: string
}

export class Person {
	readonly #url: string
	readonly #token: string

	private constructor(url: string, token: string) {
		this.#url = url
		this.#token = token
	}

	/**
	 * Signs the person in; one without a passkey registers it first, by an invitation.
	 * @param secret from which the passkey derives
	 */
	static async enter(town: Client, place: Place, secret: string, account: Account): Promise<Person> {
		const key = new SoftKey(secret, account.name, place)
		const ask = (path: string, body: unknown) => send(town.url, null, path, { method: 'POST', body })
		const started = await (account.passkeys > 0 ? signIn() : register())
		const { token } = (await started.json()) as { token: string }
		return new Person(town.url, token)

		async function signIn(): Promise<Response> {
			const asked = (await (await ask('/api/v1/sessions/options', {})).json()) as Ceremony
			return ask('/api/v1/sessions', key.prove(asked, account.id))
		}
		async function register(): Promise<Response> {
			const code = await invite(town, account)
			const answer = await ask('/api/v1/registrations/options', { code })
			const made = key.register((await answer.json()) as Ceremony)
			return ask('/api/v1/registrations', { ...made, label: 'Klíč ukázky' })
		}
	}

	/** @throws CommandError with the problem's words if the answer is neither 2xx nor `before` */
	ask(path: string, asked: Asked = {}): Promise<Response> {
		return send(this.#url, this.#token, path, asked)
	}

	/** Signs out. */
	async leave(): Promise<void> {
		await this.ask('/api/v1/sessions/current', { method: 'DELETE' })
	}

	async json<T>(path: string, asked: Asked = {}): Promise<T> {
		return (await (await this.ask(path, asked)).json()) as T
	}
}

/** A fresh one-time code; the one before it is void. @param hours how long it is good */
export async function invite(town: Client, { id }: Account, hours = 1): Promise<string> {
	const answer = await town.fetch(`/api/v1/accounts/${id}/invitation`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ hours }),
	})
	return ((await answer.json()) as { code: string }).code
}

async function send(url: string, token: string | null, path: string, asked: Asked): Promise<Response> {
	const { method = 'GET', body, key, purpose, before } = asked
	const headers = new Headers({ 'user-agent': AGENT })
	if (token !== null) headers.set('authorization', `Bearer ${token}`)
	if (key !== undefined) headers.set('idempotency-key', key)
	if (purpose !== undefined) headers.set('letopis-purpose', encodeURIComponent(purpose))
	const form = body instanceof FormData
	if (body !== undefined && !form) headers.set('content-type', 'application/json')
	const sent = body === undefined ? null : form ? body : JSON.stringify(body)
	const response = await fetch(url + path, { method, headers, body: sent })
	if (response.ok) return response
	const { detail = '', code = '' } = (await response.json().catch(() => ({}))) as Record<string, string>
	if (code !== '' && code === before) return response
	throw new CommandError(`${method} ${path}: ${response.status} ${detail} [${code}]`)
}
