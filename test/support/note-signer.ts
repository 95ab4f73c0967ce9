/** Keys that sign notes in tests: derived from their label, so the same in every run. */
import { createHash } from 'node:crypto'
import {
	checkpointMessage,
	cosignatureV1Message,
	ed25519NoteMessage,
	makeVkey,
	parseCheckpoint,
	type SignatureType,
	signatureLine,
	timestampedSignature,
	type Vkey,
} from '@letopis/format'
import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'

export interface NoteSigner {
	vkey: Vkey
	/** The signature line over a note text. @param time seconds, for cosignatures */
	line(text: string, time?: number): string
}

/** @param label chooses the key; by default the name */
export function noteSigner(name: string, type: SignatureType, label = name): NoteSigner {
	const seed = new Uint8Array(createHash('sha256').update(`note signer ${type} ${label}`).digest())
	if (type === 0x06) {
		const { publicKey, secretKey } = ml_dsa44.keygen(seed)
		const vkey = makeVkey(name, type, publicKey)
		return {
			vkey,
			line(text, time = 0) {
				const message = checkpointMessage(name, time, parseCheckpoint(text))
				return signatureLine(name, vkey.id, timestampedSignature(time, ml_dsa44.sign(message, secretKey)))
			},
		}
	}
	const vkey = makeVkey(name, type, ed25519.getPublicKey(seed))
	return {
		vkey,
		line(text, time = 0) {
			if (type === 0x01) return signatureLine(name, vkey.id, ed25519.sign(ed25519NoteMessage(text), seed))
			const signature = ed25519.sign(cosignatureV1Message(text, time), seed)
			return signatureLine(name, vkey.id, timestampedSignature(time, signature))
		},
	}
}
