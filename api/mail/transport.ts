/**
 * What sends mail. Declared here and handed in, so that a town without mail needs none of it.
 * @module
 */
export interface Mail {
	/** one address, checked */
	readonly to: string
	readonly subject: string
	readonly text: string
	/** what a reader's program needs to end the subscription by itself (RFC 8058) */
	readonly unsubscribe?: string
}

/** sent: the server has taken it; refused: it never will, for this address; later: not now, or not from us as things are */
export type Sending = 'sent' | 'refused' | 'later'

export interface MailTransport {
	/** @param id the same for the same message, also when it is sent again after a crash; 32 hex digits. Never throws. */
	send(mail: Mail, id: string): Promise<Sending>
}
