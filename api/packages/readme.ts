/**
 * README.txt of an evidence package: ten lines, for whoever has openssl and sha256sum and nothing of ours.
 * @module
 */
import type { PackageStamp } from './premis.ts'

export interface ReadmeFacts {
	readonly town: string
	readonly demo: boolean
	readonly file: string
	/** hexadecimal */
	readonly sha256: string
	readonly stamps: readonly PackageStamp[]
	/** SHA-256 of the certificate that the seal leads to, hexadecimal */
	readonly sealRoot: string
}

export function readme({ town, demo, file, sha256, stamps, sealRoot }: ReadmeFacts): string {
	const stamped = stamps.map(
		({ file: token, imprint }) =>
			`openssl ts -verify -token_in -in ${token} -digest ${imprint} -CAfile bundled.pem`,
	)
	const lines = [
		`Evidence package (ASiC-E, ETSI EN 319 162-1) of ${oneLine(town)}${demo ? ': a DEMO, which proves nothing' : ''}. Unpack it and run the indented commands.`,
		`Its certificates and trust-of-the-town.json vouch for nothing: compare the seal's root, SHA-256 ${sealRoot}, and the roots of the stamps with what you know from elsewhere.`,
		`    echo '${sha256}  ${file}' | sha256sum -c   # the document has the digest that was recorded`,
		`    openssl dgst -sha256 -binary '${file}' | openssl base64 -A | xargs -I % grep -cF % META-INF/ASiCManifest.xml   # prints at least 1: the sealed list holds it`,
		'    for c in certificates/*.cer; do openssl x509 -inform DER -in "$c"; done > bundled.pem && for c in certificates/*.cer; do openssl x509 -inform DER -in "$c" -noout -subject -fingerprint -sha256; done',
		'    openssl cms -verify -binary -inform DER -in META-INF/signature.p7s -content META-INF/ASiCManifest.xml -CAfile bundled.pem -purpose any -out /dev/null   # the seal holds',
		stamped.length === 0
			? 'No authority has stamped it yet.'
			: `    ${stamped.join(' && ')}   # the stamps hold`,
		'META-INF/*.ers are evidence records (RFC 4998): they lead from the SHA-256 of the document to a stamp, for EU DSS and other programs that know them.',
		"receipt.json proves the record in the town's log, and within which bounds of time: letopis-verify checks it all, with a trust file that you got by another way.",
		'What is proven is that this very file was recorded, and when; not that what it says is true. protocol-cs.pdf and protocol-en.pdf tell the same for people.',
	]
	return `${lines.join('\n')}\n`
}

function oneLine(text: string): string {
	return text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
}
