/**
 * How people prove who they are. Passkeys (WebAuthn level 3, through @simplewebauthn/server) are the first way;
 * cards, client certificates and outside identity providers come behind the same interface: a challenge goes out,
 * an answer comes back, and what is kept of a person is a credential with a public key.
 *
 * Attestation is not asked for, and certificate chains in it are refused: judging them would let a stranger have
 * this server fetch addresses.
 * @module
 */

import { utf8 } from '@letopis/format'
import {
	type AuthenticationResponseJSON,
	type AuthenticatorTransport,
	generateAuthenticationOptions,
	generateRegistrationOptions,
	type RegistrationResponseJSON,
	verifyAuthenticationResponse,
	verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject } from '@simplewebauthn/server/helpers'
import { Problem } from '../http/problems.ts'
import type { Passkey } from './directory.ts'

/** What a credential is, as the registration proved it. */
export interface NewCredential {
	readonly id: Uint8Array
	readonly key: Uint8Array
	readonly counter: number
	readonly transports: string[]
	readonly synced: boolean
}

export interface Challenge {
	/** base64url */
	readonly challenge: string
	/** for the browser, as it is */
	readonly options: Record<string, unknown>
}

export interface Authenticator {
	/** Asks for a new credential. @param known those that the person has */
	registration(person: { id: string; name: string }, known: readonly Passkey[]): Promise<Challenge>
	/** @throws Problem 'passkey-refused' */
	register(response: unknown, challenge: string): Promise<NewCredential>
	/** Asks for a proof. @param known the credentials that may answer; any if absent */
	proof(known?: readonly Passkey[]): Promise<Challenge>
	/** Which credential an answer claims to be from. @throws Problem 'sign-in-refused' */
	claimed(response: unknown): Uint8Array
	/** @returns the new counter @throws Problem 'sign-in-refused' */
	verify(response: unknown, challenge: string, credential: Passkey): Promise<number>
}

/** Time that a person has to answer, ms. */
const PATIENCE = 120_000
/** EdDSA, ES256, RS256 */
const ALGORITHMS = [-8, -7, -257]

/** Where the ceremonies take place: the public URL decides, at run time. */
export interface Place {
	/** a domain, never an address: WebAuthn knows no others */
	readonly rpId: string
	readonly origins: readonly string[]
}

/** @param publicUrl where readers reach the service; an address on loopback counts as `localhost` */
export function placeOf(publicUrl: string): Place {
	const { protocol, hostname, port, origin } = new URL(publicUrl)
	const loopback = /^127(\.\d{1,3}){3}$/.test(hostname) || hostname === '[::1]'
	if (!loopback) return { rpId: hostname, origins: [origin] }
	return { rpId: 'localhost', origins: [`${protocol}//localhost${port === '' ? '' : `:${port}`}`] }
}

export function createPasskeys({ publicUrl }: { readonly publicUrl: string }): Authenticator {
	const { rpId, origins } = placeOf(publicUrl)
	const expected = { expectedOrigin: [...origins], expectedRPID: rpId, requireUserVerification: true }
	return {
		async registration({ id, name }, known) {
			const options = await generateRegistrationOptions({
				rpName: 'Letopis',
				rpID: rpId,
				userName: name,
				userDisplayName: name,
				userID: new Uint8Array(utf8(id)),
				timeout: PATIENCE,
				attestationType: 'none',
				supportedAlgorithmIDs: ALGORITHMS,
				authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
				excludeCredentials: known.map(described),
			})
			return { challenge: options.challenge, options: { ...options } }
		},

		async register(response, challenge) {
			const answer = response as RegistrationResponseJSON
			try {
				refuseFrames(answer.response.clientDataJSON)
				refuseChains(answer.response.attestationObject)
				const { verified, registrationInfo } = await verifyRegistrationResponse({
					...expected,
					response: answer,
					expectedChallenge: challenge,
					supportedAlgorithmIDs: ALGORITHMS,
				})
				if (!verified) throw new Error('not verified')
				const { credential, credentialBackedUp } = registrationInfo
				const id = new Uint8Array(Buffer.from(credential.id, 'base64url'))
				if (id.length === 0 || id.length > 1023) throw new Error('credential id out of range')
				return {
					id,
					key: new Uint8Array(credential.publicKey),
					counter: credential.counter,
					transports: transportsOf(answer),
					synced: credentialBackedUp,
				}
			} catch (cause) {
				throw new Problem('passkey-refused', 'The answer of the passkey does not fit what was asked.', {
					cause,
				})
			}
		},

		async proof(known) {
			const options = await generateAuthenticationOptions({
				rpID: rpId,
				timeout: PATIENCE,
				userVerification: 'required',
				...(known === undefined ? {} : { allowCredentials: known.map(described) }),
			})
			return { challenge: options.challenge, options: { ...options } }
		},

		claimed(response) {
			const { id } = response as AuthenticationResponseJSON
			return new Uint8Array(Buffer.from(id, 'base64url'))
		},

		async verify(response, challenge, { credential, key, counter, account }) {
			const answer = response as AuthenticationResponseJSON
			try {
				refuseFrames(answer.response.clientDataJSON)
				const handle = answer.response.userHandle
				if (handle !== undefined && Buffer.from(handle, 'base64url').toString() !== account) {
					throw new Error('the passkey is of another account')
				}
				const { verified, authenticationInfo } = await verifyAuthenticationResponse({
					...expected,
					response: answer,
					expectedChallenge: challenge,
					credential: {
						id: Buffer.from(credential).toString('base64url'),
						publicKey: new Uint8Array(key),
						counter,
					},
				})
				if (!verified) throw new Error('not verified')
				return authenticationInfo.newCounter
			} catch (cause) {
				throw refusedSignIn(cause)
			}
		},
	}
}

/** The same words whatever was wrong: a stranger learns nothing of what is registered here. */
export function refusedSignIn(cause?: unknown): Problem {
	return new Problem('sign-in-refused', 'The passkey is not registered here, or its answer does not fit.', {
		cause,
	})
}

function described({ credential, transports }: Passkey) {
	return {
		id: Buffer.from(credential).toString('base64url'),
		transports: transports as AuthenticatorTransport[],
	}
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']

function transportsOf({ response }: RegistrationResponseJSON): string[] {
	const said: unknown = response.transports
	return Array.isArray(said) ? TRANSPORTS.filter((one) => said.includes(one)) : []
}

/** Nobody proves here who they are from within another site's page (WebAuthn level 3 §7.1 step 10, §7.2 step 13). */
function refuseFrames(clientDataJSON: string): void {
	const { crossOrigin, topOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
		crossOrigin?: unknown
		topOrigin?: unknown
	}
	if (crossOrigin === true || topOrigin !== undefined) throw new Error('asked from within another page')
}

function refuseChains(attestationObject: string): void {
	const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')))
	const format = decoded.get('fmt')
	const alone = format === 'packed' && decoded.get('attStmt').get('x5c') === undefined
	if (format !== 'none' && !alone) throw new Error('attestation is not wanted')
}
