/**
 * Which filings are digital acts, and where the certificate lies that was issued on one.
 * @module
 */
import { createHash } from 'node:crypto'
import { type Cid, cidText } from '@letopis/format'
import { documentOfEntry } from '../documents/reading.ts'
import type { ApiDeps } from '../services.ts'
import { type CertificateFacts, WAYS, type Way } from './certificate-xml.ts'
import type { RecordedStep } from './filings.ts'
import { dayOfStep } from './timeline.ts'
import { standing } from './voiding.ts'

/** How and when a filing was confirmed, and the step that says so. */
export type Confirmed = CertificateFacts['confirmed'] & { readonly step: Cid }

/** The certificate that was issued on a filing with these steps, as the CID of its document; null if none was. */
export async function issuedCertificate(deps: ApiDeps, steps: readonly RecordedStep[]): Promise<Cid | null> {
	const confirmed = confirmedBy(steps)
	if (confirmed === null) return null
	const entry = await deps.projection.chronicle.idempotent(certificateKey(confirmed.step))
	return entry === undefined ? null : (await documentOfEntry(deps, entry.index)).id
}

/** @param step that confirmed the filing */
export function certificateKey(step: Cid): Uint8Array {
	return new Uint8Array(createHash('sha256').update('filing-certificate\0').update(cidText(step)).digest())
}

/** How and when a filing was confirmed in a way that makes it a digital act; null if it was not. */
export function confirmedBy(steps: readonly RecordedStep[]): Confirmed | null {
	const step = standing(steps).findLast((one) => one.step === 'confirmed')
	const how = (Object.keys(WAYS) as Way[]).find((way) => way === step?.how)
	if (step === undefined || how === undefined) return null
	return { how, day: dayOfStep(step), step: step.cid }
}
