/**
 * The town's trust file: what a reader has to believe, made of the keys in force, the witnesses that the quorum
 * asks for and the roots of the real time-stamp authorities. Same inputs give the same bytes, because its
 * fingerprint is printed on paper.
 * @module
 */
import {
	equalBytes,
	formatPolicy,
	formatTrust,
	type Hash,
	type Policy,
	parsePolicy,
	type Trust,
	type TrustedPredecessor,
	type Vkey,
} from '@letopis/format'

/** The policy's name for the log's own ML-DSA-44 key, which the quorum always asks for: so it cannot be stripped. */
const OWN_WITNESS = 'log-mldsa'

export interface LogKeys {
	readonly origin: string
	readonly ed25519: Vkey
	readonly mldsa44: Vkey
}

export interface TrustInputs {
	readonly town: string
	readonly demo: boolean
	readonly log: LogKeys
	readonly statusKey: Vkey
	/** Witnesses that the quorum asks for; the others may cosign all the same. */
	readonly requiredWitnesses: readonly { readonly name: string; readonly vkey: Vkey }[]
	/** Roots of the configured authorities; never of the development authority. */
	readonly timestampRoots: readonly Uint8Array[]
	/** Of how many authorities a stamp is asked for. */
	readonly timestampsRequired: number
	/** Certificates that the town's seal leads to, the newest first. */
	readonly sealRoots?: readonly Uint8Array[]
	/** Closed logs with the head they were closed at, newest first. */
	readonly predecessors: readonly (LogKeys & { readonly size: number; readonly root: Hash })[]
}

/**
 * The group of all who must have signed. With a capital, it is neither a configured witness nor a keyword of tlog-policy, which
 * other parsers do not take for a name.
 */
const ALL_REQUIRED = 'Required'

export function makeTrustFile(inputs: TrustInputs): Uint8Array {
	const { sealRoots = [] } = inputs
	const trust: Trust = {
		town: inputs.town,
		demo: inputs.demo,
		...trustedLog(inputs.log, inputs.requiredWitnesses),
		statusKey: inputs.statusKey,
		timestamps: { roots: distinct(inputs.timestampRoots), required: inputs.timestampsRequired },
		predecessors: inputs.predecessors.map(
			(log): TrustedPredecessor => ({ ...trustedLog(log, []), size: log.size, root: log.root }),
		),
		...(sealRoots.length === 0 ? {} : { seals: distinct(sealRoots) }),
	}
	return formatTrust(trust)
}

function trustedLog(log: LogKeys, witnesses: TrustInputs['requiredWitnesses']) {
	const own = { name: OWN_WITNESS, vkey: log.mldsa44 }
	const members = [own.name, ...witnesses.map(({ name }) => name)]
	const policy: Policy = {
		logs: [{ vkey: log.ed25519 }],
		witnesses: [own, ...witnesses.map(({ name, vkey }) => ({ name, vkey }))],
		groups: witnesses.length === 0 ? [] : [{ name: ALL_REQUIRED, threshold: members.length, members }],
		quorum: witnesses.length === 0 ? own.name : ALL_REQUIRED,
	}
	const policyText = formatPolicy(policy)
	return {
		origin: log.origin,
		keys: [log.ed25519, log.mldsa44].map((vkey) => ({
			vkey,
			fromSize: 0,
			toSize: null,
			fromTime: null,
			toTime: null,
		})),
		policyText,
		policy: parsePolicy(policyText),
	}
}

/** Two authorities may lead to one root. */
function distinct(roots: readonly Uint8Array[]): Uint8Array[] {
	return roots.filter((root, index) => roots.findIndex((other) => equalBytes(other, root)) === index)
}
