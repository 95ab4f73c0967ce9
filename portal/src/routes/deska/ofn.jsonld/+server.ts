import { handOn } from '#lib/board/hand-on.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => handOn(event, '/api/v1/board/ofn.jsonld')
