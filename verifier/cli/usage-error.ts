/**
 * The caller's own mistake, exit code 64 (EX_USAGE of sysexits.h): options, and files that cannot be read as given.
 * @module
 */
export class UsageError extends Error {
	override readonly name = 'UsageError'
}
