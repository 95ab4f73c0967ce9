/**
 * The public names of the service.
 * @module
 */
export { type App, createApp } from './app.ts'
export { typeset } from './clause/typeset.ts'
export type {
	Anchorer,
	ApiSettings,
	Appended,
	AuthorityStatus,
	Clock,
	ContentWriter,
	Draft,
	Ledger,
	Log,
	LogEvent,
	PastLog,
	StoredContent,
	TownStatus,
	Vault,
	VaultRecord,
	WitnessStatus,
} from './deps.ts'
export { DOUBT_REMEDY, describeDoubt } from './documents/doubts.ts'
export { openProjection, Projection, type ProjectionOptions } from './documents/projection.ts'
export { hashToken } from './http/auth.ts'
export { SCOPES, type Scope } from './http/env.ts'
export type { JournalLine } from './http/journal.ts'
export { isLoopback, type RunningServer, type ServeOptions, serveApp } from './http/server.ts'
export { isServicePath, type Site, type SiteContext } from './http/site.ts'
export { type SmtpOptions, smtpTransport } from './mail/smtp.ts'
export { placeOf } from './people/authenticator.ts'
export { codeHash, makeCode } from './people/codes.ts'
export type { ApiDeps, FirstAccount, Operation } from './services.ts'
export {
	type Cut,
	type ExamineOptions,
	type Findings,
	type FoundSignature,
	type SecondOpinion,
	type SignatureChecker,
	type Told,
	undecided,
} from './signatures/checker.ts'
