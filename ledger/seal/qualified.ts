/**
 * What a certificate says of being qualified for seals (eIDAS, annex III), read from its QCStatements (RFC 3739 §3.2.6) as ETSI
 * EN 319 412-5 §4 defines them. Whether it says the truth, its issuer answers for: that one is on a trusted list of the Union.
 * @module
 */
import { parseCertificate } from '../anchor/certificate.ts'
import { type Der, parseDer, TAG } from '../anchor/der.ts'
import { members, oidText } from '../anchor/der-values.ts'

const QC_STATEMENTS = '1.3.6.1.5.5.7.1.3'
const QC_COMPLIANCE = '0.4.0.1862.1.1'
const QC_SSCD = '0.4.0.1862.1.4'
const QC_TYPE = '0.4.0.1862.1.6'
const TYPE_ESEAL = '0.4.0.1862.1.6.2'

/** What a certificate for qualified seals has to state. */
export const SEAL_STATEMENTS = ['QcCompliance', 'QcType eSeal', 'QcSSCD'] as const
export type SealStatement = (typeof SEAL_STATEMENTS)[number]

/**
 * The statements that a certificate lacks for qualified seals; empty if it has all: that it is qualified, that it is for seals, and
 * that its key is in a qualified device.
 * @param der of a certificate @throws TimestampError 'malformed' for a certificate or statements that cannot be read
 */
export function missingSealStatements(der: Uint8Array): SealStatement[] {
	const extension = parseCertificate(der).extensions.get(QC_STATEMENTS)
	const stated = extension === undefined ? new Map<string, Der | undefined>() : statementsIn(extension.value)
	const types = stated.get(QC_TYPE)
	const isSeal =
		types !== undefined &&
		members(types, TAG.sequence, 'a QcType').rest(TAG.oid).map(oidText).includes(TYPE_ESEAL)
	const has: Record<SealStatement, boolean> = {
		QcCompliance: stated.has(QC_COMPLIANCE),
		'QcType eSeal': isSeal,
		QcSSCD: stated.has(QC_SSCD),
	}
	return SEAL_STATEMENTS.filter((one) => !has[one])
}

/** Identifier → what it says more, if anything. */
function statementsIn(value: Uint8Array): Map<string, Der | undefined> {
	const list = members(parseDer(value), TAG.sequence, 'QCStatements').rest(TAG.sequence)
	return new Map(
		list.map(({ children: [id, info] }) => [id?.tag === TAG.oid ? oidText(id) : '', info] as const),
	)
}
