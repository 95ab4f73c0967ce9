/**
 * A message of the data box system in the case of a filing: what the service reads in it, and the steps that it proves.
 * @module
 */
import type { Client } from 'openapi-fetch'
import type { components, paths } from '../api/schema.d.ts'
import { standing } from '../inbox/step-forms.ts'
import type { FilingDetail } from '../inbox/views.ts'
import { codeOf, giveUp } from './failure.ts'
import { purposeHeader } from './purpose.ts'

type Answer =
	paths['/api/v1/filings/{filing}/data-box-messages/{document}']['get']['responses']['200']['content']['application/json']
export type DataBoxMessage = Answer
export interface ProvenStep {
	readonly step: 'dispatched' | components['schemas']['DataBoxMessage']['proposal']['steps'][number]['step']
	readonly day: string
}

/** @returns null for a file that is no such message */
export async function readMessage(
	api: Client<paths>,
	filing: string,
	document: string,
	purpose: string | null,
): Promise<DataBoxMessage | null> {
	const { data, error, response } = await api.GET('/api/v1/filings/{filing}/data-box-messages/{document}', {
		params: { path: { filing, document }, header: purposeHeader(purpose) },
	})
	if (data !== undefined) return data
	return codeOf(error) === 'message-unreadable' ? null : giveUp(response, error)
}

/** What is to be recorded about a party: what was put into the box had been sent. */
export function stepsOf({ proposal }: DataBoxMessage, filing: FilingDetail, party: string): ProvenStep[] {
	const [first] = proposal.steps
	if (first === undefined || (filing.state !== 'decided' && filing.state !== 'appealed')) return []
	const steps = standing(filing.steps)
	const had = (step: ProvenStep['step'], day?: string) =>
		steps.some((one) => one.step === step && one.party === party && (day ?? one.day) === one.day)
	const proven = proposal.steps.filter(({ step, day }) => !had(step, day))
	return [...(had('dispatched') ? [] : [{ step: 'dispatched' as const, day: first.day }]), ...proven]
}
