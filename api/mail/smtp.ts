/**
 * Mail by SMTP (RFC 5321), with TLS on any connection that leaves the machine.
 * @module
 */
import { createTransport } from 'nodemailer'
import type { Mail, MailTransport, Sending } from './transport.ts'

const PATIENCE = 30_000

export interface SmtpOptions {
	readonly host: string
	readonly port: number
	/** TLS from the first byte (usually port 465); otherwise STARTTLS is demanded, but for a loopback address */
	readonly tls: boolean
	readonly loopback: boolean
	readonly user?: string
	readonly password?: string
	/** the address that mail comes from */
	readonly from: string
}

export function smtpTransport({
	host,
	port,
	tls,
	loopback,
	user,
	password,
	from,
}: SmtpOptions): MailTransport {
	const transport = createTransport({
		...{ host, port, secure: tls, requireTLS: !tls && !loopback, ignoreTLS: loopback && !tls },
		...{ connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE },
		// Nothing that somebody wrote may have a file or an address read.
		...{ disableFileAccess: true, disableUrlAccess: true },
		...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
	})
	const domain = from.slice(from.lastIndexOf('@') + 1)
	return {
		async send(mail, id) {
			try {
				await transport.sendMail(message(mail, from, `<${id}@${domain}>`))
				return 'sent'
			} catch (error) {
				return verdict(error)
			}
		},
	}
}

function message({ to, subject, text, unsubscribe }: Mail, from: string, messageId: string) {
	const list: Record<string, string> =
		unsubscribe === undefined
			? {}
			: { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
	const headers = { 'Auto-Submitted': 'auto-generated', ...list }
	return {
		from,
		to: { name: '', address: to },
		subject: subject.replace(/\s+/g, ' '),
		text,
		messageId,
		headers,
	}
}

/** What the server says of the recipient or the message is for ever; of anything else it may change its mind, or we ours. */
function verdict(error: unknown): Sending {
	const { responseCode = 0, command = '' } = error as { responseCode?: number; command?: string }
	const forever = responseCode >= 500 && responseCode < 600
	return forever && (command === 'RCPT TO' || command === 'DATA') ? 'refused' : 'later'
}
