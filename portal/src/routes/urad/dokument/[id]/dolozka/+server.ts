import { takeFile } from '#lib/server/take-file.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => takeFile(event, 'dolozka')
