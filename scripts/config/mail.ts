/**
 * How mail is sent, as the settings name it.
 * @module
 */
import { readFileSync } from 'node:fs'
import type { SmtpOptions } from '@letopis/api'
import type { RawConfig } from './schema.ts'

export type MailConfig = Omit<SmtpOptions, 'password'> & {
	readonly passwordFile: string | undefined
	/** HH:MM in Europe/Prague; undefined for no digest */
	readonly digestAt: string | undefined
}

/** @param isLoopback whether a host is this machine @param absolute makes a path absolute */
export function mailConfig(
	raw: RawConfig['mail'],
	isLoopback: (host: string) => boolean,
	absolute: (path: string) => string,
): { readonly mail: MailConfig | null; readonly problems: readonly string[] } {
	const { host, port, tls, user, password_file: passwordFile, from, digest } = raw
	if (host === undefined) {
		const others = [user, passwordFile, from].some((value) => value !== undefined)
		return { mail: null, problems: others ? ['mail.host: without it no mail is sent'] : [] }
	}
	const problems: string[] = []
	if (from === undefined) problems.push('mail.from: the address that mail comes from is needed')
	if ((user === undefined) !== (passwordFile === undefined))
		problems.push('mail: user and password_file go together')
	const mail: MailConfig = {
		...{ host, tls, loopback: isLoopback(host), from: from ?? '' },
		port: port ?? (tls ? 465 : 587),
		passwordFile: passwordFile === undefined ? undefined : absolute(passwordFile),
		digestAt: digest === 'off' ? undefined : digest,
		...(user === undefined ? {} : { user }),
	}
	return { mail, problems }
}

/** With the password of its file. @throws Error if that cannot be read */
export function smtpOptions({ passwordFile, digestAt: _, ...mail }: MailConfig): SmtpOptions {
	if (passwordFile === undefined) return mail
	return { ...mail, password: readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '') }
}
