/** The description and the service are the same thing: every route, parameter, header and problem is described. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEMS } from '../../api/http/problems.ts'
import { Town } from '../support/town.ts'

interface Parameter {
	name: string
	in: string
	required?: boolean
}
interface Operation {
	summary?: string
	tags?: string[]
	security?: Record<string, string[]>[]
	parameters?: Parameter[]
	requestBody?: {
		required?: boolean
		content: Record<string, { schema: { properties: Record<string, unknown> } }>
	}
	responses: Record<string, { description: string; content?: Record<string, unknown>; headers?: object }>
}
interface Description {
	openapi: string
	paths: Record<string, Record<string, Operation>>
	components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> }
}

let town: Town
let description: Description

beforeAll(async () => {
	town = await Town.open({ authority: false })
	description = await town.json<Description>('/openapi.json', { token: null })
})
afterAll(() => town.close())

const operations = () =>
	Object.entries(description.paths).flatMap(([path, item]) =>
		Object.entries(item).map(([method, operation]) => ({
			name: `${method.toUpperCase()} ${path}`,
			path,
			operation,
		})),
	)

test('is OpenAPI 3.1 and resolves every reference', () => {
	expect(description.openapi).toBe('3.1.0')
	const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
	expect(references.length).toBeGreaterThan(10)
	for (const [, name = ''] of references) expect(description.components.schemas).toHaveProperty([name])
})

test('describes every route that is served, and none that is not', () => {
	const served = town.app.routes
		.filter(({ method }) => method !== 'ALL')
		.map(({ method, path }) => `${method} ${path.replace(/:(\w+)(\{[^}]*\})?/g, '{$1}')}`)
	expect([...new Set(served)].toSorted()).toEqual(
		operations()
			.map(({ name }) => name)
			.toSorted(),
	)
})

test('gives every operation a summary, a tag, and the parameters of its path', () => {
	for (const { name, path, operation } of operations()) {
		expect(operation.summary, name).toBeTruthy()
		expect(operation.tags, name).toHaveLength(1)
		const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
		const described = (operation.parameters ?? []).filter((one) => one.in === 'path')
		expect(described.map((one) => one.name).toSorted(), name).toEqual(inPath.toSorted())
		for (const parameter of described) expect(parameter.required, name).toBe(true)
	}
})

test('says 500 of every operation, 401 and 403 of every one that needs a token, all as problems', () => {
	for (const { name, operation } of operations()) {
		const statuses = Object.keys(operation.responses)
		expect(statuses, name).toContain('500')
		const mandatory = operation.security?.every((scheme) => Object.keys(scheme).length > 0) ?? false
		if (mandatory) expect(statuses, name).toEqual(expect.arrayContaining(['401', '403']))
		for (const [status, response] of Object.entries(operation.responses)) {
			if (Number(status) < 400 || name === 'GET /readyz') continue
			expect(Object.keys(response.content ?? {}), `${name} ${status}`).toEqual(['application/problem+json'])
		}
	}
})

test('scopes in the description are the scopes that are asked for', async () => {
	for (const { name, operation } of operations()) {
		const [scheme] = operation.security ?? []
		const [scope] = scheme?.token ?? []
		if (scope === undefined || operation.security?.length !== 1) continue
		const [method = '', path = ''] = name.split(' ')
		const token = await town.token([scope === 'metrics:read' ? 'documents:read' : 'metrics:read'])
		const response = await town.fetch(path.replace(/\{\w+\}/g, 'x'), { method, token })
		expect(response.status, name).toBe(403)
		expect(await response.json(), name).toMatchObject({ code: 'scope-missing', scope })
	}
})

test('headers that the service reads are described', () => {
	const of = (name: string) =>
		(operations().find((one) => one.name === name)?.operation.parameters ?? [])
			.filter((one) => one.in === 'header')
			.map((one) => one.name)
			.toSorted()
	expect(of('POST /api/v1/documents')).toEqual(['Idempotency-Key'])
	expect(of('POST /api/v1/documents/{id}/versions')).toEqual([
		'Idempotency-Key',
		'If-Match',
		'Letopis-Purpose',
	])
	expect(of('GET /api/v1/documents/{id}/content')).toEqual([
		'If-None-Match',
		'If-Range',
		'Letopis-Purpose',
		'Range',
	])
	for (const path of ['', '/receipt', '/history', '/export']) {
		expect(of(`GET /api/v1/documents/{id}${path}`)).toEqual(['Letopis-Purpose'])
	}
})

test('headers that the service sends are described', async () => {
	const { response, id } = await town.upload('x')
	const sent: [name: string, response: Response, own: string[]][] = [
		['POST /api/v1/documents', response, ['location', 'content-location', 'etag']],
		[
			'GET /api/v1/documents/{id}/content',
			await town.fetch(`/api/v1/documents/${id}/content`),
			['etag', 'content-digest', 'repr-digest', 'content-disposition', 'accept-ranges', 'cache-control'],
		],
		['GET /log/trust.json', await town.fetch('/log/trust.json'), ['repr-digest']],
	]
	for (const [name, answer, own] of sent) {
		const operation = operations().find((one) => one.name === name)?.operation
		const described = Object.keys(operation?.responses[answer.status]?.headers ?? {}).map((one) =>
			one.toLowerCase(),
		)
		for (const header of own) {
			expect(answer.headers.has(header), `${name} ${header}`).toBe(true)
			expect(described, name).toContain(header)
		}
	}
})

describe('the forms', () => {
	test('have the parts that are taken', () => {
		const parts = (name: string) => {
			const { requestBody } = operations().find((one) => one.name === name)?.operation ?? {}
			return Object.keys(requestBody?.content['multipart/form-data']?.schema.properties ?? {}).toSorted()
		}
		expect(parts('POST /api/v1/documents')).toEqual(['file', 'metadata', 'visibility'])
		expect(parts('POST /api/v1/documents/{id}/versions')).toEqual([
			'file',
			'metadata',
			'reason',
			'relation',
			'visibility',
		])
	})
})

test('every problem has a status that some route describes', () => {
	const described = new Set(operations().flatMap(({ operation }) => Object.keys(operation.responses)))
	for (const [code, [status]] of Object.entries(PROBLEMS)) {
		// These come before any route is reached.
		if (code === 'method-not-allowed') continue
		expect(described, code).toContain(String(status))
	}
})
