/**
 * Types of the service for the portal's client, made from the service's own description.
 * @module
 */
import openapiTypes, { astToString } from 'openapi-typescript'

const HEAD = `/**
 * Types of the service, made from its OpenAPI description by \`node scripts/build-api-types.ts\`. Not written by hand.
 */
`

/** @param description OpenAPI 3.1, as \`/openapi.json\` serves it @returns the text of \`schema.d.ts\` */
export async function apiTypes(description: object): Promise<string> {
	// Which version of the program it describes is not part of the types.
	const nodes = await openapiTypes(JSON.stringify(description), { alphabetize: true })
	return HEAD + astToString(nodes)
}
