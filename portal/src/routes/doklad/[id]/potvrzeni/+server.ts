import { takePublic } from '#lib/server/take-file.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => takePublic(event, 'potvrzeni')
