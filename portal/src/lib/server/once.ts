/**
 * Forms that act once, however often they are sent: by a double click, a reload of the answer, or a browser that asks
 * again after the line broke. Every page with such a form has a key; the first sending acts, the others get the same
 * answer. Kept in memory for half an hour, codes and tokens that are shown once included; after that, or after a
 * restart, a form is stale and must be looked at and sent anew, so nothing is ever done twice.
 * @module
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const KEEP = 1_800_000
/** Answers kept; the oldest make room. */
const MOST = 1000
export const KEY_FIELD = 'klic'

const secret = randomBytes(32)
const answers = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>()

/** Key of a form, to be sent with it in the field `klic`. @param now ms */
export function formKey(now = Date.now()): string {
	const name = `${now.toString(36)}.${randomBytes(12).toString('base64url')}`
	return `${name}.${seal(name)}`
}

/**
 * @param owner whoever sends the form; another one's key is of no use
 * @param form with its key; with other values in it, it is another act
 * @param isDone whether an answer is to be given again; another one may be asked for anew with the same form
 * @returns null for a form that is stale or has no key of ours
 */
export function once<T>(
	owner: string,
	form: FormData,
	task: () => Promise<T>,
	isDone: (answer: T) => boolean = () => true,
	now = Date.now(),
): Promise<T> | null {
	if (!isCurrent(form.get(KEY_FIELD), now)) return null
	for (const [name, { at }] of answers) {
		if (at > now - KEEP && answers.size <= MOST) break
		answers.delete(name)
	}
	const fields = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : ''])
	const name = createHash('sha256')
		.update(JSON.stringify([owner, fields]))
		.digest('base64url')
	const known = answers.get(name)
	if (known !== undefined) return known.answer as Promise<T>
	const answer = task()
	answers.set(name, { at: now, answer })
	answer.then(
		(value) => isDone(value) || answers.delete(name),
		() => answers.delete(name),
	)
	return answer
}

function isCurrent(key: ReturnType<FormData['get']>, now: number): boolean {
	const [, name = '', made = '', given = ''] =
		(typeof key === 'string' ? /^(([0-9a-z]{1,11})\.[\w-]{16})\.([\w-]{43})$/.exec(key) : null) ?? []
	if (!timingSafeEqual(Buffer.from(seal(name)), Buffer.from(given.padEnd(43)))) return false
	const at = Number.parseInt(made, 36)
	return at <= now && at > now - KEEP
}

function seal(name: string): string {
	return createHmac('sha256', secret).update(name).digest('base64url')
}
